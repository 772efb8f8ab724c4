"""Listening to what was said about a place: from this phone, else from the server, and from this phone ever after."""

from __future__ import annotations

from collections.abc import Callable

from fieldwalk.device.ports import Loudspeaker
from fieldwalk.domain.records import Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.voices import CONTAINERS, container_of, may_hear
from fieldwalk.listeners import Listeners
from sync.client.shelf import Shelf


class Listening:
    """Plays recordings, one at a time; ``playing`` is the one that sounds. ``role`` is that of the phone's holder.

    ``loudspeaker`` is ``None`` on a phone that cannot play.
    """

    def __init__(self, shelf: Shelf, loudspeaker: Loudspeaker | None, role: Callable[[], str]) -> None:
        self._shelf = shelf
        self._loudspeaker = loudspeaker
        self._role = role
        self._listeners: Listeners[[]] = Listeners()
        self.playing: str | None = None
        self.subscribe = self._listeners.subscribe

    @property
    def can_play(self) -> bool:
        """Whether this phone has a way to play at all."""
        return self._loudspeaker is not None

    def may_hear(self, voice: Voice) -> bool:
        """Whether it is for whoever has this phone: what they may hear, and what lies here, for they recorded it."""
        return may_hear(self._role()) or bool(voice.sha256 and self._shelf.holds(voice.sha256))

    async def play(self, voice: Voice) -> None:
        """Play it from its beginning; what sounded before is quiet.

        Raises :class:`Refused` ``voice_not_here`` where it can not be had just now, and what the loudspeaker refuses.
        """
        self.stop()
        content = await self._content(voice.sha256) if voice.sha256 else None
        if content is None or self._loudspeaker is None:
            raise Refused("voice_not_here")
        kind = CONTAINERS.get(container_of(content) or "", "")
        await self._loudspeaker.play(content, kind, lambda: self._tell(None))
        self._tell(voice.id)

    def stop(self) -> None:
        """It is quiet. Harmless when nothing sounds."""
        if self._loudspeaker and self.playing:
            self._loudspeaker.stop()
            self._tell(None)

    async def _content(self, sha256: str) -> bytes | None:
        try:
            return await self._shelf.get(sha256) or await self._shelf.bring(sha256, Voice.name)
        except Refused:
            return None

    def _tell(self, playing: str | None) -> None:
        self.playing = playing
        self._listeners.tell()
