"""Recordings that are no whole file yet: what the microphone has handed over so far, durable part by part."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from sync.client.rows import fetch_all


@dataclass(frozen=True)
class Recorded:
    """All that was handed over of one recording; ``until`` is how many milliseconds long it is."""

    content: bytes
    until: int


class Parts:
    """The parts of recordings, by the recording's identity. A kill loses what was not handed over yet."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, voice_id: str, content: bytes, until: int) -> None:
        """Durable when it returns. Raises :class:`sqlite3.OperationalError` when there is no room."""
        with self._db.atomic():
            self._db.execute("insert into parts (voice, until, content) values (?, ?, ?)", (voice_id, until, content))

    def recordings(self) -> list[str]:
        """The recordings that there are parts of, the oldest first."""
        return [row["voice"] for row in fetch_all(self._db, "select voice from parts group by voice order by min(n)")]

    def whole(self, voice_id: str) -> Recorded:
        """The recording as far as it was handed over; empty when nothing was."""
        rows = fetch_all(self._db, "select content, until from parts where voice = ? order by n", (voice_id,))
        return Recorded(b"".join(row["content"] for row in rows), max((row["until"] for row in rows), default=0))

    def forget(self, voice_id: str) -> None:
        """No part of it is kept any more: it has become a file."""
        with self._db.atomic():
            self._db.execute("delete from parts where voice = ?", (voice_id,))
