"""A plan that was not saved yet is found again as it was, as far as it still can be walked."""

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as some

from fieldwalk.screens.forms import packed_facts as packed
from fieldwalk.screens.walk_plan import Plan, unpacked

TODAY = date(2026, 11, 23)
PLANS = some.builds(
    Plan,
    title=some.text(),
    purpose=some.text(),
    area_id=some.none() | some.text(min_size=1),
    day=some.none() | some.dates(min_value=TODAY),
    hour=some.times().map(lambda moment: moment.replace(tzinfo=None)),
)


@given(PLANS, PLANS)
def test_a_plan_is_found_again_over_what_is_known(plan: Plan, known: Plan) -> None:
    assert unpacked(packed(plan, known), known, TODAY) == plan


def test_what_was_not_touched_is_what_is_known_now() -> None:
    known = Plan("Kväll", leader="Leyla")
    draft = packed(Plan("Genom parken", leader="Leyla"), known)
    assert unpacked(draft, Plan("Kväll", leader="Amina"), TODAY) == Plan("Genom parken", leader="Amina")
    assert packed(known, known) == ""


def test_a_day_that_has_passed_is_no_day_to_walk_on() -> None:
    draft = packed(Plan("Kväll", day=date(2026, 11, 20), hour=time(17, 0)), Plan())
    assert unpacked(draft, Plan(), TODAY) == Plan("Kväll", hour=time(17, 0))
