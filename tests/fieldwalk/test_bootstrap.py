"""What stops the opening is told by a code that the first screen has words for."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fieldwalk import assets, bootstrap
from fieldwalk.bootstrap import leave, put_away, trouble
from fieldwalk.data.opening import open_database
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.tracks import Fix
from tests.fieldwalk.services.conftest import Phone, phone_over

FIRST_SCREEN = (assets.folder() / "browser" / "first-screen.js").read_text()


def refused_by_sqlite(path: Path, statement: str) -> sqlite3.Error:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        with pytest.raises(sqlite3.Error) as caught:
            connection.execute(statement)
    finally:
        connection.close()
    return caught.value


def test_every_trouble_has_words_on_the_first_screen(tmp_path: Path) -> None:
    held = open_database(tmp_path / "held.db")
    held.execute("create table a (b)")
    (tmp_path / "torn.db").write_bytes(b"no database at all " * 100)
    found = [
        trouble(Refused("store_is_newer")),
        trouble(Refused("store_damaged")),
        trouble(refused_by_sqlite(tmp_path / "held.db", "select * from a")),
        trouble(refused_by_sqlite(tmp_path / "torn.db", "select * from a")),
        trouble(refused_by_sqlite(tmp_path / "none.db", "select * from a")),
        trouble(ValueError("anything")),
    ]
    held.conn.close()
    assert found == ["store_is_newer", "store_damaged", "store_locked", "store_damaged", "start", "start"]
    for code in {*found, "storage_full"}:
        name = code.replace("_", "-")
        assert f"  {name}: [" in FIRST_SCREEN or f"  '{name}': [" in FIRST_SCREEN


def recording(file: Path) -> tuple[Phone, str]:
    """A phone that records a walk, and the walk's id."""
    phone = phone_over(open_database(file))
    walk_id = phone.fieldwalk.walks.plan("Kväll")
    phone.fieldwalk.walks.start(walk_id)
    phone.fieldwalk.recorder.start(walk_id)
    return phone, walk_id


def test_when_another_tab_takes_over_the_track_is_written_first_and_nothing_after(tmp_path: Path) -> None:
    phone, walk_id = recording(tmp_path / "fieldwalk.db")
    for second in range(3):
        phone.position.give(Fix(1_790_000_000_000 + second * 1000, 59.3 + second * 0.00001, 18.0, 5.0))
    assert phone.fieldwalk.store.fixes(walk_id) == []
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    phone.fieldwalk.unsaved.hold(lambda: phone.fieldwalk.reports.describe(issue_id, words="ett halvt or"))
    leave(phone.fieldwalk, phone.database)
    with pytest.raises(sqlite3.ProgrammingError):
        phone.fieldwalk.reports.mark(walk_id, None)
    again = open_database(tmp_path / "fieldwalk.db")
    left = phone_over(again).fieldwalk.store
    assert len(left.fixes(walk_id)) == 1
    assert [issue.words for issue in left.issues(walk_id)] == ["ett halvt or"]
    again.conn.close()


def test_what_is_held_back_is_written_when_the_page_is_put_away_and_the_recording_goes_on(tmp_path: Path) -> None:
    phone, walk_id = recording(tmp_path / "fieldwalk.db")
    for second in range(6):
        if second == 3:
            put_away(phone.fieldwalk)
        phone.position.give(Fix(1_790_000_000_000 + second * 1000, 59.3 + second * 0.00001, 18.0, 5.0))
    leave(phone.fieldwalk, phone.database)
    again = open_database(tmp_path / "fieldwalk.db")
    bursts = phone_over(again).fieldwalk.store.fixes(walk_id)
    again.conn.close()
    assert len(bursts) == 2
    assert {burst.segment for burst in bursts} == {0}


def test_two_phones_never_have_the_same_name(tmp_path: Path) -> None:
    databases = [open_database(tmp_path / f"{name}.db") for name in "ab"]
    first, second = (phone_over(database).journal.replica for database in databases)
    assert first != second
    for database in databases:
        database.conn.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://walks.example.se/join/aB3-x_9", "aB3-x_9"),
        ("https://walks.example.se/join/aB3-x_9?from=poster", "aB3-x_9"),
        ("https://walks.example.se/walks/123", None),
        ("https://walks.example.se/join/", None),
        ("", None),
    ],
)
def test_the_code_is_found_in_the_address_that_opened_the_app(url: str, code: str | None) -> None:
    assert bootstrap._entry(url) == code


def test_loading_it_on_a_desk_loads_no_browser_and_no_server() -> None:
    program = "import sys, fieldwalk.bootstrap; print(*(m for m in sys.modules if m in ('fastapi', 'pyodide', 'PIL')))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
