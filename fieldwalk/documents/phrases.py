"""Small turns of phrase: lists of marks, sentences of the gist, tallies of states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from fieldwalk.documents.entries import Entry
from fieldwalk.documents.speech import Speech
from fieldwalk.domain.categories import drawn_category
from fieldwalk.domain.fields import clean
from fieldwalk.domain.gist import Line
from fieldwalk.text import text

STATES = ("verified", "done", "progress", "planned", "reopened", "answered", "new", "wont", "unknown")
"""In the order in which they are counted up: what is done first."""


def joined(marks: Iterable[str], say: Speech) -> str:
    """'4', '4 och 7', '1–4, 7 och 9': three or more numbers in a row as a range."""
    parts = list(_ranges(list(marks), say))
    if len(parts) < 2:
        return "".join(parts)
    return say("and", first=text("list.comma", say.language).join(parts[:-1]), last=parts[-1])


def gist_sentence(line: Line, say: Speech) -> str:
    """The sentence that ``line`` stands for."""
    if not line.count:
        return say(f"gist.{line.name}")
    marks = joined(line.marks, say)
    if line.name == "urgent" and line.heading:
        return say("gist.urgent_here", heading=clean(line.heading), marks=marks)
    category = say.category(drawn_category(line.category)) if line.category else ""
    return say.count(f"gist.{line.name}", line.count, of=line.of, marks=marks, category=category)


def counted_states(points: Sequence[Entry], say: Speech) -> Iterator[tuple[str, str]]:
    """How many points are in each state that occurs: ('done', '4 åtgärdat')."""
    counts = Counter(point.state if point.state in STATES else "unknown" for point in points)
    for state in STATES:
        if counts[state]:
            yield state, say("counted", count=counts[state], state=lowered(say(f"state.{state}")))


def lowered(words: str) -> str:
    """``words`` as they stand inside a sentence."""
    return words[:1].lower() + words[1:]


def _ranges(marks: Sequence[str], say: Speech) -> Iterator[str]:
    places = [(int(mark) - index if mark.isdigit() else mark, mark) for index, mark in enumerate(marks)]
    for _, run in groupby(places, key=lambda place: place[0]):
        row = [mark for _, mark in run]
        if len(row) > 2:
            yield say("range", first=row[0], last=row[-1])
        else:
            yield from row
