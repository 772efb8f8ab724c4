"""Signing in with an account: the same membership as by joining. A password is never kept on the phone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fieldwalk.domain.refusals import Refused
from fieldwalk.services.joining import Joining, Membership
from sync.client.exchange import answered
from sync.client.journal import Journal
from sync.client.network import Network

_PATH, _KNOWN = "/api/v1", "known_device"
_SIGN_OUT = f"{_PATH}/devices/this/sign-out"
LEAST = 12
"""Characters that a new password must have; the server asks for it."""


@dataclass(frozen=True)
class Offer:
    """What an account's link offers. ``secret`` is the second factor's, ``address`` the same for an authenticator.
    ``is_known``: there is an account, which gets another password and another second factor."""

    login: str
    name: str
    role: str
    organisation_title: str
    secret: str
    address: str
    second_factor: bool
    is_known: bool = False


class SigningIn:
    """The journal names this installation, by which the server tells its devices apart, and keeps the note by which
    the server knows one again that has signed in before: strangers' wrong guesses then do not make it wait."""

    def __init__(self, network: Network, joining: Joining, journal: Journal) -> None:
        self._network, self._joining, self._journal = network, joining, journal

    async def provider(self) -> str:
        """What the server's identity provider is called; empty where there is none. May be refused."""
        said = await self._asked("GET", "/provider")
        return str(said.get("name") or "") if said.get("is_offered") else ""

    async def sign_in(self, login: str, password: str, code: str = "") -> Membership:
        """Holds after: the membership is durable on this phone.

        Raises :class:`Refused`: ``sign_in_failed``, ``second_factor_needed``, ``too_many_tries``, and as joining does.
        """
        shown = {"login": login, "password": password, "code": code, "replica": self._journal.replica}
        shown["known"] = self._journal.fact(_KNOWN) or ""
        return self._become(await self._asked("POST", "/sign-in", shown))

    async def offer(self, link: str) -> Offer:
        """What the link of an account offers. Raises :class:`Refused` ``code_not_known``."""
        said = await self._asked("POST", "/account-invitations", {"code": link})
        try:
            return Offer(**{name: said[name] for name in Offer.__dataclass_fields__})
        except KeyError:
            raise Refused("message_not_readable") from None

    async def accept(self, link: str, password: str, digits: str) -> list[str]:
        """Open the account and become its person; the recovery codes, which are shown nowhere again.

        Raises :class:`Refused`: ``password_weak``, ``second_factor_needed``, ``login_taken``, and as joining does.
        """
        chosen = {"code": link, "password": password, "digits": digits, "replica": self._journal.replica}
        said = await self._asked("POST", "/account-invitations/accept", chosen)
        self._become(said.get("welcome"))
        return [str(code) for code in said.get("recovery_codes") or ()]

    async def end(self, token: str | None) -> str:
        """Tell the server that a token which this phone has forgotten is to open nothing; never raises.

        The address where the browser signs out at the identity provider too, or nothing.
        """
        try:
            reply = await self._network.send("POST", _SIGN_OUT, b"", {"Authorization": f"Bearer {token}"})
            said = json.loads(answered(reply).body)
        except (Refused, ValueError):
            return ""
        return str(said.get("address") or "") if isinstance(said, dict) else ""

    def _become(self, welcome: Any) -> Membership:
        said = welcome if isinstance(welcome, dict) else {}
        try:
            joined = self._joining.become(said)
        except ValueError:
            raise Refused("message_not_readable") from None
        if said.get("known"):
            self._journal.keep_fact(_KNOWN, str(said["known"]))
        return joined

    async def _asked(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        content = json.dumps(body).encode() if body is not None else b""
        reply = answered(
            await self._network.send(method, f"{_PATH}{path}", content, {"Content-Type": "application/json"})
        )
        try:
            said = json.loads(reply.body)
        except ValueError:
            raise Refused("message_not_readable") from None
        if not isinstance(said, dict):
            raise Refused("message_not_readable")
        return said


def provider_address(link: str = "") -> str:
    """Where a browser goes to sign in at the identity provider; with a ``link`` to open that account."""
    return f"{_PATH}/provider/sign-in" + (f"?code={quote(link, safe='')}" if link else "")
