"""Language and theme are this person's, on this phone."""

import pytest

from fieldwalk.services.settings import Settings
from tests.fieldwalk.services.conftest import Phone


@pytest.mark.parametrize(("system", "language"), [("sv-SE", "sv"), ("en-GB", "en"), ("fr", "sv"), ("", "sv")])
def test_the_phones_own_language_is_spoken_when_we_can(phone: Phone, system: str, language: str) -> None:
    assert Settings(phone.journal, system).language == language


def test_a_choice_is_kept_and_a_nonsense_choice_is_not(phone: Phone) -> None:
    settings = phone.fieldwalk.settings
    settings.set_language("en")
    settings.set_language("xx")
    settings.set_theme("dark")
    settings.set_theme("pink")
    assert (settings.language, settings.theme) == ("en", "dark")
    assert Settings(phone.journal, "sv").language == "en"


def test_a_choice_is_never_sent(phone: Phone) -> None:
    phone.fieldwalk.settings.set_language("en")
    assert phone.journal.unsent(10) == []


def test_those_who_asked_hear_of_a_choice(phone: Phone) -> None:
    heard: list[str] = []
    phone.fieldwalk.settings.subscribe(lambda: heard.append(phone.fieldwalk.settings.language))
    phone.fieldwalk.settings.set_language("en")
    assert heard == ["en"]


def test_photos_wait_for_wifi_only_when_somebody_wished_it(phone: Phone) -> None:
    settings = phone.fieldwalk.settings
    assert settings.photos_on_wifi_only is False
    settings.set_photos_on_wifi_only(True)
    assert Settings(phone.journal, "sv").photos_on_wifi_only is True
    settings.set_photos_on_wifi_only(False)
    assert settings.photos_on_wifi_only is False
