"""Content-addressed files on the browser's own disk."""

from fieldwalk.device.browser.bridge import array, browser
from fieldwalk.device.hashes import check
from fieldwalk.domain.refusals import Refused


class BrowserFiles:
    """ports.Files over assets/browser/files.mjs."""

    async def save(self, sha256: str, content: bytes) -> None:
        check(sha256, content)
        if await browser.fileSave(sha256, array(content)) == "full":
            raise Refused("storage_full", name=sha256)

    async def load(self, sha256: str) -> bytes | None:
        found = await browser.fileLoad(sha256)
        if found is None:
            return None
        content = found.to_bytes()
        check(sha256, content)
        return content

    async def remove(self, sha256: str) -> None:
        await browser.fileRemove(sha256)

    async def names(self) -> set[str]:
        return set(await browser.fileNames())
