"""Safe is said only when the server has it."""

import flet as ft
import pytest

from fieldwalk.domain.refusals import REFUSALS
from fieldwalk.screens.sheets import safe_sheet
from fieldwalk.services.safety import NEEDS_A_PERSON, Safety, safety
from fieldwalk.theme import Look
from sync.client.shelf import Load
from tests.fakes.flet_client import everything_in
from tests.fieldwalk.services.conftest import Phone

DAY = 86_400_000


class NoShelf:
    """A shelf with nothing on it."""

    def load(self, kind: str = "photo") -> Load:
        return Load(0, 0)

    def waiting(self) -> int:
        return 0

    def turned(self) -> dict[str, str]:
        return {}


def sign(phone: Phone, *, sending: bool = False, reason: str | None = None) -> str:
    shelf = NoShelf()
    return safety(phone.fieldwalk.store, phone.journal, shelf, sending=sending, reason=reason).sign  # type: ignore[arg-type]


def test_an_empty_phone_is_safe(phone: Phone) -> None:
    assert sign(phone) == "safe"


def test_what_waits_is_in_the_phone_or_on_its_way(phone: Phone, walk_id: str) -> None:
    assert sign(phone) == "phone"
    assert sign(phone, sending=True) == "sending"
    assert sign(phone, sending=True, reason="unreachable") == "phone"


@pytest.mark.parametrize("reason", NEEDS_A_PERSON)
def test_what_only_a_person_can_solve_asks_for_one(phone: Phone, walk_id: str, reason: str) -> None:
    assert sign(phone, reason=reason) == "help"
    assert reason in REFUSALS


def test_a_full_server_is_told_as_a_full_server() -> None:
    look = Look(language="sv")
    told = Safety("help", "server_full", (0, 1), (0, 0), (0, 0), (0, 0), 1, (), None)
    sheet = safe_sheet(told, look, lambda: None, lambda: None, alone=False)
    words = [found.value for found in everything_in(sheet) if isinstance(found, ft.Text)]
    assert "Servern är full." in words
    assert "Telefonen är full." not in words
    assert look.say("safe.title.help") in words


@pytest.mark.parametrize(
    ("skew", "told"),
    [(3 * DAY, "Telefonens klocka går före."), (-DAY, "Telefonens klocka går efter."), (240_000, ""), (-240_000, "")],
)
def test_a_clock_that_is_wrong_is_told_where_one_looks_what_is_safe(phone: Phone, skew: int, told: str) -> None:
    phone.journal.keep_fact("skew", str(skew))
    found = safety(phone.fieldwalk.store, phone.journal, NoShelf(), sending=False, reason=None)  # type: ignore[arg-type]
    sheet = safe_sheet(found, Look(language="sv"), lambda: None, lambda: None, alone=False)
    words = " ".join(str(each.value) for each in everything_in(sheet) if isinstance(each, ft.Text))
    assert found.sign == "safe"
    assert ("klocka" in words, told in words) == (bool(told), True)
