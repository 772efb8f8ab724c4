"""The gate between the device's fixes and the track: what is too vague, impossible or nothing new stays out.

Pure: a gate is a value, and a step gives the next gate and the fixes that the track gets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fieldwalk.domain.fixes import Fix, distance

GAP = 30_000
"""Milliseconds with no fix after which the track is broken."""

VAGUE = 50.0
"""Metres: a fix less accurate than this says nothing about which side of the house somebody walks on."""

PACE = 7.0
"""Metres a second: nobody on a safety walk moves faster, not even running for a bus."""

_CONFIRMED_FIXES, _CONFIRMED_TIME = 3, 20_000
_WINDOW = 8_000
_LEAST_STEP, _MOST_STEP = 3.0, 12.0


def leaps(a: Fix, b: Fix) -> bool:
    """Whether no walker gets from ``a`` to ``b`` in the time, even if both are as wrong as they say."""
    reach = PACE * abs(b.at - a.at) / 1000 + a.accuracy + b.accuracy
    return distance(a, b) > reach


@dataclass(frozen=True)
class Gate:
    """What the gate remembers between two fixes; begin with ``Gate()``, a new one after each pause.

    ``anchor`` is the last fix that the track got. ``quiet`` are trusted fixes since then that brought nothing
    new. ``held`` are fixes that contradict the trusted ones, until they are confirmed or disproved.
    """

    anchor: Fix | None = None
    quiet: tuple[Fix, ...] = ()
    held: tuple[Fix, ...] = ()

    def step(self, fix: Fix) -> tuple[Gate, tuple[Fix, ...]]:
        """The next gate, and the fixes (none, one or several, in order of time) that the track gets now.

        - Less accurate than 50 m: dropped. A second fix of one moment: dropped.
        - Faster than a walker, or earlier than the last: held back. Three such over 20 seconds that agree with
          each other are right and all of them pass; when the old place goes on instead, they are dropped.
        - Somebody who stands still gives no new place. So that standing is no break, the anchor's place
          passes again before 30 seconds without a fix would be over.
        - The very first fix waits for a second that agrees, for the first is the one that is wrong most often.
        """
        last = self.quiet[-1] if self.quiet else self.anchor
        if not 0 <= fix.accuracy <= VAGUE or (last and fix.at == last.at):
            return self, ()
        if last and fix.at > last.at and not leaps(last, fix):
            return replace(self, held=())._settle(fix)
        return self._doubt(fix)

    def end(self) -> tuple[Fix, ...]:
        """What the track still gets when the walk pauses or ends here: the last proof of standing still,
        or the only fix there ever was."""
        if self.anchor is None:
            return self.held[-1:]
        return (self._standing(self.anchor),) if self.quiet else ()

    def _doubt(self, fix: Fix) -> tuple[Gate, tuple[Fix, ...]]:
        if self.held and fix.at == self.held[-1].at:
            return self, ()
        agrees = self.held and fix.at > self.held[-1].at and not leaps(self.held[-1], fix)
        held = (*self.held, fix) if agrees else (fix,)
        if not self._confirmed(held):
            return replace(self, held=held), ()
        gate, passed = Gate(), list[Fix]()
        for each in held:
            gate, more = gate._settle(each)
            passed += more
        return gate, (*self.end(), *passed) if self.anchor else tuple(passed)

    def _confirmed(self, held: tuple[Fix, ...]) -> bool:
        if self.anchor is None:
            return len(held) >= 2
        return len(held) >= _CONFIRMED_FIXES and held[-1].at - held[0].at >= _CONFIRMED_TIME

    def _settle(self, fix: Fix) -> tuple[Gate, tuple[Fix, ...]]:
        if self.anchor is None:
            return Gate(fix), (fix,)
        if fix.at - self.anchor.at > GAP and self.quiet:
            standing = self._standing(self.anchor)
            gate, passed = replace(self, anchor=standing, quiet=())._settle(fix)
            return gate, (standing, *passed)
        quiet = (*(each for each in self.quiet if fix.at - each.at <= _WINDOW), fix)
        if fix.at - self.anchor.at > GAP or _moved(self.anchor, quiet):
            return Gate(fix), (fix,)
        return replace(self, quiet=quiet), ()

    def _standing(self, anchor: Fix) -> Fix:
        return replace(anchor, at=self.quiet[-1].at)


def _moved(anchor: Fix, quiet: tuple[Fix, ...]) -> bool:
    step = min(_MOST_STEP, max(_LEAST_STEP, 0.6 * quiet[-1].accuracy))
    return distance(anchor, _middle(quiet)) > step


def _middle(fixes: tuple[Fix, ...]) -> Fix:
    count = len(fixes)
    return replace(
        fixes[-1],
        latitude=sum(fix.latitude for fix in fixes) / count,
        longitude=sum(fix.longitude for fix in fixes) / count,
    )


def passed(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """What one gate lets through of a whole recording, to its end."""
    gate, kept = Gate(), list[Fix]()
    for fix in fixes:
        gate, more = gate.step(fix)
        kept += more
    return (*kept, *gate.end())
