"""The page in a real browser: accessible, and as wide as the screen, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from fieldwalk.documents.page import page
from fieldwalk.domain.summary import Summary
from tests.browser.chromium import FLAGS, executable
from tests.documents_sample import bare, many, sample

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
    yield browser
    browser.close()


def shown(browser: Browser, summary: Summary, language: str, width: int, scheme: str) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened = context.new_page()
    opened.set_content(page(summary, language))
    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_axe_finds_nothing(browser: Browser, width: int, scheme: str) -> None:
    opened = shown(browser, sample(), "sv", width, scheme)
    found = Axe().run(opened).response["violations"]
    opened.context.close()
    assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == []


@pytest.mark.parametrize("summary", [bare(), many(3)], ids=["bare", "many"])
def test_axe_finds_nothing_in_the_smallest_or_the_longest(browser: Browser, summary: Summary) -> None:
    opened = shown(browser, summary, "en", 390, "dark")
    found = Axe().run(opened).response["violations"]
    opened.context.close()
    assert [each["id"] for each in found] == []


@pytest.mark.parametrize("width", [360, 412, 800, 1440])
def test_nothing_sticks_out_sideways(browser: Browser, width: int) -> None:
    opened = shown(browser, sample(), "sv", width, "light")
    wide = opened.evaluate("document.documentElement.scrollWidth")
    opened.context.close()
    assert wide <= width


def test_the_browser_says_nothing_is_wrong(browser: Browser) -> None:
    context = browser.new_context()
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.set_content(page(sample(), "sv"))
    loaded = opened.evaluate("[...document.images].filter(image => image.complete && image.naturalWidth).length")
    context.close()
    assert said == []
    assert loaded == 11
