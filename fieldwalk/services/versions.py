"""Two people wrote different words for one thing: both are kept, and a person chooses, whenever they like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fieldwalk.data.store import Store
from fieldwalk.domain.records import SEEN, words_of
from fieldwalk.domain.roles import may_answer, may_write
from fieldwalk.services.pen import Pen
from sync.client.journal import Journal
from sync.protocol.changes import Change
from sync.protocol.versions import naming, twofold


@dataclass(frozen=True)
class Version:
    """What one of them wrote, and when (UTC ms). ``who`` is empty when nobody here may know; ``mine``: this phone."""

    words: str
    at: int
    who: str
    mine: bool
    stamp: str


@dataclass(frozen=True)
class Twofold:
    """One field of one record with its versions; the first is the one that is shown everywhere."""

    record: str
    record_id: str
    field: str
    versions: tuple[Version, ...]


class Versions:
    """Finds what two people wrote differently, and settles it by an ordinary change.

    ``role`` and ``person`` are those of the phone's holder.
    """

    def __init__(
        self, journal: Journal, store: Store, pen: Pen, role: Callable[[], str], person: Callable[[], str]
    ) -> None:
        self._journal, self._store, self._pen = journal, store, pen
        self._role, self._person = role, person
        self._known: dict[tuple[str, str], list[Twofold]] = {}
        self._place = 0

    def of(self, record: str, record_id: str) -> list[Twofold]:
        """What was written differently about one record."""
        history = self._journal.history(record, record_id)
        found = twofold(history, sorted(words_of(record)))
        names = {person.id: person.title or "" for person in self._store.persons()} if found else {}
        return [
            Twofold(record, record_id, field, tuple(self._version(change, field, names) for change in changes))
            for field, changes in found.items()
        ]

    def about(self, issue_id: str) -> list[Twofold]:
        """What was written differently about a place: its description, its answer, its photos."""
        photos = [photo.id for photo in self._store.photos(issue_id)]
        kinds = [("issue", issue_id), ("action", issue_id), *(("photo", photo_id) for photo_id in photos)]
        return [each for record, record_id in kinds for each in self.of(record, record_id)]

    def all(self) -> list[Twofold]:
        """Everything on this phone that was written differently and that nobody has settled yet."""
        touched, self._place = self._journal.shared(self._place)
        for record, record_id in touched:
            self._known[record, record_id] = self.of(record, record_id)
        return [each for some in self._known.values() for each in some if self._stands(each)]

    def choose(self, twofold: Twofold, version: Version) -> None:
        """From now on ``version`` is what stands, for everybody. The others stay in the history. May be refused."""
        seen = naming(each.stamp for each in twofold.versions)
        self._pen.write(twofold.record, twofold.record_id, **{twofold.field: version.words or None, SEEN: seen})

    def may_choose(self, twofold: Twofold) -> bool:
        """Whether this phone's person may write what it is about."""
        role = self._role()
        return may_write(role, twofold.record) and (twofold.record != "action" or may_answer(role))

    def issue_of(self, twofold: Twofold) -> str | None:
        """The place that it is about, if it is about one."""
        if twofold.record != "photo":
            return twofold.record_id if twofold.record in ("issue", "action") else None
        photo = self._store.photo(twofold.record_id)
        return photo.issue_id if photo else None

    def _stands(self, twofold: Twofold) -> bool:
        """Whether what it is about is still there to be seen."""
        if twofold.record == "walk":
            return self._store.walk(twofold.record_id) is not None
        issue_id = self.issue_of(twofold)
        return issue_id is not None and self._store.issue(issue_id) is not None

    def _version(self, change: Change, field: str, names: dict[str, str]) -> Version:
        mine = self._journal.is_mine(change) or (change.person != "" and change.person == self._person())
        return Version(_said(change, field), change.moment.time, names.get(change.person, ""), mine, change.stamp)


def _said(change: Change, field: str) -> str:
    words = change.fields[field]
    return words if isinstance(words, str) else ""
