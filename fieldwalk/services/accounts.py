"""The organisation's accounts, for who keeps them. They stand at the server, so it needs a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.asking import Asking

_PATH = "/api/v1/accounts"


@dataclass(frozen=True)
class Holder:
    """One account; moments in UTC ms. ``signed_in_at`` is the last sign-in, ``None`` for never."""

    id: str
    login: str
    name: str
    person_id: str
    role: str
    closed_at: int | None
    has_second_factor: bool
    signed_in_at: int | None = None


@dataclass(frozen=True)
class Way:
    """The link to hand over, shown nowhere again: who has it chooses the password."""

    url: str
    ends_at: int


class Accounts:
    """Asks as whoever this phone belongs to; the server says what they may. Everything may be refused."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def listed(self) -> list[Holder]:
        """Every account, closed ones too, by login."""
        said = await self._asking.ask("GET", _PATH)
        try:
            return [Holder(**{name: each[name] for name in Holder.__dataclass_fields__}) for each in said]
        except (TypeError, KeyError):
            raise Refused("message_not_readable") from None

    async def invite(self, login: str, name: str, role: str) -> Way:
        """A link for somebody new. Raises :class:`Refused` ``field_not_valid`` for a login that cannot be one."""
        return _way(await self._asking.ask("POST", _PATH, {"login": login, "name": name, "role": role}))

    async def again(self, account_id: str) -> Way:
        """A link to a new password and a new second factor. What they have stays good until they choose."""
        return _way(await self._asking.ask("POST", f"{_one(account_id)}/invitations"))

    async def change_role(self, account_id: str, role: str) -> int:
        """From now on they are of another role, on every device after signing in anew. How many were put out."""
        return _put_out(await self._asking.ask("PUT", f"{_one(account_id)}/role", {"role": role}))

    async def close(self, account_id: str) -> int:
        """Nobody signs in to it any more. How many devices were put out."""
        return _put_out(await self._asking.ask("DELETE", _one(account_id)))


def _one(account_id: str) -> str:
    return f"{_PATH}/{quote(account_id, safe='')}"


def _way(said: Any) -> Way:
    try:
        return Way(str(said["url"]), int(said["ends_at"]))
    except (TypeError, KeyError, ValueError):
        raise Refused("message_not_readable") from None


def _put_out(said: Any) -> int:
    return int(said.get("put_out") or 0) if isinstance(said, dict) else 0
