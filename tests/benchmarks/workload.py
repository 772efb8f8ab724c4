"""The workload that other systems were measured on, as changes of our own records.

The generator beside the other systems is used when FIELDWALK_PEERS (by default ../shared/peers) has it; without
it one of our own writes as many records of the same shape.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fieldwalk.domain.fixes import Fix
from fieldwalk.domain.identities import identity
from sync.client.journal import Edit

PEERS = Path(os.environ.get("FIELDWALK_PEERS", Path(__file__).resolve().parents[2].parent / "shared" / "peers"))
_START = 1_790_000_000_000
_WORDS = (
    "mörkt",
    "vid",
    "porten",
    "lampan",
    "är",
    "trasig",
    "häcken",
    "skymmer",
    "sikten",
    "gången",
    "känns",
    "otrygg",
)
_FIELDS = {
    "status": "kind", "severity": "number", "text": "words", "assignee": "place", "sensitivity": "light",
    "category": "category",
}  # fmt: skip


class Workload:
    """50 walks and 5,000 issues, 200,000 fixes, 2,200 edits of which 200 meet, 100 single changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        generator = PEERS / "gen.py"
        self.theirs = generator.exists()
        if self.theirs:
            subprocess.run([sys.executable, str(generator), str(folder), "7"], check=True)
        else:
            _generate(folder, random.Random(7))

    def records(self) -> list[Edit]:
        return [as_record(row) for row in self._rows("records")]

    def edits(self, name: str) -> list[Edit]:
        """``a`` or ``b``: the edits of one of the two devices; ``one``: single changes."""
        return [as_edit(row) for row in self._rows("one" if name == "one" else f"edits_{name}")]

    def meeting(self) -> tuple[int, int]:
        """How many of device a's edits meet one of b's in the same field, and how many in another."""
        kinds = [row["kind"] for row in self._rows("edits_a")]
        return kinds.count("same"), kinds.count("diff")

    def tracks(self) -> list[tuple[str, list[Fix]]]:
        """Every walk's whole track."""
        tracks: dict[str, list[Fix]] = {}
        for row in self._rows("segments"):
            tracks.setdefault(row["walk_id"], []).extend(Fix(p[0], p[1], p[2], p[3]) for p in row["pts"])
        return list(tracks.items())

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        with (self._folder / f"{name}.jsonl").open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def as_record(row: Mapping[str, Any]) -> Edit:
    """A walk or an issue of the workload as one of ours."""
    if row["t"] == "walk":
        fields = {"title": row["name"], "meeting_place": row["area"], "leader": row["leader"], "purpose": row["note"]}
        times = {"started_at": row["started"], "finished_at": row["ended"], "participants": row["participants"]}
        return Edit("walk", row["id"], {**fields, **times, "state": row["status"]})
    said = {ours: _value(ours, row[theirs]) for theirs, ours in _FIELDS.items()}
    where = {"position": [row["lat"], row["lon"], row["accuracy"]], "marked_at": row["created"]}
    return Edit("issue", row["id"], {"walk_id": row["walk_id"], **said, **where})


def as_edit(row: Mapping[str, Any]) -> Edit:
    """The moment of an edit is its stamp: nobody stores it a second time."""
    field = _FIELDS[row["field"]]
    return Edit("issue", row["id"], {field: _value(field, row["value"])})


def told_back(row: Mapping[str, Any]) -> dict[str, Any]:
    """The id and fields of one of our issues as the workload has them."""
    told = {theirs: row[ours] - 1 if ours == "number" else row[ours] or "" for theirs, ours in _FIELDS.items()}
    return {"id": row["id"], **told}


def _value(field: str, value: Any) -> Any:
    return value + 1 if field == "number" else value or None


def _generate(folder: Path, chance: random.Random) -> None:
    walks, issues, segments = [], [], []
    for number in range(50):
        start = _START + number * 7_200_000
        walk = identity(start, chance.randbytes(10))
        walks.append({
            "id": walk, "t": "walk", "name": f"Vandring {number}", "area": f"Område {number % 20}", "started": start,
            "ended": start + 5_400_000, "leader": f"Ledare {number % 15}", "participants": chance.randint(4, 30),
            "status": "closed", "note": _text(chance),
        })  # fmt: skip
        points = list(_walked(chance, start))
        segments += [
            {"id": walk, "t": "seg", "walk_id": walk, "seq": n, "pts": points[n * 100 : n * 100 + 100]}
            for n in range(40)
        ]
        issues += [_issue(chance, walk, chance.choice(points)) for _ in range(100)]
    picked = chance.sample(issues, 2000)
    ours = [{"id": row["id"], "field": "text", "value": _text(chance)} for row in picked]
    met = picked[:200]
    theirs = [
        {"id": row["id"], "field": "text", "value": f"word_{n}", "kind": "same"} for n, row in enumerate(met[:100])
    ]
    theirs += [{"id": row["id"], "field": "status", "value": "done", "kind": "diff"} for row in met[100:]]
    one = [{"id": row["id"], "field": "status", "value": "done"} for row in issues if row not in met][:100]
    files = {"records": walks + issues, "segments": segments, "edits_b": ours, "edits_a": theirs, "one": one}
    for name, rows in files.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def _walked(chance: random.Random, start: int) -> Iterator[list[float]]:
    latitude, longitude = 59.2 + chance.random() * 0.3, 17.8 + chance.random() * 0.5
    for n in range(4000):
        latitude += chance.gauss(8e-6, 4e-6)
        longitude += chance.gauss(8e-6, 6e-6)
        accuracy = round(abs(chance.gauss(6, 2)) + 2, 1)
        yield [start + n * 1000 + chance.randint(-40, 40), round(latitude, 7), round(longitude, 7), accuracy]


def _issue(chance: random.Random, walk: str, point: list[float]) -> dict[str, Any]:
    return {
        "id": identity(int(point[0]), chance.randbytes(10)), "t": "issue", "walk_id": walk,
        "category": chance.choice(["lighting", "vegetation", "litter", "other"]), "severity": chance.randint(0, 3),
        "lat": point[1], "lon": point[2], "accuracy": point[3], "text": _text(chance), "status": "new",
        "created": int(point[0]), "assignee": chance.choice(["", "Drift", "Park"]),
        "sensitivity": chance.choice(["public", "internal"]),
    }  # fmt: skip


def _text(chance: random.Random) -> str:
    return " ".join(chance.choice(_WORDS) + str(chance.randint(0, 99)) for _ in range(chance.randint(3, 22)))
