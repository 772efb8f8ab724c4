"""A store that cannot be opened is told in words with a next step, and left as it is; an old one opens."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.browser.app import App
from tests.browser.evidence import database, put_database, quiet_page
from tests.browser.phone import Phone
from tests.fakes.older import VERSION_1


def test_a_store_of_a_newer_version_is_left_untouched_and_told_in_words(walker: Phone, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    newer.write_bytes(VERSION_1.read_bytes())
    connection = sqlite3.connect(newer)
    connection.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('fieldwalk', '9999_later', 'then')"
    )
    connection.commit()
    connection.close()
    page = quiet_page(walker)
    put_database(page, newer)
    page.goto(walker.origin)
    page.get_by_text("kommer från en nyare fieldwalk").wait_for()
    said = page.locator("#first-screen").inner_text()
    assert "fieldwalk: store-is-newer" in said
    assert "Ladda om" in said
    assert "Traceback" not in said
    page.close()
    with database(quiet_page(walker), tmp_path) as kept:
        assert ("9999_later",) in kept.execute("select name from _sqlite_migrations").fetchall()
        assert kept.execute("select count(*) from journal").fetchone()[0] > 0


def test_a_store_of_version_1_opens_in_the_browser(walker: Phone) -> None:
    page = quiet_page(walker)
    put_database(page, VERSION_1)
    App(page, walker.origin).open().see("Kvällsvandring i Fittja")
