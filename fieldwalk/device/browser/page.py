"""What the page knows of itself."""

from dataclasses import dataclass

from fieldwalk.device.browser.bridge import browser


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
