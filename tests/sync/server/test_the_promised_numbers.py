"""What the exchange promises in numbers, with real phones and the real server, over each store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from fieldwalk.domain.fields import Json
from sync.client.journal import Edit
from sync.server.store.tables import JOURNAL
from tests.fakes.central_world import World
from tests.fakes.device import FakeClock
from tests.fakes.levelled import Wire
from tests.sync.client.phones import Phone
from tests.sync.server.test_with_real_phones import level

pytestmark = pytest.mark.both_stores

PhoneOf = Callable[[str, int], Phone]


@pytest.fixture
def phone_of(world: World, tmp_path: Path) -> Iterator[PhoneOf]:
    phones: list[Phone] = []

    def make(role: str, ahead: int = 0) -> Phone:
        """A phone whose clock is ``ahead`` milliseconds later than the other's: its edits are the newer ones."""
        name = f"replica{len(phones)}"
        phones.append(Phone(tmp_path / f"{name}.db", name, Wire(world), FakeClock(world.clock.now + ahead)))
        phones[-1].token = world.phone(role).headers["Authorization"].removeprefix("Bearer ")
        return phones[-1]

    yield make
    for phone in phones:
        phone.close()


def hundred_issues(world: World, phone: Phone) -> list[str]:
    issues = [world.identity() for _ in range(100)]
    phone.journal.write("", [Edit("issue", issue, {"walk_id": world.walk, "words": "först"}) for issue in issues])
    return issues


def edit_all(phone: Phone, issues: list[str], **fields: Json) -> None:
    for number, issue in enumerate(issues):
        said = {name: f"{value} {number}" if isinstance(value, str) else value for name, value in fields.items()}
        phone.journal.write("", [Edit("issue", issue, said)])


def test_a_hundred_of_a_hundred_edits_to_different_fields_are_kept(world: World, phone_of: PhoneOf) -> None:
    one, two = phone_of("leader", 0), phone_of("caretaker", 1000)
    issues = hundred_issues(world, one)
    level(one, two)
    edit_all(one, issues, words="ettans")
    edit_all(two, issues, severity=3)

    level(one, two)

    for phone in (one, two):
        shown = {issue.id: (issue.words, issue.severity) for issue in phone.issues()}
        assert [shown[issue] for issue in issues] == [(f"ettans {n}", 3) for n in range(100)]


def test_a_hundred_of_a_hundred_beaten_values_can_be_had_back_everywhere(world: World, phone_of: PhoneOf) -> None:
    one, two = phone_of("leader", 0), phone_of("caretaker", 1000)
    issues = hundred_issues(world, one)
    level(one, two)
    edit_all(one, issues, words="äldre")
    edit_all(two, issues, words="nyare")

    level(one, two)

    for phone in (one, two):
        shown = {issue.id: issue.words for issue in phone.issues()}
        assert [shown[issue] for issue in issues] == [f"nyare {n}" for n in range(100)]
        histories = [[change.fields["words"] for change in phone.journal.history("issue", one)] for one in issues]
        assert histories == [["först", f"äldre {n}", f"nyare {n}"] for n in range(100)]
    with world.central.database.read_sources() as connection:
        kept = connection.scalars(select(JOURNAL.c.fields).where(JOURNAL.c.record_id.in_(issues))).all()
    assert sum("äldre" in fields for fields in kept) == 100


def test_one_of_a_hundred_is_refused_and_shown_with_its_reason_and_ninety_nine_arrive(
    world: World, phone_of: PhoneOf
) -> None:
    walker, desk = phone_of("walker", 0), phone_of("coordinator", 0)
    level(walker)
    issues = [world.identity() for _ in range(99)]
    edits = [Edit("issue", issue, {"walk_id": world.walk, "words": "en punkt"}) for issue in issues]
    walker.journal.write("", [*edits[:41], Edit("walk", world.walk, {"title": "Inte min att ändra"}), *edits[41:]])

    level(walker, desk)

    assert {issue.id for issue in desk.issues()} >= set(issues)
    [turned] = walker.journal.turned()
    assert (turned.code, turned.change.fields) == ("not_allowed", {"title": "Inte min att ändra"})
    assert walker.journal.waiting() == 0
