"""Joining a walk or an organisation by QR, link or six digits. No account, no e-mail, no name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from fieldwalk.device.ports import Address
from fieldwalk.domain.refusals import Refused
from sync.client.exchange import answered
from sync.client.journal import RIGHT_ENDED, WITHDRAWN, Journal
from sync.client.network import Network

_FACT, _HELD, _SERVER = "membership", "organisation", "server"
OWN_ROLE = "leader"
"""Before anybody has joined, the phone leads its own walks: capture never waits for a login."""


@dataclass(frozen=True)
class Membership:
    """Where this phone belongs. ``token`` is the bearer token; ``expires_at`` UTC milliseconds.

    ``is_nobody``: the server names nobody as the writer of what this phone tells there.
    """

    token: str
    person_id: str
    name: str
    role: str
    organisation: str
    organisation_title: str
    walk_id: str | None = None
    expires_at: int | None = None
    is_nobody: bool = False


class Joining:
    """Who this phone is. What was captured before joining goes along into the organisation that is joined.

    ``waiting`` gives how many photos the server lacks. ``address`` is what a join link may name another server for.
    """

    def __init__(
        self,
        journal: Journal,
        network: Network,
        waiting: Callable[[], int] = lambda: 0,
        address: Address | None = None,
    ) -> None:
        self._journal = journal
        self._network = network
        self._waiting = waiting
        self._address = address
        if address and not address.base:
            address.base = journal.fact(_SERVER) or ""

    @property
    def takes_links(self) -> bool:
        """Whether a whole link says more than its last part: it names the server too."""
        return self._address is not None

    async def join(self, code: str, *, as_nobody: bool = False) -> Membership:
        """Join by six digits, a link or its token. Holds after: the membership is durable on this phone.

        ``as_nobody``: this phone's name is not told, and where a resident joins, no person's is kept.

        A link names the server too, where the app did not come from one: from then on that one is asked.
        Raises :class:`Refused`: ``code_not_known``, ``too_many_tries``, ``unreachable``; ``other_organisation``
        when this phone already keeps the walks of another one.
        """
        whose = {"as_nobody": True} if as_nobody else {"replica": self._journal.replica}
        body = json.dumps({"code": code_of(code), **whose}).encode()
        server = server_of(code)
        network = self._address.elsewhere(server) if self._address and server else self._network
        reply = await network.send("POST", "/api/v1/join", body, {"Content-Type": "application/json"})
        try:
            joined = self.become(json.loads(answered(reply).body))
        except ValueError:
            raise Refused("message_not_readable") from None
        except Refused as refused:
            if refused.code == "password_to_choose" and self.me() is None:
                self.stay_at(server)  # the account that opens by this link is there
            raise
        self.stay_at(server)
        return joined

    def become(self, welcome: dict[str, object]) -> Membership:
        """Be who the server's ``welcome`` says, however one came in. Raises as :meth:`join` does, ``ValueError`` for
        what is no welcome."""
        joined = _membership(welcome)
        before = self.me()
        if before and before.organisation != joined.organisation:
            raise Refused("other_organisation", title=before.organisation_title)
        left = self._journal.fact(_HELD) or joined.organisation
        if left != joined.organisation and self._unsent():
            raise Refused("other_organisation", title="")
        if before and (before.role, before.walk_id) != (joined.role, joined.walk_id):
            # Another role may see more: what it may not have been told yet comes with a fresh cursor.
            self._journal.keep_fact("cursor", "0")
        if joined.is_nobody or (before and before.is_nobody):
            self._journal.rename()
        self._journal.keep_fact(_FACT, json.dumps(asdict(joined)))
        for told in (RIGHT_ENDED, WITHDRAWN):
            self._journal.keep_fact(told, "")
        return joined

    async def become_nobody(self) -> None:
        """The server forgets whose what this phone has told is, and this phone takes a name that nothing was told by.

        Holds after: it is nobody for as long as it belongs here. Raises :class:`Refused` ``unreachable`` and what the
        server says; the phone is as it was then. Not for staff.
        """
        me = self.me()
        if me is None or me.is_nobody:
            return
        headers = {"Authorization": f"Bearer {me.token}"}
        said = answered(await self._network.send("POST", "/api/v1/anonymous", b"", headers)).body
        try:
            person_id = str(json.loads(said)["person_id"])
        except (ValueError, TypeError, KeyError):
            raise Refused("message_not_readable") from None
        self._journal.rename()
        self._journal.keep_fact(_FACT, json.dumps(asdict(replace(me, person_id=person_id, is_nobody=True))))

    def leave(self) -> None:
        """Forget who this phone is, and everything that the organisation holds: it comes back when one joins again.

        Whoever gets the phone next reads nothing of it, and may join another organisation. Raises :class:`Refused`
        ``unsent_left`` while anything written here is not on the server: nobody would be left who may send it.
        Nothing is forgotten then.
        """
        me = self.me()
        if me is None:
            return
        if self._unsent():
            raise Refused("unsent_left")
        self._forget(me)

    def end(self) -> None:
        """The server says that the right to be here has ended: keep nothing but what it has not taken from this phone.

        That stays in quarantine: shown in numbers, saved by the rescue file, sent if the phone joins there again.
        """
        me = self.me()
        if me is not None:
            self._journal.keep_fact(RIGHT_ENDED, "yes")
            self._forget(me)

    def stay_at(self, server: str) -> None:
        """From now on this phone asks ``server``, where the app did not come from one; also after a restart."""
        if self._address and server:
            self._address.base = server
            self._journal.keep_fact(_SERVER, server)

    def _unsent(self) -> bool:
        return bool(self._journal.unsent(1) or self._waiting())

    def _forget(self, me: Membership) -> None:
        """Killed anywhere between, the server says the same once more and this is done again."""
        self._journal.keep_fact(_HELD, me.organisation)
        self._journal.withdraw_all()
        if me.is_nobody:
            self._journal.rename()  # what is told elsewhere by this phone's name would tell who it was here
        self._journal.keep_fact(_FACT, "")

    def me(self) -> Membership | None:
        """The membership that this phone holds."""
        kept = self._journal.fact(_FACT)
        return _membership(json.loads(kept)) if kept else None

    def role(self) -> str:
        me = self.me()
        return me.role if me else OWN_ROLE

    def person_id(self) -> str:
        me = self.me()
        return me.person_id if me else ""

    def walk_id(self) -> str | None:
        """The walk whose code was used to join, if it was a walk's."""
        me = self.me()
        return me.walk_id if me else None

    def token(self) -> str | None:
        me = self.me()
        return me.token if me else None


def code_of(text: str) -> str:
    """The code in what a person typed or scanned: six digits with or without spaces, a link, or its last part."""
    code = text.strip().rstrip("/").rsplit("/", 1)[-1]
    digits = code.replace(" ", "").replace("-", "")
    return digits if digits.isdigit() else code


def server_of(text: str) -> str:
    """The server that a join link names, such as ``https://walks.example.org``; empty for anything else."""
    base, found, _ = text.strip().partition("/join/")
    return base if found and base.startswith(("https://", "http://")) else ""


def _membership(data: dict[str, object]) -> Membership:
    match data:
        case {
            "token": str(token),
            "person_id": str(person),
            "role": str(role),
            "organisation": str(organisation),
        }:
            walk_id, expires_at = data.get("walk_id"), data.get("expires_at")
            return Membership(
                token,
                person,
                str(data.get("name") or ""),
                role,
                organisation,
                str(data.get("organisation_title") or ""),
                walk_id if isinstance(walk_id, str) else None,
                expires_at if isinstance(expires_at, int) else None,
                data.get("is_nobody") is True,
            )
    raise ValueError("not a membership")
