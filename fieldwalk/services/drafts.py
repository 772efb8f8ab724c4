"""Words that are not handed on yet: durable on this phone and in no change, so that nothing can send them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fieldwalk.data.store import Store
from fieldwalk.domain.guard import hits
from fieldwalk.domain.guarded import GUARDED
from fieldwalk.domain.records import Issue, Photo
from sync.client.journal import Journal

_FACT = "drafts"


@dataclass(frozen=True)
class Held:
    """Words about ``issue`` that wait for their writer, for they may point somebody out; ``field`` is what they are."""

    issue: Issue
    field: str


class Drafts:
    """Keeps words by their place: ``record/id/field``, or a name for what is no record yet.

    A text in which the personal-data guard found something lies here from its writer's first rest until they have
    hidden it, let it stand or left it; the journal never meets what they hid. So does an unfinished form.
    """

    def __init__(self, journal: Journal, store: Store) -> None:
        self._journal = journal
        self._store = store

    def of(self, place: str) -> str | None:
        """The words that were kept for ``place`` and are not handed on; ``None`` when there are none."""
        return self.all().get(place)

    def all(self) -> dict[str, str]:
        """All that is kept, by its place."""
        return dict(json.loads(self._journal.fact(_FACT) or "{}"))

    def keep(self, place: str, words: str) -> None:
        """``words`` are on the disk when this returns, and survive whatever ends the app then.

        Raises :class:`sqlite3.OperationalError` when there is no room; what was kept before is kept still.
        """
        if self.of(place) != words:
            self._write({**self.all(), place: words})

    def drop(self, place: str) -> None:
        """Nothing is kept for ``place`` any more: it has gone where it belongs."""
        kept = self.all()
        if kept.pop(place, None) is not None:
            self._write(kept)

    def held(self) -> list[Held]:
        """The texts that wait for their writer. One whose place is gone from this phone waits for nobody."""
        found = (self._found(*place.split("/")) for place in self.all() if place.count("/") == 2)
        return [held for held in found if held is not None]

    def _found(self, record: str, record_id: str, field: str) -> Held | None:
        if field not in GUARDED.get(record, ()):
            return None
        issue = self._store.issue(self._issue_id(record, record_id))
        return Held(issue, field) if issue else None

    def _issue_id(self, record: str, record_id: str) -> str:
        if record == Issue.name:
            return record_id
        hung = self._store.photo(record_id) if record == Photo.name else self._store.voice(record_id)
        return hung.issue_id or "" if hung else ""

    def _write(self, kept: dict[str, str]) -> None:
        self._journal.keep_fact(_FACT, json.dumps(kept, ensure_ascii=False))


class Writing:
    """One text while it is written.

    ``unsaved``: its words as long as they are not where they belong, else ``None``. ``changes``: how often it was
    written, so that whoever waits for its writer to rest knows that they did not. ``found``: the words are from
    before, and their writer has not looked at them since.
    """

    def __init__(self, drafts: Drafts, place: str) -> None:
        self._drafts = drafts
        self._place = place
        self.unsaved = drafts.of(place)
        self.changes = 0
        self.found = self.unsaved is not None

    def write(self, words: str) -> None:
        """These are the words now."""
        self.unsaved = words
        self.changes += 1

    def keep(self, save: Callable[[str], Any]) -> None:
        """Hand the words to ``save``, whatever they say. When it fails they stay unsaved, to be tried again."""
        if self.unsaved is not None:
            save(self.unsaved)
            self._drafts.drop(self._place)
            self.unsaved = None
            self.found = False

    def rest(self, save: Callable[[str], Any]) -> None:
        """The words are on the disk when this returns; those that may point somebody out among the drafts only."""
        if self.unsaved is not None and hits(self.unsaved):
            self._drafts.keep(self._place, self.unsaved)
        else:
            self.keep(save)


def place_of(record: str, record_id: str, field: str) -> str:
    """The place of one field's words."""
    return f"{record}/{record_id}/{field}"
