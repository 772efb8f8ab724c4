"""The first screen's mark button works before the app does, and each tap becomes exactly one mark."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.app import App
from tests.browser.evidence import inbox, marks, quiet_page
from tests.browser.phone import Phone, phone
from tests.browser.serving import FileServer
from tests.browser.walkers import wait_until_taken_over

STEPS = ("first-screen", "python", "imports", "disk", "app", "shown")
THOROUGH = "FIELDWALK_CRASH_ROUNDS" in os.environ
"""`make crash` taps and kills at every step, `make test` at some."""
SAVED = "Plats sparad i telefonen"
# The page's own clock says when: at which of the app's steps the button is tapped.
TAP_AT = """(moment) => new Promise(resolve => {
  const look = () => {
    if (performance.getEntriesByName(`fieldwalk:${moment}`).length) {
      document.querySelector('[data-mark]').click();
      resolve();
    } else setTimeout(look, 1);
  };
  look();
})"""


def tap_mark(page: Page) -> None:
    """As soon as the button is there: the screen may be gone before a click that waits for stillness."""
    page.wait_for_selector("[data-mark]", state="attached")
    page.evaluate(TAP_AT, "first-screen")


def until_step(page: Page, step: str) -> None:
    page.wait_for_function("step => performance.getEntriesByName(`fieldwalk:${step}`).length", arg=step)


def told(page: Page, words: str) -> None:
    page.get_by_text(words).first.wait_for(state="attached")


def opened(walker: Phone, path: str = "/") -> Page:
    page = walker.page()
    page.goto(walker.origin + path, wait_until="commit")
    return page


def kept(page: Page) -> int:
    """How many marks the first screen has said that it saved."""
    return int(page.locator("#first-screen").get_attribute("data-kept") or 0)


def test_a_tap_before_the_app_is_saved_at_once_and_is_one_mark(walker: Phone, tmp_path: Path) -> None:
    before = marks(quiet_page(walker), tmp_path)
    page = opened(walker)
    tap_mark(page)
    told(page, SAVED)
    tap_mark(page)
    told(page, "2 platser sparade i telefonen")
    App(page, walker.origin).ready().tap("Fortsätt").see("Märk ut plats")
    wait_until_taken_over(page)
    page.close()
    found = marks(quiet_page(walker), tmp_path)
    assert len(found) == len(before) + 2
    assert len(set(found)) == len(found)


@pytest.mark.crash
@pytest.mark.parametrize("moment", [*STEPS, "flutter"] if THOROUGH else ["first-screen", "imports", "app"])
def test_a_tap_at_any_step_of_the_start_is_exactly_one_mark(
    walker: Phone, tmp_path: Path, moment: str, record_property: Callable[[str, Any], None]
) -> None:
    before = marks(quiet_page(walker), tmp_path)
    page = opened(walker)
    page.evaluate(TAP_AT, moment)
    App(page, walker.origin).ready()
    page.wait_for_selector("#first-screen[data-kept='1']", state="attached")
    wait_until_taken_over(page)
    page.close()
    found = marks(quiet_page(walker), tmp_path)
    record_property("crash", ("first screen tapped at every step", 1, 1, len(before) + 1 - len(found)))
    assert len(found) == len(before) + 1
    assert len(set(found)) == len(found)


@pytest.mark.crash
@pytest.mark.parametrize("killed_at", STEPS if THOROUGH else STEPS[:1])
@pytest.mark.parametrize("tapped_at", ["first-screen", "the same"] if THOROUGH else ["first-screen"])
def test_a_tap_is_one_mark_wherever_the_start_is_killed_and_its_taking_over_as_well(
    walker: Phone, tmp_path: Path, tapped_at: str, killed_at: str, record_property: Callable[[str, Any], None]
) -> None:
    before = set(marks(quiet_page(walker), tmp_path))
    page = opened(walker)
    page.evaluate(TAP_AT, killed_at if tapped_at == "the same" else tapped_at)
    page.wait_for_selector("#first-screen[data-kept='1']", state="attached")
    until_step(page, killed_at)
    walker.kill()

    page = quiet_page(walker)
    held = {mark["id"] for mark in inbox(page)} | set(marks(page, tmp_path))
    assert len(held - before) == 1
    page.close()
    if THOROUGH:
        until_step(opened(walker), "app")  # it is being taken over just now
        walker.kill()
    page = opened(walker)
    App(page, walker.origin).ready()
    wait_until_taken_over(page)
    page.close()
    found = marks(quiet_page(walker), tmp_path)
    record_property("crash", ("first screen killed at every step", 1 + THOROUGH, 1, len(held - set(found))))
    assert set(found) == held
    assert len(set(found)) == len(found)


@pytest.mark.crash
@pytest.mark.parametrize("moment", STEPS[2:] if THOROUGH else ["imports"])
def test_marks_that_two_tabs_take_over_one_after_the_other_are_there_once(
    walker: Phone, tmp_path: Path, moment: str, record_property: Callable[[str, Any], None]
) -> None:
    before = set(marks(quiet_page(walker), tmp_path))
    first, second = opened(walker), walker.page()
    first.evaluate(TAP_AT, moment)
    second.goto(walker.origin, wait_until="commit")
    tap_mark(second)
    for each in (first, second):
        each.wait_for_selector("#first-screen[data-kept='1']", state="attached")
    second.get_by_role("button", name="Ta över här").click()
    first.get_by_text("fieldwalk är nu öppet i en annan flik").wait_for()
    App(second, walker.origin).ready()
    wait_until_taken_over(second)
    first.close()
    second.close()
    found = marks(quiet_page(walker), tmp_path)
    record_property("crash", ("first screen taken over by two tabs", 1, 2, 2 - len(set(found) - before)))
    assert len(set(found) - before) == 2
    assert len(set(found)) == len(found)


def test_the_flag_outlives_a_kill_and_a_wrong_one_is_put_right(walker: Phone) -> None:
    page = opened(walker)
    page.evaluate("() => localStorage.clear()")
    page.reload(wait_until="commit")
    page.wait_for_selector("[data-marking]:not([hidden]) [data-mark]", state="attached")
    tap_mark(page)
    told(page, SAVED)
    page.close()


def test_a_mark_that_cannot_be_saved_is_never_said_to_be(walker: Phone) -> None:
    page = opened(walker)
    page.evaluate("() => { fieldwalkInbox.keep = () => Promise.reject(new Error('full')); }")
    tap_mark(page)
    page.get_by_text("Platsen kunde inte sparas. Tryck igen.").wait_for(state="attached")
    assert kept(page) == 0
    page.close()


def test_the_button_is_there_for_who_comes_by_an_invitation_and_for_nobody_else(
    playwright: Playwright, built_app: Path, tmp_path: Path
) -> None:
    server = FileServer(built_app)
    with phone(playwright, tmp_path / "new", server.origin) as one:
        page = opened(one)
        told(page, "Hämtar fieldwalk första gången.")
        assert page.get_by_role("button", name="Märk ut plats").count() == 0
        invited = opened(one, "/join/kx7p2m9q")
        tap_mark(invited)
        told(invited, SAVED)
        assert [mark["walk"] for mark in inbox(invited)] == [None]
    server.close()
