"""What can be said in short about a walk: only what its records say, nothing weighed and nothing guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldwalk.domain.points import Point

_URGENT = 3
_COMMON = 3


@dataclass(frozen=True)
class Line:
    """One sentence to be: ``name`` says which, ``count`` of ``of`` points, and the ``marks`` it is about."""

    name: str
    count: int
    of: int = 0
    marks: tuple[str, ...] = ()
    heading: str | None = None
    category: str | None = None


def gist(points: Sequence[Point], good: Sequence[Point], begun: bool = True) -> tuple[Line, ...]:
    """At most six sentences, the most pressing first: each is left out when there is nothing to say.

    'urgent' are points of the highest severity that are still open; 'unanswered' those where nobody has said
    anything; 'common' names a category only when at least three points share it and no other is as common.
    A walk that has not ``begun`` has nothing to tell yet.
    """
    every = len(points)
    lines = [
        _line("urgent", (p for p in points if p.severity == _URGENT and p.answer.open), every),
        _line("settled", (p for p in points if p.answer.settled), every),
        _line("unanswered", (p for p in points if not p.answer.given and p.answer.open), every),
        _line("refused", (p for p in points if p.answer.state == "wont"), every),
        _common(points),
        _line("good", good, len(good)),
    ]
    said = tuple(line for line in lines if line and line.count)
    if not points and not good:
        return (Line("nothing" if begun else "ahead", 0),)
    return said if good else (*said, Line("no_good", 0))


def _line(name: str, points: Iterable[Point], of: int) -> Line:
    found = list(points)
    heading = found[0].heading if len(found) == 1 else None
    return Line(name, len(found), of, tuple(point.mark for point in found), heading)


def _common(points: Sequence[Point]) -> Line | None:
    counts = Counter(point.category for point in points if point.category).most_common(2)
    if not counts or counts[0][1] < _COMMON or (len(counts) == 2 and counts[1][1] == counts[0][1]):
        return None
    category, count = counts[0]
    marks = tuple(point.mark for point in points if point.category == category)
    return Line("common", count, len(points), marks, category=category)
