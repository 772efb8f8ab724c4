"""Which server this phone asks, where the app did not come from one, and whether it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from fieldwalk.device.ports import Address
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.joining import Joining
from sync.protocol.messages import PROTOCOL

HEALTH = "/api/health"


@dataclass(frozen=True)
class Answered:
    """A server that is there: its address, and which version of Fieldwalk it runs."""

    base: str
    version: str


class Server:
    """The server of this phone. Without an ``address``, as in a browser, it is the one that the app came from."""

    def __init__(self, joining: Joining, address: Address | None) -> None:
        self._joining, self._address = joining, address

    @property
    def is_named(self) -> bool:
        """Whether this phone has to be told its server at all."""
        return self._address is not None

    @property
    def base(self) -> str:
        """Such as ``https://walks.example.org``; empty before anybody has named one."""
        return self._address.base if self._address else ""

    async def check(self, written: str) -> Answered:
        """Ask the server at the address that somebody wrote, and from then on that one, once it has answered.

        Nothing of this phone's is shown there. A phone that has joined asks its own, whatever is written: its token and
        its words go nowhere else. Raises :class:`Refused`: ``unreachable``, ``server_not_found`` for what is no address
        and for what answers there but is no Fieldwalk, ``protocol_not_spoken``; the phone then asks where it did.
        """
        joined = self._joining.me() is not None
        base = self.base if joined else base_of(written)
        answered = Answered(base, await self._version(base))
        if not joined:
            self._joining.stay_at(base)
        return answered

    async def _version(self, base: str) -> str:
        if self._address is None or not base:
            raise Refused("server_not_found")
        reply = await self._address.elsewhere(base).send("GET", HEALTH)
        try:
            told = json.loads(reply.body)
        except ValueError:
            raise Refused("server_not_found") from None
        match told:
            case {"version": str(version), "protocol": int(protocol)}:
                if protocol != PROTOCOL:
                    raise Refused("protocol_not_spoken")
                return version
        raise Refused("server_not_found")


def base_of(written: str) -> str:
    """The server in what somebody wrote, with or without ``https://`` or a path behind; empty for what names none."""
    words = written.strip()
    try:
        parts = urlsplit(words if "://" in words else f"https://{words}")
        named = parts.scheme in ("https", "http") and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if named and " " not in parts.netloc else ""
