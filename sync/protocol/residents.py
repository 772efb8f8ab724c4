"""Residents: whom a hub speaks for when it hands on what they wrote with its phones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sync.protocol.bytes import Reader, Writer

MOST_RESIDENTS = 1_000
"""In one message. Who wrote nothing in it is not named."""


@dataclass(frozen=True)
class Resident:
    """Who joined the walk ``walk_id`` at a hub as ``role``, at ``joined_at`` (UTC ms).

    ``key`` (32 bytes in hex) is known to the hub alone and opens nothing: whoever shows it again is the same hub.
    """

    person: str
    role: str
    walk_id: str
    joined_at: int
    key: str


def write_residents(out: Writer, residents: Sequence[Resident]) -> None:
    """The end of a request. Nothing at all when there are none: as every phone's message ends."""
    if not residents:
        return
    out.number(len(residents))
    for each in residents:
        out.text(each.person)
        out.text(each.role)
        out.text(each.walk_id)
        out.number(each.joined_at)
        out.blob(bytes.fromhex(each.key))


def read_residents(source: Reader) -> tuple[Resident, ...]:
    """Those that follow, if anything does. Raises ``ValueError`` for more than :data:`MOST_RESIDENTS`."""
    count = 0 if source.ended else source.number()
    if count > MOST_RESIDENTS:
        raise ValueError("too many")
    return tuple(_read(source) for _ in range(count))


def _read(source: Reader) -> Resident:
    return Resident(source.text(), source.text(), source.text(), source.number(), source.blob().hex())
