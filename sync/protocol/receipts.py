"""Receipts: what the server did with each change, told in a few bytes for a whole batch.

One hash stands for the hashes of all that was pushed; only what did not simply arrive is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sync.protocol.bytes import Reader, Writer
from sync.protocol.changes import Change, hash_of
from sync.protocol.table import Tables


class Receipt(NamedTuple):
    """What the server did with one change: kept it durably (``refused`` is None), or refused it and why.

    ``became`` is the stamp under which it was kept, when the phone's clock was too far ahead to be followed.
    """

    stamp: str
    sha256: str
    refused: str | None = None
    became: str | None = None


@dataclass(frozen=True)
class Unusual:
    """A change that did not simply arrive, by its place in the batch."""

    place: int
    refused: str = ""
    became: str = ""


@dataclass(frozen=True)
class Acknowledgement:
    """The receipts of a whole batch. ``sha256`` is over what the server has, not over what it was told."""

    batch: int
    sha256: str
    unusual: Sequence[Unusual] = ()


def acknowledge(batch: int, receipts: Sequence[Receipt]) -> Acknowledgement:
    """The receipts of one batch, in the order of its changes, as they are sent."""
    unusual = [
        Unusual(place, receipt.refused or "", receipt.became or "")
        for place, receipt in enumerate(receipts)
        if receipt.refused or receipt.became
    ]
    return Acknowledgement(batch, hash_of(receipt.sha256 for receipt in receipts), tuple(unusual))


def is_about(told: Acknowledgement, batch: int, changes: Sequence[Change]) -> bool:
    """Whether ``told`` is about the ``changes`` of ``batch``, just as they are here: nothing is safe otherwise."""
    return told.batch == batch and told.sha256 == Tables.of(changes).sha256


def receipts_of(told: Acknowledgement, batch: int, changes: Sequence[Change]) -> list[Receipt]:
    """A receipt for each of the ``changes`` of ``batch``, by stamp. None unless ``told`` :func:`is_about` them."""
    sent = Tables.of(changes)
    if not is_about(told, batch, sent):
        return []
    receipts = list(map(Receipt, sent.stamps, sent.hashes))
    for one in told.unusual:
        if one.place < len(receipts):
            stamp, sha256, *_ = receipts[one.place]
            receipts[one.place] = Receipt(stamp, sha256, one.refused or None, one.became or None)
    return receipts


def write_acknowledgement(out: Writer, told: Acknowledgement) -> None:
    """Write ``told`` into a message."""
    out.number(told.batch)
    out.blob(bytes.fromhex(told.sha256))
    out.number(len(told.unusual))
    for one in told.unusual:
        out.number(one.place)
        out.text(one.refused)
        out.text(one.became)


def read_acknowledgement(source: Reader) -> Acknowledgement:
    """Read what :func:`write_acknowledgement` wrote. Raises ``ValueError``."""
    batch, sha256 = source.number(), source.blob().hex()
    unusual = tuple(Unusual(source.number(), source.text(), source.text()) for _ in range(source.number()))
    return Acknowledgement(batch, sha256, unusual)
