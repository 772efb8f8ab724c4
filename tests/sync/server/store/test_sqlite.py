"""The one file of a small installation: it is closed between two transactions, never in one."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from fieldwalk.domain.refusals import Refused
from sync.server.store.sqlite import Sqlite


def test_closing_waits_for_the_transaction_under_way_and_nothing_begins_afterwards(tmp_path: Path) -> None:
    database = Sqlite(tmp_path / "server.sqlite")
    closing = Thread(target=database.close)
    with database.write() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
        closing.start()
        connection.execute(text("INSERT INTO t VALUES (1)"))
    closing.join()

    for begun in (database.write, database.read_sources):
        with pytest.raises(Refused, match="store_away"), begun():
            pass
    again = Sqlite(tmp_path / "server.sqlite")
    with again.read_sources() as connection:
        assert connection.scalar(text("SELECT n FROM t")) == 1
    again.close()
