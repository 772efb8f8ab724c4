"""Forgetting: what the server above has forgotten the hub forgets too, and the other way about. The stricter wins."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from fieldwalk.domain.anonymity import is_nobody
from sync.client.exchange import answered
from sync.client.network import Network
from sync.hub.bridge import HubJournal
from sync.server.caller import KEEPER, Caller
from sync.server.central import Central
from sync.server.hubs import Forgotten
from sync.server.purging import files_among, purge_named
from sync.server.store.journal import hold_head
from sync.server.store.passing import residents_by_key, strangers_among, writers
from sync.server.store.person import let_go
from sync.server.store.states import Key

PATH = "/api/v1/hub/forgotten"
AT_ONCE = 150
"""Of each kind in one request."""

_GOING, _LEVEL = "going", "forgot_together"
"""The facts what is being purged, and at which history of the server above, and with whom nobody, both were level."""
_TOO_OLD = (404, 405)
"""How a server answers that does not know the question."""


class Forgetting:
    """Levels what ``central``, the hub's own server, and the one behind ``network`` have forgotten.

    Everything is safe to cut and to repeat.
    """

    def __init__(
        self, central: Central, keeper: Caller, journal: HubJournal, network: Network, token: Callable[[], str]
    ) -> None:
        self._central, self._keeper, self._journal = central, keeper, journal
        self._network, self._token = network, token

    async def level(self) -> list[str]:
        """Forget together. Returns the files that were let go of.

        Holds after: what was purged above is purged here, with its files, through the same door as all that is; who is
        named by nothing at one of the two is named by nothing at the other. Comes after both have exchanged all else.
        """
        residents, nobodies = self._residents()
        said = f"{self._journal.fact('epoch')} {sorted(nobodies)}"
        mark = hashlib.sha256(said.encode()).hexdigest()
        withdrawn = self._journal.withdrawn()
        if withdrawn or self._journal.fact(_LEVEL) != mark:
            told = await self._ask(Forgotten(withdrawn, sorted(residents), self._others()), nobodies)
            if told is None:
                return []
            self._let_go({residents[key] for key in told.residents} | set(told.persons))
            self._note_going([Key(self._keeper.organisation, *each) for each in told.records])
            self._journal.asked(withdrawn)
            self._journal.keep_fact(_LEVEL, mark)
        return self._purge()

    def _residents(self) -> tuple[dict[str, str], list[str]]:
        """The residents who are named here, by key; and the keys of who is nobody."""
        with self._central.database.read_sources() as connection:
            by_key = residents_by_key(connection, self._keeper.organisation)
        residents = {key: person for key, person in by_key.items() if person}
        return residents, sorted(by_key.keys() - residents.keys())

    def _others(self) -> list[str]:
        """Who is named here as a writer and came in above."""
        with self._central.database.read_sources() as connection:
            named = writers(connection, self._keeper.organisation) - {KEEPER}
            strangers = strangers_among(connection, self._keeper.organisation, named)
        return sorted(each for each in strangers if not is_nobody(each))

    async def _ask(self, known: Forgotten, nobodies: list[str]) -> Forgotten | None:
        """What of it is forgotten above; ``None`` when the server there is of an earlier version."""
        records = [{"record": record, "id": record_id} for record, record_id in known.records]
        parts: dict[str, list[Any]] = {**vars(known), "records": records, "nobodies": nobodies}
        told: dict[str, list[Any]] = {"records": [], "residents": [], "persons": []}
        for begin in range(0, max(1, *map(len, parts.values())), AT_ONCE):
            body = json.dumps({name: part[begin : begin + AT_ONCE] for name, part in parts.items()}).encode()
            headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
            reply = await self._network.send("POST", PATH, body, headers)
            if reply.status in _TOO_OLD:
                return None
            answer = json.loads(answered(reply).body)
            for name, each in told.items():
                each += answer[name]
        return Forgotten([(each["record"], each["id"]) for each in told["records"]], told["residents"], told["persons"])

    def _let_go(self, persons: set[str]) -> None:
        own = self._keeper.organisation
        if persons:
            with self._central.database.write() as connection:
                hold_head(connection, own)
                let_go(connection, own, persons, self._central.clock())
        with self._central.database.read_sources() as connection:
            self._journal.name_only(writers(connection, own))

    def _note_going(self, keys: list[Key]) -> None:
        """Which files go with them is known only as long as they are there."""
        if not keys:
            return
        with self._central.database.read() as connection:
            files = files_among(connection, self._keeper.organisation, keys)
        before = self._going()
        going = {"records": [*before["records"], *keys], "files": sorted({*before["files"], *files})}
        self._journal.keep_fact(_GOING, json.dumps(going))

    def _purge(self) -> list[str]:
        going = self._going()
        keys, files = [Key(*each) for each in going["records"]], going["files"]
        if keys:
            purge_named(self._central, self._keeper, keys, files)
            self._journal.keep_fact(_GOING, "")
        return files

    def _going(self) -> dict[str, list[Any]]:
        kept: dict[str, list[Any]] = json.loads(self._journal.fact(_GOING) or '{"records": [], "files": []}')
        return kept
