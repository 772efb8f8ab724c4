"""The incident sheet: what a data protection authority asks for within 72 hours, as far as the audit log knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from fieldwalk.documents.paper import Paper, Table
from fieldwalk.documents.sheet import Labelled
from fieldwalk.text import text
from fieldwalk.text.moments import local

At = Callable[[int], str]
"""How a moment is told."""

BY_HAND = ("nature", "consequences", "measures", "contact")
"""What article 33.3 asks for and no log knows: somebody writes it in."""


@dataclass(frozen=True)
class Told:
    """What the log told, ready to be put into words. Moments are UTC milliseconds.

    ``who`` has role, name or id, lines, first and last moment; ``lines`` number, moment, role, name or id, act, about.
    ``broken`` is the first line that is not as it was written.
    """

    begin: int
    end: int
    made_at: int
    whole: int
    broken: int | None
    people: int
    records: Mapping[tuple[str, str], int]
    acts: Mapping[str, int]
    who: Sequence[tuple[str, str, int, int, int]]
    lines: Sequence[tuple[int, int, str, str, str, str]]
    is_cut: bool


def incident_sheet(language: str, organisation: str, told: Told, zone: tzinfo | None = None) -> Paper:
    """The sheet of what was reached between two moments, with room for what is written by hand."""

    def say(key: str, **details: object) -> str:
        return text(f"incident.{key}", language, **details)

    def at(moment: int) -> str:
        return local(moment, zone).strftime("%Y-%m-%d %H:%M:%S")

    log = say("log_broken", line=told.broken) if told.broken else say("log_whole", lines=told.whole)
    facts = (
        Labelled(say("window"), f"{at(told.begin)} – {at(told.end)}"),
        Labelled(say("people"), str(told.people)),
        Labelled(say("reached"), str(sum(told.records.values()))),
        Labelled(say("log"), log),
        *(Labelled(say(name), say("by_hand")) for name in BY_HAND),
    )
    return Paper(
        language=language,
        kicker=organisation,
        title=say("title"),
        when=say("made", when=at(told.made_at)),
        intro=say("intro"),
        facts=facts,
        tables=(_reached(told, language), _acts(told, language), _who(told, language, at), _lines(told, language, at)),
        notes=(say("open"), say("as_now"), *((say("cut"),) if told.is_cut else ())),
    )


def _reached(told: Told, language: str) -> Table:
    rows = tuple(
        (text(f"record.{record}", language), text(f"secrecy.{secrecy}", language), str(number))
        for (record, secrecy), number in sorted(told.records.items())
    )
    return _table(language, "reached", ("kind", "class", "number"), rows)


def _acts(told: Told, language: str) -> Table:
    rows = tuple((act, str(number)) for act, number in sorted(told.acts.items()))
    return _table(language, "acts", ("act", "number"), rows)


def _who(told: Told, language: str, at: At) -> Table:
    rows = tuple(
        (_role(role, language), person or text("incident.nobody", language), str(number), at(first), at(last))
        for role, person, number, first, last in told.who
    )
    return _table(language, "who", ("role", "person", "number", "first", "last"), rows)


def _lines(told: Told, language: str, at: At) -> Table:
    rows = tuple(
        (str(number), at(moment), f"{_role(role, language)} {person}".strip(), act, about)
        for number, moment, role, person, act, about in told.lines
    )
    return _table(language, "lines", ("line", "when", "person", "act", "about"), rows)


def _role(role: str, language: str) -> str:
    return text(f"role.{role}", language)


def _table(language: str, title: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    names = tuple(text(f"incident.column.{name}", language) for name in columns)
    return Table(text(f"incident.table.{title}", language), names, rows, text("incident.none", language))
