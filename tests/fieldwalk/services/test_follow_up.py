"""Every point gets an owner, a date and an answer, by the one table of states."""

import pytest

from fieldwalk.data.store import ALL
from fieldwalk.domain.records import Action
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.follow_up import FollowUp
from fieldwalk.services.pen import Pen
from tests.fieldwalk.services.conftest import Phone


def desk(phone: Phone, role: str = "coordinator", person: str = "person-mira") -> FollowUp:
    pen = Pen(phone.journal, phone.clock.now, lambda n: bytes(n), lambda: person)
    return FollowUp(phone.fieldwalk.store, pen, lambda: role, lambda: person)


@pytest.fixture
def issue_id(phone: Phone, walk_id: str) -> str:
    return phone.fieldwalk.reports.mark(walk_id, None)


def action(phone: Phone, issue_id: str) -> Action:
    found = phone.fieldwalk.store.action(issue_id)
    assert found is not None
    return found


def answered(phone: Phone, issue_id: str, owner_id: str = "person-jonas") -> None:
    desk(phone).answer(issue_id, owner_id=owner_id, owner="Jonas B", due="2026-12-01", answer="Vi byter lampan.")


def test_an_answer_plans_the_action(phone: Phone, issue_id: str) -> None:
    answered(phone, issue_id)
    kept = action(phone, issue_id)
    assert (kept.state, kept.owner, kept.due, kept.answer) == ("planned", "Jonas B", "2026-12-01", "Vi byter lampan.")
    assert kept.answered_at == phone.clock.now()


def test_the_owner_sees_it_until_it_is_done(phone: Phone, issue_id: str) -> None:
    answered(phone, issue_id)
    jonas = desk(phone, "caretaker", "person-jonas")
    assert [issue.id for issue in jonas.mine()] == [issue_id]
    jonas.begin(issue_id)
    jonas.done(issue_id)
    assert jonas.mine() == []
    assert [issue.id for issue in jonas.mine("finished")] == [issue_id]
    assert jonas.counted() == {"mine": 0, "urgent": 0, "finished": 1}
    assert action(phone, issue_id).done_at == phone.clock.now()


def test_a_new_answer_to_work_that_goes_on_does_not_turn_it_back(phone: Phone, issue_id: str) -> None:
    answered(phone, issue_id)
    desk(phone, "caretaker", "person-jonas").begin(issue_id)
    answered(phone, issue_id)
    assert action(phone, issue_id).state == "progress"


def test_a_caretaker_hands_back_with_a_reason_and_not_without(phone: Phone, issue_id: str) -> None:
    answered(phone, issue_id)
    jonas = desk(phone, "caretaker", "person-jonas")
    with pytest.raises(Refused):
        jonas.hand_back(issue_id, "  ")
    jonas.hand_back(issue_id, "Kabeln är kommunens")
    assert (action(phone, issue_id).state, action(phone, issue_id).reason) == ("planned", "Kabeln är kommunens")


def test_will_not_be_done_needs_a_reason(phone: Phone, issue_id: str) -> None:
    with pytest.raises(Refused) as caught:
        desk(phone).refuse(issue_id, "")
    assert caught.value.code == "reason_needed"
    desk(phone).refuse(issue_id, "Räddningstjänsten behöver vägen.")
    assert action(phone, issue_id).state == "wont"


@pytest.mark.parametrize("role", ["guest", "walker", "caretaker", "leader"])
def test_only_the_desk_answers(phone: Phone, issue_id: str, role: str) -> None:
    with pytest.raises(Refused) as caught:
        desk(phone, role).answer(issue_id, owner_id=None, owner="x", due=None, answer="y")
    assert caught.value.code == "step_not_allowed"
    assert phone.fieldwalk.store.action(issue_id) is None


def test_new_can_not_be_verified(phone: Phone, issue_id: str) -> None:
    with pytest.raises(Refused):
        desk(phone).verify(issue_id)


def test_not_fixed_reopens_and_can_be_done_again(phone: Phone, issue_id: str) -> None:
    answered(phone, issue_id)
    jonas = desk(phone, "caretaker", "person-jonas")
    jonas.done(issue_id)
    desk(phone).reopen(issue_id)
    assert (action(phone, issue_id).state, action(phone, issue_id).done_at) == ("reopened", None)
    jonas.done(issue_id)
    desk(phone).verify(issue_id)
    assert action(phone, issue_id).state == "verified"


def test_good_places_are_nothing_to_do(phone: Phone, walk_id: str, issue_id: str) -> None:
    good = phone.fieldwalk.reports.mark(walk_id, None)
    phone.fieldwalk.reports.describe(good, kind="good")
    assert [issue.id for issue in phone.fieldwalk.store.by_need("not_done", ALL)] == [issue_id]


def test_tasks_come_by_their_day_and_no_more_than_asked_for(phone: Phone, walk_id: str) -> None:
    issues = [phone.fieldwalk.reports.mark(walk_id, None) for _ in range(4)]
    phone.fieldwalk.reports.describe(issues[2], severity=3)
    for issue_id, due in zip(issues[:3], ("2026-12-03", None, "2026-12-01"), strict=True):
        desk(phone).answer(issue_id, owner_id="person-jonas", owner="Jonas B", due=due, answer="Ja.")
    jonas = desk(phone, "caretaker", "person-jonas")
    assert [issue.id for issue in jonas.mine()] == [issues[2], issues[0], issues[1]]
    assert [issue.id for issue in jonas.mine("mine", 1)] == [issues[2]]
    assert [issue.id for issue in jonas.mine("urgent")] == [issues[2]]
    assert jonas.counted() == {"mine": 3, "urgent": 1, "finished": 0}
