"""The gate between the device's fixes and the track: what is too vague, impossible or nothing new stays out.

Pure: a gate is a value, and a step gives the next gate and the fixes that the track gets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from fieldwalk.domain.fixes import METRES_PER_DEGREE, Fix, distance

GAP = 30_000
"""Milliseconds with no fix after which the track is broken."""

VAGUE = 50.0
"""Metres: a fix less accurate than this says nothing about which side of the house somebody walks on."""

PACE = 7.0
"""Metres a second: nobody on a safety walk moves faster, not even running for a bus."""

_CONFIRMED_FIXES, _CONFIRMED_TIME = 3, 20_000
_WINDOW = 8_000
_STANDING = 15_000
_RHYTHM = 4_000
_LEAST_STEP, _MOST_STEP = 4.0, 12.0
_DRIFT, _SCATTER = 0.4, 1.6


def leaps(a: Fix, b: Fix) -> bool:
    """Whether no walker gets from ``a`` to ``b`` in the time, even if both are as wrong as they say."""
    reach = PACE * abs(b.at - a.at) / 1000 + a.accuracy + b.accuracy
    # North and east added, with no cosine, is never less than the distance and far quicker: most pairs end here.
    at_most = METRES_PER_DEGREE * (abs(b.latitude - a.latitude) + abs(b.longitude - a.longitude))
    return at_most > reach and distance(a, b) > reach


@dataclass(frozen=True)
class Gate:
    """What the gate remembers between two fixes; begin with ``Gate()``, a new one after each pause.

    ``anchor`` is the last fix that the track got. ``quiet`` are the trusted fixes since then, of the last
    seconds; they have brought nothing new yet. ``held`` are fixes that contradict the trusted ones, until they
    are confirmed or disproved.
    """

    anchor: Fix | None = None
    newest: Fix | None = None
    quiet: tuple[Fix, ...] = ()
    held: tuple[Fix, ...] = ()

    def step(self, fix: Fix) -> tuple[Gate, tuple[Fix, ...]]:
        """The next gate, and the fixes (none, one or several, in order of time) that the track gets now.

        - Less accurate than 50 m: dropped. A second fix of one moment: dropped.
        - Faster than a walker, or earlier than the last: held back. Three such over 20 seconds that agree
          with each other are right, and all of them pass; when the old place goes on, they are dropped.
        - Fixes that come faster than the walker gets anywhere are one fix: the middle of their places and
          moments, as accurate as they are. A device that gives a fix every ten seconds keeps each as it is.
        - Somebody who stands still gives no new place. So that standing is no break, the anchor's place
          passes again before 30 seconds without a fix would be over.
        - The very first fix waits for a second that agrees: the first is the one that is wrong most often.
        """
        if not 0 <= fix.accuracy <= VAGUE or (self.newest and fix.at == self.newest.at):
            return self, ()
        if self.newest and fix.at > self.newest.at and not leaps(self.newest, fix):
            return self._settle(fix)
        return self._doubt(fix)

    def end(self) -> tuple[Fix, ...]:
        """What the track still gets when the walk pauses or ends here: where the walker last was,
        or the only fix there ever was."""
        if self.anchor is None:
            return self.held[-1:]
        return (self._last(self.anchor, self.newest),) if self._knows_more() else ()

    def _doubt(self, fix: Fix) -> tuple[Gate, tuple[Fix, ...]]:
        if self.held and fix.at == self.held[-1].at:
            return self, ()
        agrees = self.held and fix.at > self.held[-1].at and not leaps(self.held[-1], fix)
        held = (*self.held, fix) if agrees else (fix,)
        if not self._confirmed(held):
            return replace(self, held=held), ()
        gate, passing = Gate(), list(self.end() if self.anchor else ())
        for each in held:
            gate, more = gate._settle(each)
            passing += more
        return gate, tuple(passing)

    def _confirmed(self, held: tuple[Fix, ...]) -> bool:
        if self.anchor is None:
            return len(held) >= 2
        return len(held) >= _CONFIRMED_FIXES and held[-1].at - held[0].at >= _CONFIRMED_TIME

    def _settle(self, fix: Fix) -> tuple[Gate, tuple[Fix, ...]]:
        if self.anchor is None:
            return Gate(fix, fix), (fix,)
        if fix.at - self.anchor.at > GAP and self._knows_more():
            last = self._last(self.anchor, self.newest)
            gate, passing = Gate(last, last)._settle(fix)
            return gate, (last, *passing)
        if fix.at - self.anchor.at > GAP:
            return Gate(fix, fix), (fix,)
        quiet = (*(each for each in self.quiet if fix.at - each.at <= _WINDOW), fix)
        middle = _middle(quiet)
        rested = fix.at - self.anchor.at >= _RHYTHM
        if rested and distance(self.anchor, middle) > _step(self.anchor, fix, len(quiet)):
            return Gate(middle, fix), (middle,)
        return Gate(self.anchor, fix, quiet), ()

    def _knows_more(self) -> bool:
        """Whether a trusted fix came after the moment of the anchor."""
        return self.anchor is not None and self.newest is not None and self.newest.at > self.anchor.at

    def _last(self, anchor: Fix, newest: Fix | None) -> Fix:
        """Where the walker last was: still at ``anchor`` if only noise says otherwise."""
        newest = newest or anchor
        if not self.quiet:
            return newest
        middle = _middle(self.quiet)
        stays = distance(anchor, middle) <= 1.5 * middle.accuracy
        return replace(anchor if stays else middle, at=newest.at)


def _step(anchor: Fix, fix: Fix, count: int = 1) -> float:
    """How far from ``anchor`` the middle of ``count`` fixes is somewhere else, and not only noise.

    The noise of a middle falls with the root of the count, but never to nothing: it drifts. Who stands must
    get further to have left: the drift wanders for minutes, and people who talk shift their feet.
    """
    accuracy = min(_MOST_STEP, fix.accuracy)
    step = max(_LEAST_STEP, accuracy * (_DRIFT + _SCATTER / math.sqrt(count)))
    return max(step, 2.5 * accuracy) if fix.at - anchor.at > _STANDING else step


def _middle(fixes: tuple[Fix, ...]) -> Fix:
    count = len(fixes)
    first = fixes[0]
    return Fix(
        first.at + sum(fix.at - first.at for fix in fixes) // count,
        first.latitude + sum(fix.latitude - first.latitude for fix in fixes) / count,
        first.longitude + sum(fix.longitude - first.longitude for fix in fixes) / count,
        max(fix.accuracy for fix in fixes),
    )


def passed(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """What one gate lets through of a whole recording, to its end."""
    gate, kept = Gate(), list[Fix]()
    for fix in fixes:
        gate, more = gate.step(fix)
        kept += more
    return (*kept, *gate.end())
