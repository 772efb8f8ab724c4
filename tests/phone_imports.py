"""Run in a process of its own: load the modules named as arguments with no server package to be found."""

import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

from tests.rooms import SERVERS_PACKAGES


class NotOnAPhone:
    """Refuses the server's packages and the server's own rooms, as a phone does that has never had them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.split(".")[0] in SERVERS_PACKAGES or name.startswith("sync.server"):
            raise ModuleNotFoundError(f"{name} is not on a phone", name=name)
        return None


if __name__ == "__main__":
    sys.meta_path.insert(0, NotOnAPhone())
    for module in sys.argv[1:]:
        importlib.import_module(module)
        print(module)
