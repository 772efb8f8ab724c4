"""The devices that somebody came in with, theirs and the staff's. They stand at the server, so it needs a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.asking import Asking

_OWN, _STAFF = "/api/v1/devices", "/api/v1/organisation/devices"


@dataclass(frozen=True)
class Device:
    """One of them; moments in UTC ms. ``name`` is whose it is, in the staff's list."""

    id: str
    kind: str
    is_this: bool
    seen_at: int
    lost_at: int | None = None
    wiped_at: int | None = None
    name: str = ""


class Devices:
    """Asks as whoever this phone belongs to; the server says what they may."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def own(self) -> list[Device]:
        """This person's, the newest first. Raises :class:`Refused` as the server says, or ``unreachable``."""
        return await self._listed(_OWN)

    async def staff(self) -> list[Device]:
        """The staff's. May be refused."""
        return await self._listed(_STAFF)

    async def end(self, device: Device, *, own: bool) -> None:
        """Sign it out: it forgets what it may not hold at its next contact. May be refused."""
        await self._asking.ask("DELETE", f"{_OWN if own else _STAFF}/{quote(device.id, safe='')}")

    async def lose(self, device: Device, *, lost: bool) -> None:
        """It is lost: at its next contact it hands in what it has, then empties itself; or it was found before that."""
        await self._asking.ask("POST", f"{_STAFF}/{quote(device.id, safe='')}/lost", {"lost": lost})

    async def _listed(self, path: str) -> list[Device]:
        said = await self._asking.ask("GET", path)
        try:
            return [_device(each) for each in said]
        except (TypeError, KeyError, AttributeError, ValueError):
            raise Refused("message_not_readable") from None


def _device(said: Any) -> Device:
    lost_at, wiped_at = (said.get(name) for name in ("lost_at", "wiped_at"))
    return Device(
        id=str(said["id"]),
        kind=str(said["kind"]),
        is_this=bool(said["is_this"]),
        seen_at=int(said["seen_at"]),
        lost_at=None if lost_at is None else int(lost_at),
        wiped_at=None if wiped_at is None else int(wiped_at),
        name=str(said.get("name") or ""),
    )
