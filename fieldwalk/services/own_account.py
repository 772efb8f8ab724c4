"""One's own account: its password, its second factor, its recovery codes. It stands at the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from fieldwalk.domain.accounts import Account, Begun
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.asking import Asking

_PATH = "/api/v1/account"
Told = TypeVar("Told", Account, Begun)


@dataclass(frozen=True)
class Proof:
    """What shows that it is still the same person: the password of now, and digits or a recovery code."""

    password: str
    code: str = ""


class OwnAccount:
    """Asks as whoever this phone belongs to. Everything may be refused as the server says, or ``unreachable``.

    Raises :class:`Refused` ``not_found`` for somebody who came in without an account, ``sign_in_failed``,
    ``second_factor_needed`` or ``too_many_tries`` for a proof that is none.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def told(self) -> Account:
        """The account that this phone is signed in to."""
        return _read(Account, await self._said("GET", ""))

    async def change_password(self, proof: Proof, password: str, *, end_others: bool) -> int:
        """From now on ``password`` opens it; how many other devices were put out. May raise ``password_weak``."""
        said = await self._said(
            "POST", "/password", {**vars(proof), "new_password": password, "end_others": end_others}
        )
        return int(said.get("put_out") or 0)

    async def begin_second_factor(self, proof: Proof) -> Begun:
        """A fresh secret. The one of now stays good until the new one is confirmed."""
        return _read(Begun, await self._said("POST", "/second-factor", vars(proof)))

    async def confirm_second_factor(self, ticket: str, digits: str) -> list[str]:
        """The new one alone is good from now on; the new recovery codes, which are shown nowhere again."""
        return _codes(await self._said("POST", "/second-factor/confirm", {"ticket": ticket, "digits": digits}))

    async def renew_codes(self, proof: Proof) -> list[str]:
        """New recovery codes; the earlier ones open nothing any more."""
        return _codes(await self._said("POST", "/recovery-codes", vars(proof)))

    async def _said(self, method: str, path: str, body: dict[str, object] | None = None) -> dict[str, Any]:
        said = await self._asking.ask(method, f"{_PATH}{path}", body)
        if not isinstance(said, dict):
            raise Refused("message_not_readable")
        return said


def _read(kind: type[Told], said: dict[str, Any]) -> Told:
    try:
        return kind(**{name: said[name] for name in kind.__dataclass_fields__})
    except KeyError:
        raise Refused("message_not_readable") from None


def _codes(said: dict[str, Any]) -> list[str]:
    return [str(code) for code in said.get("recovery_codes") or ()]
