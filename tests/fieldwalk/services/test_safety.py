"""Safe is said only when the server has it."""

from fieldwalk.services.safety import safety
from sync.client.shelf import Load
from tests.fieldwalk.services.conftest import Phone


class NoShelf:
    """A shelf with nothing on it."""

    def load(self) -> Load:
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


def test_what_only_a_person_can_solve_asks_for_one(phone: Phone, walk_id: str) -> None:
    assert sign(phone, reason="storage_full") == "help"
