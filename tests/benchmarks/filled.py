"""A phone's database filled for measuring."""

from __future__ import annotations

from pathlib import Path

from fieldwalk.data.opening import open_database
from fieldwalk.domain.tracks import Fix
from sync.client.journal import Edit
from tests.fieldwalk.services.conftest import phone_over

_AT_ONCE = 500


def many_issues(path: Path, count: int) -> None:
    """A finished walk named Stora vandringen with ``count`` described places."""
    database = open_database(path)
    phone = phone_over(database)
    services = phone.fieldwalk
    walk_id = services.walks.plan("Stora vandringen", purpose="Mycket", leader="Samira")
    services.walks.start(walk_id)
    first = services.reports.mark(walk_id, Fix(phone.clock.now(), 59.25, 17.83, 5.0))
    like = services.store.issue(first)
    assert like is not None
    edits = [
        Edit("issue", services.walks._pen.new_id(), {
            "walk_id": walk_id, "number": number, "kind": like.kind, "category": "lighting", "severity": 2,
            "marked_at": like.marked_at, "words": f"Trasig lampa {number}",
            "position": [59.25 + number % 70 * 0.0001, 17.83 + number // 70 * 0.0001, 5.0],
        })
        for number in range(2, count + 1)
    ]  # fmt: skip
    for start in range(0, len(edits), _AT_ONCE):
        phone.journal.write("", edits[start : start + _AT_ONCE])
    services.reports.describe(first, words="Trasig lampa 1", category="lighting", severity=2)
    services.walks.finish(walk_id)
    database.execute("pragma wal_checkpoint(truncate)")
    database.conn.close()
