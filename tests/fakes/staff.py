"""Somebody with an account: opens it by its link, holds an authenticator, signs in over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyotp
from httpx2 import Response

from sync.server.inviting import Wanted, invite
from tests.fakes.central_world import Phone, World

PASSWORD = "en lykta i taget, sa hon"


@dataclass
class Person:
    """What one of the staff has in their head and their pocket."""

    world: World
    login: str
    secret: str = ""
    password: str = PASSWORD
    recovery_codes: tuple[str, ...] = ()
    token: str = ""

    def digits(self, secret: str = "") -> str:
        """What the authenticator shows now."""
        return pyotp.TOTP(secret or self.secret).generate_otp(self.world.clock.now // 30_000)

    def later(self) -> str:
        """What it shows half a minute from now; the world's clock goes there."""
        self.world.clock.now += 30_000
        return self.digits()

    def sign_in(self, **other: Any) -> Response:
        """With all that is right, but for what is given."""
        shown = {"login": self.login, "password": self.password, **other}
        if "code" not in other:
            shown["code"] = self.later() if self.secret else ""
        return self.world.client.post("/api/v1/sign-in", json=shown)

    def phone(self) -> Phone:
        """A phone that is signed in."""
        reply = self.sign_in()
        assert reply.status_code == 200, reply.text
        return Phone(self.world.client, reply.json()["token"], self.world.clock)

    def proof(self) -> dict[str, str]:
        """What is shown again before something of the account is changed."""
        return {"password": self.password, "code": self.later() if self.secret else ""}


def link_for(world: World, login: str, role: str = "coordinator", **wanted: Any) -> str:
    """The last part of a fresh link to an account."""
    opened = invite(world.central, world.admin, Wanted(login, role, **wanted))
    return opened.url.rsplit("/", 1)[-1]


def accept(world: World, link: str, **choice: Any) -> Response:
    """Choose a password behind ``link``, with the digits of its own second factor unless others are given."""
    offered = world.client.post("/api/v1/account-invitations", json={"code": link}).json()
    secret = offered.get("secret", "")
    digits = pyotp.TOTP(secret).generate_otp(world.clock.now // 30_000) if secret else ""
    body = {"code": link, "password": PASSWORD, "digits": digits, **choice}
    return world.client.post("/api/v1/account-invitations/accept", json=body)


def staff(world: World, role: str = "coordinator", login: str = "asha@walks.example", **wanted: Any) -> Person:
    """Somebody who has opened their account."""
    link = link_for(world, login, role, **wanted)
    secret = world.client.post("/api/v1/account-invitations", json={"code": link}).json()["secret"]
    opened = accept(world, link).json()
    return Person(world, login, secret, PASSWORD, tuple(opened["recovery_codes"]), opened["welcome"]["token"])
