"""A commit is on the disk when it returns, and one process holds the file."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fieldwalk.data.opening import open_database
from sync.client.journal import Edit, Journal

EVERY = int(os.environ.get("FIELDWALK_CRASH_STEP", "97"))
"""Bytes from one cut to the next; `make crash` takes every one."""


def test_the_file_is_opened_so_that_a_commit_reaches_the_disk(tmp_path: Path) -> None:
    db = open_database(tmp_path / "a.db")
    pragmas = {
        name: db.execute(f"pragma {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "locking_mode")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "locking_mode": "exclusive"}
    db.conn.close()


def test_a_second_owner_is_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0))  # SQLite's own: five seconds
    db = open_database(tmp_path / "a.db")
    db.execute("create table t (x)")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        open_database(tmp_path / "a.db")
    db.conn.close()


def test_what_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"this is a shopping list" * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        open_database(path)
    assert path.read_bytes() == b"this is a shopping list" * 1000


WRITER = """
import sys
from pathlib import Path
from fieldwalk.data.opening import open_database
from sync.client.journal import Edit, Journal
journal = Journal(open_database(sys.argv[1]), lambda: 1_795_000_000_000, "aaaaaaaa")
for number in range(10_000):
    journal.write("", [Edit("issue", f"issue-{number:06d}", {"walk_id": "walk-0001", "number": number + 1})])
    print(number + 1, flush=True)
"""


@pytest.mark.crash
def test_whatever_was_confirmed_is_there_after_sigkill(tmp_path: Path, root: Path) -> None:
    for killed_after in (1, 7, 40, 133):
        path = tmp_path / f"{killed_after}.db"
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=root
        )
        assert writer.stdout
        confirmed = [next(writer.stdout) for _ in range(killed_after)]
        writer.kill()
        confirmed += writer.stdout.readlines()
        writer.stdout.close()
        writer.wait()
        with sqlite3.connect(path) as disk:
            assert disk.execute("select count(*) from journal").fetchone()[0] >= len(
                [c for c in confirmed if c.endswith("\n")]
            )
            assert (
                disk.execute("select count(*) from journal").fetchone()
                == disk.execute("select count(*) from state_issue").fetchone()
            )
            assert disk.execute("pragma integrity_check").fetchone() == ("ok",)
        disk.close()


def _size(path: Path) -> int:
    return path.with_name(path.name + "-wal").stat().st_size


@pytest.mark.crash
@pytest.mark.parametrize(("page", "every"), [(512, EVERY), (4096, 97)])
def test_a_transaction_cut_off_at_any_byte_is_there_whole_or_not_at_all(
    tmp_path: Path, page: int, every: int, record_property: Callable[[str, Any], None]
) -> None:
    """Power goes while the log is written: whatever part of it reached the disk, the file opens and is whole."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as made:  # small pages: the same transaction in far fewer bytes
        made.execute(f"pragma page_size = {page}")
        made.execute("vacuum")
    db = open_database(path)
    journal = Journal(db, lambda: 1_795_000_000_000, "aaaaaaaa")
    for number in range(20):
        journal.write("", [Edit("issue", f"issue-{number:06d}", {"walk_id": "walk-0001", "number": number + 1})])
    before = _size(path)
    journal.write("", [Edit("issue", "issue-the-last", {"walk_id": "walk-0001", "words": "mörkt " * 20})])
    after = _size(path)
    content, log = path.read_bytes(), path.with_name("a.db-wal").read_bytes()
    db.conn.close()
    copy = tmp_path / "copy.db"
    whole = set()
    for cut in [*range(before, after, every), after]:
        copy.write_bytes(content)
        copy.with_name("copy.db-wal").write_bytes(log[:cut])
        again = open_database(copy)
        rows = again.execute("select count(*) from journal").fetchone()[0]
        states = again.execute("select count(*) from state_issue").fetchone()[0]
        assert (rows, states) == ((21, 21) if cut == after else (20, 20))
        assert again.execute("pragma quick_check").fetchone()[0] == "ok"
        whole.add(rows)
        again.conn.close()
    assert whole == {20, 21}
    cuts = len(range(before, after, every))
    record_property("crash", (f"transaction cut off at a byte, pages of {page}", cuts, 20 * cuts, 0))
