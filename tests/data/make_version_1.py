"""How version-1.db was made, by the code of its day. It is never made again: every later version must open it.

`python -m tests.data.make_version_1 FILE` writes one with today's code, which is the next version's business.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from fieldwalk.data.opening import open_database
from fieldwalk.domain.tracks import Fix
from tests.fieldwalk.services.conftest import phone_over


def make(path: Path) -> None:
    """A phone with a walk under way, three marks, a photo, a burst of track, a plan, and nothing sent."""
    database = open_database(path)
    phone = phone_over(database)
    services = phone.fieldwalk
    walk_id = services.walks.plan("Kvällsvandring i Fittja", purpose="Trygga vägar hem", leader="Samira")
    services.walks.start(walk_id)
    services.recorder.start(walk_id)
    for second in range(30):
        phone.position.give(Fix(1_790_000_000_000 + second * 1000, 59.2500 + second * 0.00001, 17.8300, 5.0))
    services.recorder.stop()
    for number in range(3):
        phone.clock.move(60_000)
        issue_id = services.reports.mark(walk_id, services.recorder.latest)
        services.reports.describe(issue_id, category="lighting", severity=2, words=f"Trasig lampa {number + 1} åäö")
    asyncio.run(services.photographs.keep(services.photographs.draft(issue_id), b"\xff\xd8\xff a photo"))
    services.walks.plan("Vandring till bryggan", planned_at=1_790_500_000_000)
    services.settings.set_theme("dark")
    database.execute("pragma wal_checkpoint(truncate)")
    database.execute("pragma journal_mode = delete")
    database.execute("vacuum")
    database.conn.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
