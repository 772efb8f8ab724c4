"""Telling of a place by voice. Every part of a recording is on the disk as it comes; then it is a file, then a record.

Whatever ends the app in between, the next start makes a whole recording of the parts that are there.
"""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass

from fieldwalk.data.parts import Parts
from fieldwalk.data.store import Store
from fieldwalk.device.ports import Hearing, Microphone
from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import LONGEST_VOICE, Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.voices import LARGEST_VOICE
from fieldwalk.listeners import Listeners
from fieldwalk.services.pen import Pen
from fieldwalk.services.troubles import code_of
from sync.client.shelf import Shelf


@dataclass(frozen=True)
class Speaking:
    """A recording under way; ``until`` is how many milliseconds long it is by now, ``level`` how loud, from 0 to 1."""

    voice_id: str
    issue_id: str
    until: int = 0
    level: float = 0.0


@dataclass(frozen=True)
class Ended:
    """Why a recording of a place ended by itself: as :class:`Hearing` says, or a refusal's code."""

    issue_id: str
    why: str


class Voices:
    """The recordings of issues. ``microphone`` is ``None`` on a phone that cannot record.

    ``now`` is what is being recorded, ``ended`` why the last one ended by itself, ``kept`` which one was kept last.
    """

    def __init__(self, store: Store, pen: Pen, shelf: Shelf, parts: Parts, microphone: Microphone | None) -> None:
        self._store = store
        self._pen = pen
        self._shelf = shelf
        self._parts = parts
        self._microphone = microphone
        self._woken, self._taking = asyncio.Event(), asyncio.Lock()
        self._listeners: Listeners[[]] = Listeners()
        self._draft: dict[str, Json] = {}
        self._size = 0
        self.kept: str | None = None
        self.now: Speaking | None = None
        self.ended: Ended | None = None
        self.subscribe = self._listeners.subscribe

    @property
    def can_record(self) -> bool:
        """Whether this phone has a way to record at all."""
        return self._microphone is not None

    async def start(self, issue_id: str, language: str) -> None:
        """Record somebody who tells of the issue in ``language``. Nothing happens while another recording goes on.

        Raises :class:`Refused` ``not_found``, and what the microphone refuses; nothing is written then.
        """
        issue = self._store.issue(issue_id)
        if issue is None or self._microphone is None:
            raise Refused("not_found", record="issue")
        if self.now is not None:
            return
        self._draft = {
            "walk_id": issue.walk_id,
            "issue_id": issue_id,
            "recorded_at": self._pen.now(),
            "language": language,
        }
        self._size, self.ended, self.kept = 0, None, None
        self._tell(Speaking(self._pen.new_id(), issue_id))
        hearing = Hearing(self._on_part, self._on_level, self._on_end)
        is_heard = False
        try:
            is_heard = await self._microphone.start(hearing, LONGEST_VOICE * 1000, LARGEST_VOICE)
        finally:
            if not is_heard:
                self._tell(None)

    def stop(self) -> None:
        """End the recording; what was said is kept. Harmless when nothing is recorded."""
        if self.now and self._microphone:
            self._microphone.stop()

    async def finish(self) -> None:
        """End the recording at once, as far as it was handed over, and take it up: nothing is written after that.

        Raises as :meth:`take_up` does.
        """
        self.stop()
        self._tell(None)
        await self.take_up()

    async def run(self) -> None:
        """Make a file and a record of every recording that has ended, for as long as the app lives."""
        while True:
            self._woken.clear()
            await self._try()
            await self._woken.wait()

    async def take_up(self) -> int:
        """Make a file and a record of all parts but of what is being recorded; returns of how many recordings.

        Raises :class:`Refused` when one could not be kept; its parts stay. Safe to cut and to repeat.
        """
        async with self._taking:
            ended = [each for each in self._parts.recordings() if self.now is None or each != self.now.voice_id]
            for voice_id in ended:
                await self._take(voice_id)
        if ended:
            self._listeners.tell()
        return len(ended)

    def write_out(self, voice_id: str, words: str) -> None:
        """Say in writing what is said in it, for those who do not hear it."""
        self._pen.write(Voice.name, voice_id, words=words or None)

    def discard(self, voice_id: str) -> None:
        """Take a recording away; the file stays until the journal no longer names it."""
        self._pen.write(Voice.name, voice_id, removed=True)

    def bring_back(self, voice_id: str) -> None:
        """Undo :meth:`discard`."""
        self._pen.write(Voice.name, voice_id, removed=False)

    async def _take(self, voice_id: str) -> None:
        whole = self._parts.whole(voice_id)
        sha256 = await self._shelf.put(whole.content, Voice.name)
        seconds = max(1, min(LONGEST_VOICE, round(whole.until / 1000)))
        self._pen.write(Voice.name, voice_id, sha256=sha256, seconds=seconds)
        self._parts.forget(voice_id)
        self.kept = voice_id

    async def _try(self) -> None:
        try:
            await self.take_up()
        except (Refused, sqlite3.OperationalError) as error:
            self._end(code_of(error))  # the parts wait where they are, durably

    def _on_part(self, content: bytes, until: int) -> None:
        if self.now is None or self._size + len(content) > LARGEST_VOICE:
            self.stop()
            return
        try:
            self._keep(self.now.voice_id, content, until)
        except (Refused, sqlite3.OperationalError) as error:
            self._end(code_of(error))
            self.stop()

    def _keep(self, voice_id: str, content: bytes, until: int) -> None:
        """The record's beginning before the first part: no part is ever without a place that it is about."""
        if self._draft:
            self._pen.write(Voice.name, voice_id, **self._draft)
            self._draft = {}
        self._parts.add(voice_id, content, until)
        self._size += len(content)

    def _on_level(self, until: int, level: float) -> None:
        if self.now:
            self._tell(Speaking(self.now.voice_id, self.now.issue_id, until, level))

    def _on_end(self, why: str) -> None:
        why = why or ("" if self._size else "voice_empty")
        if why and self.ended is None:
            self._end(why)
        self._tell(None)
        self._woken.set()

    def _end(self, why: str) -> None:
        issue_id = self.now.issue_id if self.now else self.ended.issue_id if self.ended else ""
        self.ended = Ended(issue_id, why)
        self._listeners.tell()

    def _tell(self, now: Speaking | None) -> None:
        self.now = now
        self._listeners.tell()
