"""People's devices: the tokens that still open something, those of one installation taken together."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from sync.server.store.tables import TOKENS

SHOWN = 16
"""Signs of its newest token's hash that a device is called by: nobody gets from there to the token."""


@dataclass(frozen=True)
class Device:
    """What a person came in with. Moments in UTC ms; ``hashes`` are its tokens', the newest first."""

    id: str
    person_id: str
    role: str
    kind: str
    way: str
    made_at: int
    seen_at: int
    ends_at: int
    lost_at: int | None
    wiped_at: int | None
    hashes: tuple[str, ...]


def of_person(connection: Connection, organisation: str, person_id: str, now: int) -> list[Device]:
    """The person's own, the newest first."""
    return _devices(connection, and_(_live(organisation, now), TOKENS.c.person_id == person_id))


def with_token(connection: Connection, organisation: str, token: str, now: int) -> list[Device]:
    """The one with the token of this hash."""
    return _devices(connection, and_(_live(organisation, now), TOKENS.c.hash == token))


def of_roles(connection: Connection, organisation: str, roles: Collection[str], now: int) -> list[Device]:
    """Those of everybody in these roles, the newest first."""
    return _devices(connection, and_(_live(organisation, now), TOKENS.c.role.in_(roles)))


def change(connection: Connection, hashes: Iterable[str], **values: Any) -> None:
    """Set some ``values`` of the tokens with these hashes."""
    connection.execute(update(TOKENS).where(TOKENS.c.hash.in_(list(hashes))).values(**values))


def _live(organisation: str, now: int) -> ColumnElement[bool]:
    """Tokens that open something, and those of phones that were lost, until they end."""
    open_ = or_(TOKENS.c.revoked_at.is_(None), TOKENS.c.lost_at.is_not(None))
    return and_(TOKENS.c.organisation == organisation, TOKENS.c.ends_at > now, open_)


def _devices(connection: Connection, which: ColumnElement[bool]) -> list[Device]:
    rows = connection.execute(select(TOKENS).where(which).order_by(TOKENS.c.made_at.desc(), TOKENS.c.hash)).all()
    together: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        together.setdefault((row.person_id, row.replica or row.hash), []).append(row)
    return [_device(rows) for rows in together.values()]


def _device(rows: list[Any]) -> Device:
    newest = rows[0]
    return Device(
        id=newest.hash[:SHOWN],
        person_id=newest.person_id,
        role=newest.role,
        kind=newest.device or "",
        way=newest.way or "joined",
        made_at=rows[-1].made_at,
        seen_at=max(row.seen_at or row.made_at for row in rows),
        ends_at=newest.ends_at,
        lost_at=newest.lost_at,
        wiped_at=newest.wiped_at,
        hashes=tuple(row.hash for row in rows),
    )
