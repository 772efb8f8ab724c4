"""What may fail on a walk is told before it, by a concern that has words; what is not known is no concern."""

import asyncio

import pytest

from fieldwalk.device.equipment import UntoldEquipment
from fieldwalk.device.ports import Equipped
from fieldwalk.text import LANGUAGES, text
from tests.fieldwalk.services.conftest import Phone

CONCERNS = ("position_denied", "position_missing", "battery_low", "storage_low", "storage_may_go", "camera_missing")


def concerns(phone: Phone) -> tuple[str, ...]:
    return asyncio.run(phone.fieldwalk.readiness.concerns())


def test_a_phone_that_tells_nothing_and_one_that_has_everything_are_ready(phone: Phone) -> None:
    assert asyncio.run(UntoldEquipment().look()) == Equipped()
    assert concerns(phone) == ()
    phone.equipment.told = Equipped(1.0, charging=False, position="granted", camera=True)
    assert concerns(phone) == ()


@pytest.mark.parametrize(
    ("told", "concern"),
    [
        (Equipped(0.2), "battery_low"),
        (Equipped(position="denied"), "position_denied"),
        (Equipped(position="missing"), "position_missing"),
        (Equipped(camera=False), "camera_missing"),
    ],
)
def test_what_the_phone_lacks_is_told(phone: Phone, told: Equipped, concern: str) -> None:
    phone.equipment.told = told
    assert concerns(phone) == (concern,)


def test_a_low_battery_that_is_being_charged_and_a_question_not_yet_asked_are_no_concern(phone: Phone) -> None:
    phone.equipment.told = Equipped(0.05, charging=True, position="prompt")
    assert concerns(phone) == ()


def test_little_room_is_told_as_long_as_photos_are_refused_for_it(phone: Phone) -> None:
    phone.storage.free = 99_999_999
    assert concerns(phone) == ("storage_low",)
    phone.storage.free = 100_000_000
    assert concerns(phone) == ()


def test_a_phone_that_promises_nothing_is_told_once_there_is_something_to_keep(phone: Phone, walk_id: str) -> None:
    phone.storage.grants = False
    assert concerns(phone) == ()
    assert phone.storage.asked == 0
    phone.fieldwalk.reports.mark(walk_id, None)
    assert concerns(phone) == concerns(phone) == ("storage_may_go",)
    assert phone.storage.asked == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("concern", CONCERNS)
def test_every_concern_has_words_and_says_what_to_do(concern: str, language: str) -> None:
    assert text(f"ready.{concern}", language).count(".") >= 2
