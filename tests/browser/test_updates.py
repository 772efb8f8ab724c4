"""A new version comes whole, waits for the end of the walk, and never loses or mixes anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.app import App
from tests.browser.conftest import dressed
from tests.browser.evidence import marks, quiet_page, until_let_go
from tests.browser.phone import Phone
from tests.browser.serving import FileServer, linked_copy, replace
from tests.browser.test_offline import UPDATE, deploy_next_version
from tests.browser.walkers import finish, go_on, mark

IS_NEXT = "async () => (await (await fetch('/boot/offline.mjs')).text()).endsWith(' next */\\n')"
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"


@pytest.fixture
def folder(built_app: Path, tmp_path: Path) -> Path:
    return linked_copy(built_app, tmp_path / "served")


@pytest.fixture
def walking(
    playwright: Playwright, app_server: FileServer, built_app: Path, wardrobe: Path, folder: Path, tmp_path: Path
) -> Iterator[Phone]:
    """A phone on a walk, with today's version; what is put into ``folder`` is what its server has."""
    one = dressed(playwright, wardrobe, app_server.origin, tmp_path / "walking")
    app_server.show(folder)
    yield one
    one.close()
    app_server.show(built_app)


def deploy(folder: Path) -> None:
    """The next version is on the server, whole."""
    replace(folder / "boot" / "offline.mjs", deploy_next_version(folder))


def is_next(page: Page) -> bool:
    return bool(page.evaluate(IS_NEXT))


def test_an_update_in_the_middle_of_a_walk_waits_for_its_end_with_everything_unsent(
    walking: Phone, folder: Path, tmp_path: Path
) -> None:
    app = go_on(walking)
    mark(app, 1)
    deploy(folder)
    assert app.page.evaluate(UPDATE) == "installed"
    app.reload().see("Märk ut plats")
    assert app.page.evaluate(WAITS)
    assert not is_next(app.page)
    mark(app, 2)

    finish(app, "2 platser · 0 bilder")
    page = quiet_page(walking)
    app.page.close()
    until_let_go(page)
    app = App(page, walking.origin)
    page.goto(walking.origin, wait_until="commit")
    page.wait_for_function(f"async () => await ({IS_NEXT})()")
    app.ready()
    assert is_next(app.page)
    assert not app.page.evaluate(WAITS)
    app.page.close()
    assert len(set(marks(quiet_page(walking), tmp_path))) == 2


def test_a_browser_killed_in_the_middle_of_a_download_starts_the_old_version_whole(
    walking: Phone, app_server: FileServer, folder: Path, tmp_path: Path
) -> None:
    app = go_on(walking)
    mark(app, 1)
    deploy(folder)
    with app_server.halfway("/boot/offline.mjs") as in_the_middle:
        app.page.evaluate("() => { navigator.serviceWorker.getRegistration().then(found => found.update()); }")
        assert in_the_middle.wait(240)
        walking.kill()
    app = App(walking.page(), walking.origin).open().tap("Fortsätt").see("Märk ut plats")
    assert not is_next(app.page)
    assert app.page.evaluate(UPDATE) in ("installed", "none")
    mark(app, 2)
    app.page.close()
    assert len(set(marks(quiet_page(walking), tmp_path))) == 2
