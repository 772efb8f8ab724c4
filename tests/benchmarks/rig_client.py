"""Our real client for the rig that measures other systems: a command a line on standard input, an answer on the other.

The rig speaks of its own records; here they are ours (:mod:`tests.benchmarks.workload`), and are told back as its own.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import sys
import time
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import requests

from fieldwalk.domain.fixes import Fix, pack
from sync.client.journal import Edit
from tests.benchmarks.rig_server import WAYS_IN
from tests.benchmarks.workload import as_edit, as_record, told_back
from tests.sync.faults.serving import RealPhone

Said = Mapping[str, Any]


class Client:
    """One phone. Every public method is a command of the rig's."""

    def __init__(self) -> None:
        self._loop = asyncio.Runner()
        """One for all turns, as the app has one for its life."""

    def init(self, said: Said) -> None:
        folder = Path(said["dir"])
        folder.mkdir(parents=True, exist_ok=True)
        way = next((folder.parent / "server" / WAYS_IN).iterdir())
        way.unlink()  # it is good for one phone
        welcome = requests.post(f"{said['url']}/api/v1/join", json={"code": way.name}, timeout=60)
        welcome.raise_for_status()
        port = int(said["url"].rsplit(":", 1)[1])
        self._phone = RealPhone(folder / "phone.db", port, welcome.json()["token"], lambda: time.time_ns() // 1_000_000)

    def load(self, said: Said) -> None:
        self._phone.write(*(_track(row) if row["t"] == "seg" else as_record(row) for row in _rows(said)))

    def edit(self, said: Said) -> None:
        """Each edit is a commit of its own, as a person's is."""
        for row in islice(_rows(said), said.get("from") or 0, said.get("to")):
            self._phone.write(as_edit(row))

    def push(self, _said: Said) -> None:
        if self._phone.journal.waiting():
            self._loop.run(self._phone.exchange.level())

    def pull(self, _said: Said) -> None:
        self._loop.run(self._phone.exchange.level())

    def digest(self, _said: Said) -> dict[str, object]:
        """Over every field of every record, and the stamp that it came from."""
        rows = [
            row
            for table in ("state_walk", "state_issue", "state_fixes")
            for row in self._phone.db.execute(f"select * from {table} order by id").fetchall()
        ]
        return {"n": len(rows), "sha": hashlib.sha256(repr(rows).encode()).hexdigest()[:16]}

    def getmany(self, said: Said) -> list[dict[str, Any]]:
        return [told_back(self._issue(one)) for one in said["ids"]]

    def losers(self, _said: Said) -> int:
        """Fields that two devices have edited since they were written: the beaten value is in the journal."""
        sql = """
            select count(*) from (
                select 1 from journal, json_each(fields) where record = 'issue'
                group by record_id, json_each.key having count(*) > 2 and count(distinct substr(stamp, 18)) > 1)
        """
        return int(self._phone.db.execute(sql).fetchone()[0])

    def _issue(self, record_id: str) -> dict[str, Any]:
        table = self._phone.db.execute("select * from state_issue where id = ?", (record_id,))
        return dict(zip((column[0] for column in table.description), table.fetchone(), strict=True))


def _track(row: Said) -> Edit:
    """A segment as one burst. The rig's heights are left out: our tracks have none."""
    fixes = [Fix(at, latitude, longitude, accuracy) for at, latitude, longitude, accuracy, _ in row["pts"]]
    span = {"started_at": fixes[0].at, "ended_at": fixes[-1].at}
    return Edit("fixes", row["id"], {"walk_id": row["walk_id"], "segment": 0, **span, "packed": pack(fixes)})


def _rows(said: Said) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(said["file"]).read_text("utf-8").splitlines()]


def _say(answer: Mapping[str, object]) -> None:
    print("@@" + json.dumps(answer), flush=True)


def main() -> None:
    client = Client()
    gc.freeze()  # as the app does where it begins
    _say({"ok": 1, "r": "up"})
    for line in sys.stdin:
        said, start = json.loads(line), time.perf_counter()
        if said["cmd"] == "exit":
            _say({"ok": 1, "ms": 0, "r": None})
            return
        try:
            answer: dict[str, object] = {"ok": 1, "r": getattr(client, said["cmd"])(said)}
        except Exception as fault:  # the rig is told, whatever it is
            answer = {"ok": 0, "err": repr(fault)[:800]}
        _say({**answer, "ms": (time.perf_counter() - start) * 1000})


if __name__ == "__main__":
    main()
