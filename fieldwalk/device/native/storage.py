"""The room on the phone's own disk."""

import shutil
from pathlib import Path


class FolderStorage:
    """ports.Storage for the app's own folder: the system never clears it by itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def persist(self) -> bool:
        return True

    async def estimate(self) -> tuple[int, int]:
        used = sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())
        return used, shutil.disk_usage(self._folder).free
