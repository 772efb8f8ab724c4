"""Photographing a place. The row stands before the camera opens, the bytes before the row says so."""

from __future__ import annotations

from collections.abc import Sequence

from fieldwalk.data.store import Store
from fieldwalk.device.ports import Box, Imaging, Prepared, Storage
from fieldwalk.domain.fields import Json
from fieldwalk.domain.looking import files_in, looked_at
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.pen import Pen
from sync.client.shelf import Shelf

LEAST_FREE = 100_000_000
"""Bytes that are left for words: with less room than this no more photos are taken."""


class Photographs:
    """The photos of issues."""

    def __init__(self, store: Store, pen: Pen, shelf: Shelf, imaging: Imaging, storage: Storage) -> None:
        self._storage = storage
        self._store = store
        self._pen = pen
        self._shelf = shelf
        self._imaging = imaging

    def draft(self, issue_id: str, role: str = "before") -> str:
        """Keep the intent to take a photo and return the photo's id. A kill in the camera loses only the picture."""
        issue = self._store.issue(issue_id)
        if issue is None:
            raise Refused("not_found", record="issue")
        photo_id = self._pen.new_id()
        self._pen.write(
            "photo", photo_id, walk_id=issue.walk_id, issue_id=issue_id, role=role, taken_at=self._pen.now()
        )
        return photo_id

    async def keep(self, photo_id: str, content: bytes) -> None:
        """Make ``content`` ready and keep it durably. Raises :class:`Refused`; the draft stays then.

        ``storage_low`` when less than 100 MB are free: they are left for words.
        """
        _, free = await self._storage.estimate()
        if free < LEAST_FREE:
            raise Refused("storage_low", free=free)
        await self._keep(photo_id, await self._imaging.prepare(content))

    async def cover(self, photo_id: str, covers: Sequence[Box]) -> None:
        """Cover these parts of a photo with solid black, durably.

        What lies under them is gone from this phone when this returns, and from the server as soon as it hears of
        it. The photo is looked through then, and waits for nobody. Raises :class:`Refused` ``not_found`` while the
        photo itself is not on this phone.
        """
        photo = self._store.photo(photo_id)
        content = await self._shelf.get(photo.sha256) if photo and photo.sha256 else None
        if photo is None or content is None:
            raise Refused("not_found", record="photo")
        await self._keep(photo_id, await self._imaging.prepare(content, covers), is_covered=True)
        for sha256 in filter(None, (photo.sha256, photo.thumbnail)):
            await self._shelf.forget(sha256)

    def approve(self, photo_id: str) -> None:
        """Say that nobody and no plate is to be recognised in the photo as it is now: others see it from then on."""
        photo = self._store.photo(photo_id)
        if photo is not None:
            self._pen.write("photo", photo_id, approved=looked_at(photo))

    def doubt(self, photo_id: str) -> None:
        """Take back what :meth:`approve` said: the photo waits again."""
        self._pen.write("photo", photo_id, approved=None)

    async def _keep(self, photo_id: str, ready: Prepared, *, is_covered: bool = False) -> None:
        thumbnail = await self._shelf.put(ready.thumbnail, "thumbnail")
        files: dict[str, Json] = {"sha256": await self._shelf.put(ready.photo, "photo"), "thumbnail": thumbnail}
        looked: dict[str, Json] = {"covered": files_in(files)} if is_covered else {}
        self._pen.write("photo", photo_id, **files, **looked, width=ready.width, height=ready.height)

    def describe(self, photo_id: str, description: str) -> None:
        """Say what is seen, for those who do not see it."""
        self._pen.write("photo", photo_id, description=description or None)

    def discard(self, photo_id: str) -> None:
        """Take a photo or a draft away; the file stays until the journal no longer names it."""
        self._pen.write("photo", photo_id, removed=True)

    async def picture(self, sha256: str) -> bytes | None:
        """The bytes of a photo or thumbnail, if they are on this phone."""
        return await self._shelf.get(sha256)
