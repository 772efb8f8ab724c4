"""A tour through the app's screens in one running app: roles, looks and sizes change within it, no start is wasted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from fieldwalk import routes
from fieldwalk.text import text
from tests.browser.app import App, still
from tests.journeys.looking import outside, violations, what_is_wrong

SMALL, PHONE, DESK = (360, 740), (412, 915), (1440, 900)

# Every theme, language and width is seen on every screen; FIELDWALK_EVERY_PICTURE=1 sees every combination.
PAIRS = (("light", "sv", (PHONE, DESK)), ("dark", "en", (SMALL,)))
ALL = tuple((theme, language, (SMALL, PHONE, DESK)) for theme in ("light", "dark") for language in ("sv", "en"))

# The address is changed as the browser's own Back does it: the app hears of it and does not start anew.
_GO = """route => {
  history.pushState(null, '', route);
  dispatchEvent(new PopStateEvent('popstate', {state: null}));
}"""


@dataclass(frozen=True)
class Sight:
    """One screen: its address, what to press there (a text's key), and what closes it again."""

    name: str
    route: str
    press: str = ""
    close: str = "go.close"
    sizes: Sequence[tuple[int, int]] = (SMALL, PHONE, DESK)


@dataclass
class Tour:
    """Goes through sights and keeps a picture of each in ``folder``. ``wrong`` says what no picture may show."""

    app: App
    folder: Path
    looks: Sequence[tuple[str, str, Sequence[tuple[int, int]]]] = PAIRS
    wrong: list[str] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)
    language: str = "sv"
    _read: set[str] = field(default_factory=set)

    @property
    def page(self) -> Page:
        return self.app.page

    def go(self, route: str) -> None:
        """To another of the app's addresses, without a new start."""
        self.page.evaluate(_GO, route)

    def say(self, key: str) -> str:
        return text(key, self.language)

    def see(self, sights: Sequence[Sight]) -> None:
        """Every sight in every look."""
        for theme, language, sizes in self.looks:
            self.dress(theme, language)
            for size in sizes:
                self.page.set_viewport_size({"width": size[0], "height": size[1]})
                still(self.page)
                for sight in sights:
                    if size in sight.sizes:
                        self._look(sight, f"{sight.name}-{theme}-{language}-{size[0]}")

    def dress(self, theme: str, language: str) -> None:
        """Choose in the app's own settings."""
        self.page.set_viewport_size({"width": PHONE[0], "height": 1600})
        still(self.page)
        self.go(routes.MORE)
        still(self.page)
        self.app.tap(exactly(self.say(f"more.language.{language}")))
        self.language = language
        self.app.see(self.say("more.theme")).tap(exactly(self.say(f"more.theme.{theme}")))

    def _look(self, sight: Sight, name: str) -> None:
        self.go(sight.route)
        if sight.press:
            self.app.tap(exactly(self.say(sight.press)))
        png = still(self.page)
        path = self.folder / f"{name}.png"
        path.write_bytes(png)
        self.pictures.append(path)
        found = [*what_is_wrong(png), *(f"sticks out: {words}" for words in outside(self.page))]
        if sight.name not in self._read:
            self._read.add(sight.name)
            found += violations(self.page)
        self.wrong += [f"{name}: {what}" for what in found]
        if sight.press:
            self.app.tap(exactly(self.say(sight.close)))


def exactly(words: str) -> re.Pattern[str]:
    """A name that says these words first; what follows is told with them."""
    return re.compile(rf"^{re.escape(words)}")


Sights = Callable[[], Sequence[Sight]]
