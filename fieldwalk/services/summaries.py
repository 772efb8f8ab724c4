"""A walk's summary as a web page, drawn on this phone: no network, no server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC

from fieldwalk.data.store import Store
from fieldwalk.documents.page import page
from fieldwalk.domain.ground import Ground, read_ground
from fieldwalk.domain.guarded import handed_on
from fieldwalk.domain.records import Area, Photo
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.summary import summarise
from fieldwalk.text.moments import local
from sync.client.shelf import Shelf


class Summaries:
    """Draws what this phone knows. ``now`` gives UTC milliseconds."""

    def __init__(self, store: Store, shelf: Shelf, now: Callable[[], int]) -> None:
        self._store = store
        self._shelf = shelf
        self._now = now

    async def page(self, walk_id: str, language: str) -> bytes:
        """One HTML file with its map and the photos that are on this phone inside it.

        It is handed on: only what everybody may see is in it, and what may point somebody out is hidden.
        Raises :class:`Refused` ``not_found`` for a walk that this phone does not have.
        """
        store, walk = self._store, self._store.walk(walk_id)
        if walk is None:
            raise Refused("not_found", record="walk")
        inside = store.issues(walk_id), store.photos_of_walk(walk_id), store.voices_of_walk(walk_id)
        issues, photos, voices = handed_on(*inside)
        area = store.area(walk.area_id)
        summary = summarise(
            walk,
            made_at=self._now(),
            organisation=store.organisation(),
            area=area,
            stops=store.stops(walk_id),
            issues=issues,
            actions=store.actions(issue.id for issue in issues),
            photos=photos,
            voices=voices,
            track=store.track(walk_id),
            ground=await self._ground(area),
            zone=local(walk.started_at or walk.planned_at or self._now()).tzinfo or UTC,
            picture=(await self._pictures(photos)).get,
        )
        return page(summary, language).encode()

    async def _pictures(self, photos: Iterable[Photo]) -> dict[str, bytes]:
        """The thumbnail of each photo; the whole photo where only that is here."""
        found: dict[str, bytes] = {}
        for photo in photos:
            for sha256 in filter(None, (photo.thumbnail, photo.sha256)):
                content = await self._shelf.get(sha256)
                if content is not None:
                    found[sha256] = content
                    break
        return found

    async def _ground(self, area: Area | None) -> Ground | None:
        """The drawn neighbourhood; a summary without it is still a summary."""
        content = await self._shelf.get(area.ground) if area and area.ground else None
        try:
            return read_ground(content) if content else None
        except Refused:
            return None
