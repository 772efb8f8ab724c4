"""The walker's disk has one owner: a second tab says so in plain words, writes nothing, and goes on when it may."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.app import App
from tests.browser.conftest import NewPhone
from tests.browser.evidence import database, marks, quiet_page
from tests.browser.phone import Phone
from tests.browser.probing import probe
from tests.browser.settling import settle
from tests.browser.walkers import go_on, mark

LAST = "Sista ordet åäö"
THOROUGH = "FIELDWALK_CRASH_ROUNDS" in os.environ
# Letters that are still on their way: how soon a busy machine handles them is for `make crash` to see.
LATE = ["", pytest.param(" nu", marks=pytest.mark.crash)] if THOROUGH else [""]
PUT_AWAY = """() => {
  Object.defineProperty(document, 'visibilityState', {value: 'hidden'});
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_second_tab_is_told_and_runs_only_when_the_first_is_closed(new_phone: NewPhone) -> None:
    phone = new_phone()
    first = probe(phone.page(), phone.origin).open()
    first.run("connection = database()\nconnection.execute(\"insert into rows (word) values ('first')\")\nNone")

    second = phone.page()
    second.goto(phone.origin)
    first_screen = second.locator("#first-screen")
    second.get_by_text("fieldwalk är öppet i en annan flik.").wait_for()
    assert "fieldwalk is open in another tab." in first_screen.inner_text()
    assert not second.locator("html[data-fieldwalk=shown]").count()
    assert first.run("1 + 1") == 2

    first.page.close()
    app = probe(second, phone.origin).ready()
    rows = app.run("connection = database()\n[row[0] for row in connection.execute('select word from rows')]")
    assert rows == ["first"]


def test_a_reload_gets_the_disk_back(new_phone: NewPhone) -> None:
    phone = new_phone()
    app = probe(phone.page(), phone.origin).open()
    for _ in range(2):
        app.run("connection = database()\nconnection.execute(\"insert into rows (word) values ('again')\")\nNone")
        app.reload()
    assert app.run("database().execute('select count(*) from rows').fetchone()[0]") == 2


def test_a_second_tab_takes_over_and_the_first_takes_back_and_no_write_is_lost(walker: Phone, tmp_path: Path) -> None:
    first = go_on(walker)
    mark(first, 1)
    second = App(walker.page(), walker.origin)
    second.page.goto(walker.origin, wait_until="commit")
    second.page.get_by_role("button", name="Ta över här").click()
    second.ready().tap("Fortsätt").see("Märk ut plats")
    first.page.get_by_text("fieldwalk är nu öppet i en annan flik").wait_for()
    mark(second, 2)

    first.page.bring_to_front()
    first.page.get_by_role("button", name="Ta tillbaka hit").click()
    second.page.get_by_text("fieldwalk är nu öppet i en annan flik").wait_for()
    first.page.wait_for_selector("html[data-fieldwalk=shown]", state="attached")
    first.ready().see("Märk ut plats")
    mark(first, 3)
    first.page.close()
    second.page.close()
    found = marks(quiet_page(walker), tmp_path)
    assert len(set(found)) == len(found) == 3


def write_words(app: App) -> None:
    app.tap("Märk ut plats").tap("Beskriv").tap("Belysning").write("Med egna ord", LAST)


@pytest.mark.parametrize("late", LATE)
def test_words_typed_before_another_tab_takes_over_are_saved(walker: Phone, tmp_path: Path, late: str) -> None:
    first = go_on(walker)
    second = App(walker.page(), walker.origin)
    second.page.goto(walker.origin, wait_until="commit")
    take_over = second.page.get_by_role("button", name="Ta över här")
    take_over.wait_for()
    first.page.bring_to_front()  # nobody types in a tab that they do not see
    write_words(first)
    first.page.keyboard.type(late)
    take_over.click()
    second.ready()
    second.page.close()
    first.page.close()
    assert LAST + late in said(walker, tmp_path)


def test_words_typed_before_the_page_is_put_away_are_saved(walker: Phone, tmp_path: Path) -> None:
    app = go_on(walker)
    write_words(app)
    app.page.evaluate(PUT_AWAY)
    settle(app.page)
    walker.kill()
    assert LAST in said(walker, tmp_path)


if THOROUGH:  # a browser waits for a page that it closes, but no longer than half a second

    @pytest.mark.crash
    @pytest.mark.parametrize("late", LATE)
    def test_words_typed_in_the_last_moment_before_the_tab_is_closed_are_saved(
        walker: Phone, tmp_path: Path, late: str
    ) -> None:
        app = go_on(walker)
        write_words(app)
        app.page.keyboard.type(late)
        with app.page.expect_event("close"):
            app.page.close(run_before_unload=True)
        assert LAST + late in said(walker, tmp_path)


def said(walker: Phone, folder: Path) -> set[str]:
    """The words of all places, as they lie on the disk."""
    with database(quiet_page(walker), folder) as connection:
        return {words for (words,) in connection.execute("select words from state_issue")}
