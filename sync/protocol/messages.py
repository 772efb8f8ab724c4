"""The one exchange: a phone pushes what the server lacks and pulls what it lacks itself, in one turn.

A message is bytes: ``FW``, the protocol's number, a few numbers and names, and then the changes in columns
(:mod:`sync.protocol.table`). Whoever sends it may squeeze it (:mod:`sync.squeeze`). Numbers and names here
are for ever: phones in pockets speak them. What a later version adds at the end, an earlier one leaves unread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fieldwalk.domain.refusals import Refused
from sync.protocol.bytes import Reader, Writer
from sync.protocol.changes import Change
from sync.protocol.digest import BUCKETS
from sync.protocol.receipts import Acknowledgement, read_acknowledgement, write_acknowledgement
from sync.protocol.residents import Resident, read_residents, write_residents
from sync.protocol.table import Tables, read_changes, write_changes

PROTOCOL = 1
PATH = "/api/v1/exchange"
CONTENT_TYPE = "application/fieldwalk"
MOST_CHANGES = 10_000
LARGEST = 16 * 1024 * 1024
"""Bytes of one message, squeezed or not. Larger is refused before it is read."""

_MAGIC = b"FW"
_MORE, _COMPARED, _DIGEST, _ACKNOWLEDGED = 1, 2, 4, 8

Message = TypeVar("Message")


@dataclass(frozen=True)
class Request:
    """What a phone sends.

    ``now`` is its clock (UTC ms), ``cursor`` the last sequence it has applied, ``epoch`` the server's history
    that the cursor counts in. ``batch`` numbers what is pushed: the same number never names other changes.
    ``held``, when there is any, are the phone's sums (see :mod:`sync.protocol.digest`): compare, and repair.
    ``residents`` are those among the writers of ``changes`` whom a hub speaks for.
    """

    replica: str
    now: int
    cursor: int
    changes: Sequence[Change] = ()
    batch: int = 0
    epoch: str = ""
    held: Sequence[int] = ()
    unreadable: int = 0
    residents: Sequence[Resident] = ()


@dataclass(frozen=True)
class Response:
    """What the server answers.

    ``more`` says that another turn will bring further changes at once. ``digest`` is the sum over everything
    that the caller may hold up to ``cursor``, ``None`` when the page does not reach that far. ``compared``
    are the buckets that ``changes`` answers whole, when the request held sums.
    """

    now: int
    cursor: int
    more: bool = False
    changes: Sequence[Change] = ()
    epoch: str = ""
    digest: int | None = None
    acknowledged: Acknowledgement | None = None
    compared: Sequence[int] | None = None


def pack_request(request: Request) -> bytes:
    """``request`` as bytes, its changes in the order of their stamps."""
    out = _begun()
    out.blob(request.replica.encode())
    out.number(request.now)
    out.number(request.cursor)
    out.text(request.epoch)
    out.number(len(request.held))
    for each in request.held:
        out.fixed(each)
    out.number(request.batch)
    if request.batch:
        changes = Tables.of(request.changes)
        out.blob(bytes.fromhex(changes.sha256))
        write_changes(out, changes)
        write_residents(out, request.residents)
    return _MAGIC + out.written()


def unpack_request(body: bytes) -> Request:
    """The request in ``body``. Raises :class:`Refused`; changes of another form never spoil the rest.

    Raises ``hash_mismatch`` when the changes are not those that the phone hashed.
    """
    return _read(body, _read_request)


def _read_request(source: Reader) -> Request:
    replica, now, cursor, epoch = source.blob().decode(), source.number(), source.number(), source.text()
    held = tuple(source.fixed() for _ in range(_at_most(source.number(), BUCKETS)))
    batch = source.number()
    if not batch:
        return Request(replica, now, cursor, epoch=epoch, held=held)
    said = source.blob().hex()
    changes, unreadable = read_changes(source, MOST_CHANGES)
    if not unreadable and said != _hash(changes):
        raise Refused("hash_mismatch")
    return Request(replica, now, cursor, changes, batch, epoch, held, unreadable, read_residents(source))


def _hash(changes: Tables) -> str:
    try:
        return changes.sha256
    except UnicodeError:
        raise Refused("text_not_clean") from None


def pack_response(response: Response) -> bytes:
    """``response`` as bytes, its changes in the order of their stamps."""
    return pack_head(response) + pack_changes(response.changes)


def pack_changes(changes: Sequence[Change]) -> bytes:
    """The end of a response: its changes."""
    out = Writer()
    write_changes(out, changes)
    return out.written()


def pack_head(response: Response) -> bytes:
    """A response without its changes: nothing that could be read, until :func:`pack_changes` follows."""
    out = _begun()
    has_digest, compared, told = response.digest is not None, response.compared, response.acknowledged
    out.number(
        _MORE * response.more
        | _COMPARED * (compared is not None)
        | _DIGEST * has_digest
        | _ACKNOWLEDGED * (told is not None)
    )
    out.number(response.now)
    out.number(response.cursor)
    out.text(response.epoch)
    if response.digest is not None:
        out.fixed(response.digest)
    if told is not None:
        write_acknowledgement(out, told)
    if compared is not None:
        out.blob(bytes(compared))
    return _MAGIC + out.written()


def unpack_response(body: bytes) -> Response:
    """The response in ``body``. Raises :class:`Refused` for anything else, such as a captive portal's page."""
    return _read(body, _read_response)


def _read_response(source: Reader) -> Response:
    flags, now, cursor, epoch = source.number(), source.number(), source.number(), source.text()
    digest = source.fixed() if flags & _DIGEST else None
    told = read_acknowledgement(source) if flags & _ACKNOWLEDGED else None
    compared = list(source.blob()) if flags & _COMPARED else None
    changes, unreadable = read_changes(source, MOST_CHANGES)
    if unreadable:
        # The server never took such a change: the bytes are not its own.
        raise ValueError("changes of no known form")
    return Response(now, cursor, bool(flags & _MORE), list(changes), epoch, digest, told, compared)


def _begun() -> Writer:
    out = Writer()
    out.number(PROTOCOL)
    return out


def _read(body: bytes, read: Callable[[Reader], Message]) -> Message:
    source = Reader(body)
    try:
        if source.take(len(_MAGIC)) != _MAGIC:
            raise ValueError("no message of ours")
        if source.number() != PROTOCOL:
            raise Refused("protocol_not_spoken", spoken=PROTOCOL)
        return read(source)
    except (ValueError, RecursionError):
        raise Refused("message_not_readable") from None


def _at_most(number: int, most: int) -> int:
    if number > most:
        raise ValueError("too many")
    return number
