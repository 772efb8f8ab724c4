"""What this person wants of this phone. Kept here, never sent."""

from __future__ import annotations

from collections.abc import Callable

from fieldwalk.text import LANGUAGES, language_of
from sync.client.journal import Journal

THEMES = ("system", "light", "dark")


class Settings:
    """Language, theme and photos' way. ``system_language`` is what the phone itself speaks, such as ``sv-SE``."""

    def __init__(self, journal: Journal, system_language: str) -> None:
        self._journal = journal
        self._system = system_language

    @property
    def language(self) -> str:
        """The chosen language, else the phone's when we speak it, else Swedish."""
        return self.spoken(self._journal.fact("language") or self._system)

    @staticmethod
    def spoken(language: str) -> str:
        """The language that the app speaks to somebody whose phone speaks ``language``, such as ``sv-SE``."""
        return language_of(language)

    @property
    def theme(self) -> str:
        chosen = self._journal.fact("theme")
        return chosen if chosen in THEMES else THEMES[0]

    @property
    def photos_on_wifi_only(self) -> bool:
        """Whether photos wait while every byte costs money. Words and thumbnails never wait."""
        return self._journal.fact("photos_on_wifi_only") == "yes"

    @property
    def voice_language(self) -> str:
        """The language (BCP 47) that somebody last said they speak into this phone, else the one that it shows."""
        return self._journal.fact("voice_language") or self.language

    def set_voice_language(self, language: str) -> None:
        self._journal.keep_fact("voice_language", language)

    def set_photos_on_wifi_only(self, wished: bool) -> None:
        self._journal.keep_fact("photos_on_wifi_only", "yes" if wished else "no")

    def set_language(self, language: str) -> None:
        if language in LANGUAGES:
            self._journal.keep_fact("language", language)

    def set_theme(self, theme: str) -> None:
        if theme in THEMES:
            self._journal.keep_fact("theme", theme)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` whenever a fact of this phone changed."""
        return self._journal.subscribe(lambda records: listener() if "device" in records else None)
