"""A phone's store as the first version left it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.browser.probe.deeds import lay

VERSION_1 = Path(__file__).resolve().parents[1] / "data" / "version-1.db"


def lay_without_state(path: Path) -> None:
    """Put it at ``path`` with its state gone: that has to be drawn anew."""
    lay(path, {"": VERSION_1.read_bytes()})
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("select name from sqlite_master where name like 'state!_%' escape '!'").fetchall()
        for (name,) in names:
            connection.execute(f"drop table if exists {name}")
        connection.commit()
