"""The hybrid logical clock that puts every change of every device into one order.

After Kulkarni and others, "Logical Physical Clocks" (2014): 48 bits of UTC milliseconds, a 16-bit
counter, and the replica's name so that two stamps are never equal. Time is always an argument.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

TOLERANCE = 5 * 60 * 1000
"""How far ahead (milliseconds) another clock may pull ours; a clock further ahead is not followed."""

LONGEST_REPLICA = 24

_MOST = 0xFFFF
_PLACE, _MARK = 17, 8
"""Where the replica begins in a stamp, and how many letters mark a moment that is not its own."""
_FORM = re.compile(r"[0-9a-f]{12}[0-9a-f]{4}-[0-9a-z]{8,32}")


@dataclass(frozen=True, order=True)
class Stamp:
    """A moment on one replica. Its text sorts as the stamp does; it is also the id of a change."""

    time: int
    count: int
    replica: str

    def __str__(self) -> str:
        return f"{self.time:012x}{self.count:04x}-{self.replica}"

    @classmethod
    def parse(cls, text: str) -> Stamp:
        """The stamp that ``text`` writes. Raises ``ValueError`` for any other text."""
        if not _FORM.fullmatch(text):
            raise ValueError("not a stamp")
        return cls(int(text[:12], 16), int(text[12:16], 16), text[17:])


def is_stamp(text: str) -> bool:
    """Whether ``text`` writes a stamp."""
    return _FORM.fullmatch(text) is not None


def restamped(stamp: Stamp) -> str:
    """The replica under which a change of ``stamp`` goes when it must have another moment.

    It still begins with the name of whoever wrote it, and no other change of theirs can ever get the same: a
    server that was restored from a backup gives moments out that it gave before.
    """
    return stamp.replica + hashlib.sha256(str(stamp).encode()).hexdigest()[:_MARK]


def apart(stamp: str, sha256: str) -> str:
    """The stamp for what has the hash ``sha256`` where ``stamp`` means something else already: the same each time.

    Two phones with one name write so, after one was copied from the other; it still begins with that name.
    """
    return stamp[: _PLACE + LONGEST_REPLICA] + sha256[:_MARK]


def is_of(stamp: str, replica: str) -> bool:
    """Whether ``replica`` wrote what has this stamp."""
    return stamp[_PLACE:].startswith(replica)


def same_writer(one: str, other: str) -> bool:
    """Whether one phone wrote what has these two stamps, also when the server gave one of them another moment."""
    return is_of(one, other[_PLACE:]) or is_of(other, one[_PLACE:])


def renamed(stamp: str, old: str, new: str) -> str:
    """``stamp`` as if the replica ``old`` had been called ``new``; another's stamp stays what it is."""
    return stamp[:_PLACE] + new + stamp[_PLACE + len(old) :] if is_of(stamp, old) else stamp


def tick(last: Stamp, now: int) -> Stamp:
    """The next stamp of ``last``'s replica at ``now`` (UTC ms): greater than ``last`` even if the clock fell back."""
    if now > last.time:
        return Stamp(now, 0, last.replica)
    if last.count < _MOST:
        return Stamp(last.time, last.count + 1, last.replica)
    return Stamp(last.time + 1, 0, last.replica)


def witness(last: Stamp, seen: Stamp, now: int) -> Stamp:
    """``last`` moved up past ``seen``, so that what is written next sorts after what was read.

    A stamp more than :data:`TOLERANCE` ahead of ``now`` is not followed: one wrong clock must not
    pull every other with it.
    """
    if seen.time > now + TOLERANCE or (seen.time, seen.count) <= (last.time, last.count):
        return last
    return Stamp(seen.time, seen.count, last.replica)
