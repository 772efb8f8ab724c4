"""Files under way: the parts that have come so far, kept in the place itself, so that any worker finds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sync.server.photos.place import Place

_FOLDER = "parts"


@dataclass(frozen=True, order=True)
class _Part:
    begin: int
    end: int
    name: str


class Parts:
    """The parts of files that are not whole yet, apart for each organisation: none can spoil another's."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def keep(self, organisation: str, sha256: str, begin: int, content: bytes) -> None:
        """Keep the bytes of the file from ``begin`` on; durable when this returns."""
        end = begin + len(content)
        self._place.keep(f"{_folder(organisation, sha256)}/{begin:09}-{end:09}", content)

    def reach(self, organisation: str, sha256: str) -> int:
        """How many bytes from the file's beginning are here without a gap."""
        return max((part.end for part in self._in_line(organisation, sha256)), default=0)

    def joined(self, organisation: str, sha256: str) -> bytes:
        """Those bytes. What another worker takes away meanwhile is missing from them."""
        whole = bytearray()
        for part in self._in_line(organisation, sha256):
            content = self._place.get(part.name)
            if content is None or len(content) != part.end - part.begin:
                break
            whole += content[len(whole) - part.begin :]
        return bytes(whole)

    def drop(self, organisation: str, sha256: str) -> None:
        """Nothing of the file is under way any more."""
        for kept in list(self._place.list(_folder(organisation, sha256))):
            self._place.remove(kept.name)

    def sweep(self, before: int) -> int:
        """Take away every part that was kept before then (UTC milliseconds); how many those were."""
        old = [kept.name for kept in self._place.list(_FOLDER) if kept.kept_at < before]
        for name in old:
            self._place.remove(name)
        return len(old)

    def _in_line(self, organisation: str, sha256: str) -> Iterator[_Part]:
        """The parts that follow on each other from the beginning; of two that overlap, the further one later."""
        reach = 0
        for part in sorted(self._all(organisation, sha256)):
            if part.begin <= reach < part.end:
                reach = part.end
                yield part

    def _all(self, organisation: str, sha256: str) -> Iterator[_Part]:
        for kept in self._place.list(_folder(organisation, sha256)):
            begin, _, end = kept.name.rpartition("/")[2].partition("-")
            yield _Part(int(begin), int(end), kept.name)


def _folder(organisation: str, sha256: str) -> str:
    return f"{_FOLDER}/{organisation}/{sha256}"
