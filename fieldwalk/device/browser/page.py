"""What the page knows of itself."""

from collections.abc import Callable
from dataclasses import dataclass

from fieldwalk.device.browser.bridge import browser, lasting


@dataclass(frozen=True)
class Page:
    """The address the app was opened at, and the languages that the person reads, the dearest first."""

    url: str
    languages: tuple[str, ...]


def opened_at() -> Page:
    """The page as it was when the app started."""
    facts = browser.page()
    return Page(facts.url, (facts.language, *facts.languages))


async def works_offline() -> bool:
    """True when the whole app is on the phone and the next start needs no network."""
    return bool(await browser.offlineReady())


def when_leaving(act: Callable[[], None]) -> None:
    """Call ``act`` when another tab takes the disk over: the last moment to write. Nothing is kept after it."""
    browser.whenLeaving(lasting(act))


def when_hidden(act: Callable[[], None]) -> None:
    """Call ``act`` whenever the page is put away or closed: it may never be seen again."""
    browser.whenHidden(lasting(act))


def speak(language: str) -> None:
    """The page says that it is in ``language``, to whoever reads it aloud, and so is the next start's first screen."""
    browser.speak(language)


def give_up(code: str) -> None:
    """The app cannot run: the page says why in words, with the code and what to do."""
    browser.giveUp(code.replace("_", "-"))
