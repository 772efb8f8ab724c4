"""A tour through the app's screens in one running app: roles, looks and sizes change within it, no start is wasted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from fieldwalk import routes
from fieldwalk.text import LANGUAGES, direction, text
from tests.browser.app import App, still
from tests.journeys.looking import outside, violations, what_is_wrong

SMALL, PHONE, DESK = (360, 740), (412, 915), (1440, 900)

# Every theme, width and direction is seen on every screen; FIELDWALK_EVERY_PICTURE=1 sees every combination.
PAIRS = (("light", "sv", (PHONE, DESK)), ("dark", "ar", (SMALL,)))
# As many pictures, and English at the desk: for most screens, not for all, as each change of the language takes time.
IN_ENGLISH_TOO = (("light", "sv", (PHONE,)), ("light", "en", (DESK,)), ("dark", "ar", (SMALL,)))
ALL = tuple((theme, language, (SMALL, PHONE, DESK)) for theme in ("light", "dark") for language in LANGUAGES)

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
    worn: tuple[str, str] = ("system", "sv")
    _read: set[str] = field(default_factory=set)

    @property
    def page(self) -> Page:
        return self.app.page

    def say(self, key: str) -> str:
        return text(key, self.worn[1])

    def see(self, sights: Sequence[Sight], *, in_english_too: bool = False) -> None:
        """Every sight in every look, that of the moment first."""
        looks = IN_ENGLISH_TOO if in_english_too and self.looks is PAIRS else self.looks
        for theme, language, sizes in sorted(looks, key=lambda look: look[:2] != self.worn):
            self.dress(theme, language)
            for size in sizes:
                self.app.resize(*size)
                for sight in sights:
                    if size in sight.sizes:
                        self._look(sight, theme, f"{sight.name}-{theme}-{language}-{size[0]}")

    def dress(self, theme: str, language: str) -> None:
        """Choose in the app's own settings what is not worn yet."""
        if self.worn == (theme, language):
            return
        self.app.resize(PHONE[0], 1600).go(routes.MORE)
        self.app.tap(exactly(self.say(f"more.language.{language}")))
        self.worn = theme, language
        self.page.wait_for_function("([lang, dir]) => document.dir === dir && document.documentElement.lang === lang",
                                    arg=[language, direction(language)])  # fmt: skip
        self.app.see(self.say("more.theme")).tap(exactly(self.say(f"more.theme.{theme}")))

    def _look(self, sight: Sight, theme: str, name: str) -> None:
        self.app.go(sight.route)
        if sight.press:
            self.app.tap(exactly(self.say(sight.press)))
        png = still(self.page)
        path = self.folder / f"{name}.png"
        path.write_bytes(png)
        self.pictures.append(path)
        found = [*what_is_wrong(png, theme), *(f"sticks out: {words}" for words in outside(self.page))]
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
