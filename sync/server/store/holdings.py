"""The gate: everything that is read from the store for somebody is read here, as that somebody.

A :class:`Holdings` knows its caller's organisation, role and secrecy class, and no query of it reaches beyond them:
what the caller may not hold is not there for them, whether it exists or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from fieldwalk.domain.anonymity import is_nobody
from fieldwalk.domain.records import (
    REMOVED,
    Area,
    Fixes,
    Issue,
    Organisation,
    Person,
    Record,
    Walk,
    make,
)
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import clearance, may
from fieldwalk.domain.secrecy import CLASSED, POLICE, rank
from sync.protocol.table import Table, Tables
from sync.server.caller import Caller
from sync.server.store.bulk import one_of
from sync.server.store.migrations import epoch, epoch_and_raises
from sync.server.store.states import TABLES, values_of
from sync.server.store.sums import is_track, read_section, section_of, total_of, walk_in
from sync.server.store.tables import BATCHES, IS_CLASSED, JOURNAL, TOKENS

RecordT = TypeVar("RecordT", bound=Record)

_BESIDE_WALKS = (Organisation.name, Area.name)
"""What holders of one walk get beside it."""


_STRICTEST = rank(POLICE)
_AT_ONCE = 500
"""Changes in memory at once, so that whoever stops reading leaves no open cursor behind."""

_SHOWN = tuple(JOURNAL.c[name] for name in ("stamp", "person", "record", "record_id", "fields", "sha256"))


class Limits(NamedTuple):
    """Whether there are persons, tracks, classes and other walks that a caller may not hold."""

    no_persons: bool
    no_tracks: bool
    classed: bool
    one_walk: bool


def _scope(limits: Limits, said: Mapping[str, Any] | None = None) -> ColumnElement[bool]:
    """The changes that a caller with these limits may hold; without ``said`` the statement is told who it is."""

    def told(name: str) -> BindParameter[Any]:
        return bindparam(name) if said is None else bindparam(name, said[name])

    scope = [JOURNAL.c.organisation == told("own")]
    if limits.no_persons:
        scope.append(JOURNAL.c.record != Person.name)
    if limits.no_tracks:
        scope.append(JOURNAL.c.record != Fixes.name)
    if limits.classed:
        scope.append(or_(JOURNAL.c.secrecy <= told("cleared"), JOURNAL.c.person == told("person")))
    if limits.one_walk:
        scope.append(or_(JOURNAL.c.walk_id == told("walk"), JOURNAL.c.record.in_(_BESIDE_WALKS)))
    return and_(*scope)


@cache
def _page(limits: Limits) -> Select[Any]:
    """What comes after a cursor and was brought by others, in the order in which it was taken."""
    # A phone may have its own words under another stamp where the server gave them one, or where another phone handed
    # them back for it (nobody is named as their writer): it is told of these.
    others = or_(JOURNAL.c.replica != bindparam("but_of"), JOURNAL.c.person == "")
    query = select(JOURNAL.c.seq, *_SHOWN).where(_scope(limits), others)
    return query.where(JOURNAL.c.seq > bindparam("cursor")).order_by(JOURNAL.c.seq).limit(_AT_ONCE)


@cache
def _classed(limits: Limits) -> Select[Any]:
    """How many changes between two numbers that others wrote are classed."""
    numbers = (JOURNAL.c.seq > bindparam("after"), JOURNAL.c.seq <= bindparam("until"))
    which = (_scope(limits), IS_CLASSED, *numbers, JOURNAL.c.person != bindparam("person"))
    return select(func.count()).select_from(JOURNAL).where(*which)


_PUSHED = (
    select(BATCHES.c.number)
    .where(BATCHES.c.organisation == bindparam("own"), BATCHES.c.replica == bindparam("replica"))
    .limit(1)
)
_ENTERED = (
    select(func.count())
    .select_from(TOKENS)
    .where(TOKENS.c.organisation == bindparam("own"), TOKENS.c.person_id == bindparam("person"))
)
"""How often a person came in: who did so once, with a phone that never pushed, has written nothing."""


class Holdings:
    """What ``caller`` may hold, in one transaction. Reads only."""

    def __init__(self, connection: Connection, caller: Caller, at_most: str | None = None) -> None:
        """``at_most`` is the strictest class to be seen, for one who may see a stricter one too."""
        self._connection = connection
        self._caller = caller
        cleared = clearance(caller.role)
        self._cleared = cleared if at_most is None else min(cleared, rank(at_most))
        self._tells = may(caller.role, "see.reporter")

    def records(self, kind: type[RecordT], walk_id: str | None = None) -> list[RecordT]:
        """Every record of ``kind`` that was not removed, of one walk if ``walk_id`` names it, in id order."""
        table = TABLES[kind.name]
        query = self._mine(kind).order_by(table.c.id)
        if walk_id is not None:
            query = query.where(table.c.walk_id == walk_id)
        return [make(kind, row["id"], values_of(kind.name, row)) for row in self._rows(query)]

    def record(self, kind: type[RecordT], record_id: str) -> RecordT:
        """The record. Raises :class:`Refused` ``not_found``, the same for one of others and one of nobody."""
        table = TABLES[kind.name]
        for row in self._rows(self._mine(kind).where(table.c.id == record_id)):
            return make(kind, row["id"], values_of(kind.name, row))
        raise Refused("not_found")

    def walks(self) -> list[Walk]:
        """Every walk, newest first."""
        return sorted(self.records(Walk), key=lambda w: (w.started_at or w.planned_at or 0, w.id), reverse=True)

    def rows_after(self, cursor: int, but_of: str) -> Iterator[Sequence[Any]]:
        """Changes after ``cursor`` in the order they were taken, without what has the very stamp of replica ``but_of``.

        Each as the journal has it, for :meth:`told`: its number first, what its fields say last but one.
        """
        query = _page(self._limits)
        asked = {**self._asking, "but_of": but_of}
        rows: Sequence[Any] = ()
        while not rows or len(rows) == _AT_ONCE:
            rows = self._connection.execute(query, {**asked, "cursor": cursor}).all()
            yield from rows
            if not rows:
                return
            cursor = rows[-1].seq

    def told(self, rows: Iterable[Sequence[Any]]) -> Tables:
        """The changes in ``rows``, in the name of their writers where the caller may know them."""
        ordered = sorted(rows, key=itemgetter(1))
        named = {person: self._named(person) for person in {row[2] for row in ordered}}
        shapes: dict[tuple[str, ...], list[Sequence[Any]]] = {}
        for _, stamp, person, record, record_id, content, sha256 in ordered:
            fields = msgspec.json.decode(content)
            row = (stamp, named[person], record_id, content, sha256, *fields.values())
            shapes.setdefault((record, *fields), []).append(row)
        return Tables([Table.known(record, names, alike) for (record, *names), alike in shapes.items()])

    def _named(self, person: str) -> str:
        """``person``, for whom that is themself, or who may know it; who is nobody is named to nobody else."""
        told = person == self._caller.person_id or (self._tells and not is_nobody(person))
        return person if told else ""

    @property
    def organisation(self) -> str:
        """The organisation whose changes these are."""
        return self._caller.organisation

    @property
    def audience(self) -> tuple[object, ...]:
        """The same for all who are shown the same, but for what they wrote themselves."""
        told = (epoch(self._connection), self._tells, self._cleared, self._caller.only_walk)
        return (self._caller.organisation, *told, self._sees_persons, self._sees_tracks)

    def is_all_others(self, replica: str) -> bool:
        """Whether neither the caller nor ``replica`` can have written anything that is here."""
        pushed = self._connection.execute(_PUSHED, {"own": self._caller.organisation, "replica": replica}).first()
        who = {"own": self._caller.organisation, "person": self._caller.person_id}
        return pushed is None and (self._connection.scalar(_ENTERED, who) or 0) <= 1

    def hashes_after(self, cursor: int, most: int) -> Sequence[str]:
        """The SHA-256 of the first ``most`` changes after ``cursor`` that the caller may hold."""
        query = select(JOURNAL.c.sha256).where(self._journal_scope(), JOURNAL.c.seq > cursor)
        return self._connection.scalars(query.order_by(JOURNAL.c.seq).limit(most)).all()

    def hashes(self) -> Iterator[str]:
        """The SHA-256 of every change that the caller may hold."""
        query = select(JOURNAL.c.sha256).where(self._journal_scope()).execution_options(yield_per=2000)
        return iter(self._connection.scalars(query))

    def changes_in(self, bucket: int) -> Tables:
        """The changes that the caller may hold whose hashes lie in ``bucket``."""
        there = func.substr(JOURNAL.c.sha256, 17, 2) == f"{bucket:02x}"
        return self.told(self._connection.execute(select(JOURNAL.c.seq, *_SHOWN).where(self._journal_scope(), there)))

    def among(self, stamps: Sequence[str]) -> set[str]:
        """Those of the changes with these stamps that the caller may hold."""
        query = select(JOURNAL.c.stamp).where(self._journal_scope(), one_of(self._connection, JOURNAL.c.stamp, stamps))
        return set(self._connection.scalars(query))

    def digest(self) -> int:
        """The sum over every change that the caller may hold."""
        return total_of(self._connection, self._caller.organisation, self._may_hold)

    @property
    def history(self) -> str:
        """The name of the database's history, and four letters more that differ when a caller may hold something else,
        or may have to forget something."""
        epoch_, raised = epoch_and_raises(self._connection, self._caller.organisation)
        what = f"{self._sees_persons} {self._caller.only_walk} {self._cleared} {raised} {self._caller.person_id}"
        what += "" if self._sees_tracks else " no tracks"
        return epoch_ + hashlib.sha256(what.encode()).hexdigest()[:4]

    def classed_changes(self, after: int, until: int) -> int:
        """How many changes of others with numbers after ``after`` and until ``until`` are classed, and not hidden."""
        asked = {**self._asking, "after": after, "until": until}
        return self._connection.scalar(_classed(self._limits), asked) or 0

    def classed_points(self, walk_id: str) -> int:
        """How many of the points of a walk that the caller sees are classed."""
        of = (JOURNAL.c.walk_id == walk_id, JOURNAL.c.record == Issue.name, JOURNAL.c.secrecy <= self._cleared)
        mine = JOURNAL.c.organisation == self._caller.organisation
        query = select(func.count(JOURNAL.c.record_id.distinct())).where(mine, *of, IS_CLASSED)
        return self._connection.scalar(query) or 0

    @property
    def _sees_persons(self) -> bool:
        return may(self._caller.role, "see.persons")

    @property
    def _sees_tracks(self) -> bool:
        return may(self._caller.role, "see.track")

    def _may_hold(self, section: str) -> bool:
        """The same question as :meth:`_journal_scope` asks of a row, of a whole section."""
        if section == section_of(Person.name, None):
            return self._sees_persons and self._caller.only_walk is None
        place, secrecy, person = read_section(section)
        if is_track(place) and not self._sees_tracks:
            return False
        if secrecy > self._cleared and person != self._caller.person_id:
            return False
        beside = (section_of(record, None) for record in _BESIDE_WALKS)
        return self._caller.only_walk is None or walk_in(place) in (self._caller.only_walk, *beside)

    def _mine(self, kind: type[Record]) -> Select[Any]:
        table = TABLES[kind.name]
        own = table.c.organisation == self._caller.organisation
        return select(table).where(own, table.c[REMOVED].is_(False), self._state_scope(kind))

    def _state_scope(self, kind: type[Record]) -> ColumnElement[bool]:
        table, only = TABLES[kind.name], self._caller.only_walk
        if kind is Person and not self._sees_persons:
            return table.c.id == self._caller.person_id
        if kind is Fixes and not self._sees_tracks:
            return false()
        open_ = self._not_above(kind) if kind.name in CLASSED and self._cleared < _STRICTEST else true()
        if only is None or kind.name in _BESIDE_WALKS:
            return open_
        return and_(open_, table.c.id == only if kind is Walk else table.c.get("walk_id", table.c.id) == only)

    def _not_above(self, kind: type[Record]) -> ColumnElement[bool]:
        """No change of the record is of a class above the caller's: the journal keeps it beside each."""
        table = TABLES[kind.name]
        same = (JOURNAL.c.organisation == table.c.organisation, JOURNAL.c.record_id == table.c.id)
        return ~exists().where(*same, JOURNAL.c.record == kind.name, IS_CLASSED, JOURNAL.c.secrecy > self._cleared)

    def _journal_scope(self) -> ColumnElement[bool]:
        return _scope(self._limits, self._asking)

    @property
    def _limits(self) -> Limits:
        classed, one_walk = self._cleared < _STRICTEST, self._caller.only_walk is not None
        return Limits(not self._sees_persons, not self._sees_tracks, classed, one_walk)

    @property
    def _asking(self) -> dict[str, Any]:
        """What the statements are told of the caller."""
        who = {"own": self._caller.organisation, "person": self._caller.person_id}
        return {**who, "cleared": self._cleared, "walk": self._caller.only_walk}

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        return iter(self._connection.execute(query).mappings())
