"""The gate: nothing impossible gets in, no real walk is thrown away."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from fieldwalk.domain.fixes import Fix, distance
from fieldwalk.domain.gate import GAP, PACE, Gate, leaps, passed
from tests import synthetic
from tests.synthetic import START, moved

HERE = Fix(START, 59.248, 17.86, 5.0)


def later(fix: Fix, seconds: float, east: float = 0.0, north: float = 0.0) -> Fix:
    return replace(moved(fix, east, north), at=fix.at + round(seconds * 1000))


def walked(count: int, start: Fix = HERE) -> list[Fix]:
    return [later(start, second, east=1.3 * second) for second in range(count)]


PLACES = st.tuples(st.floats(-89, 89), st.floats(-180, 180), st.floats(-0.002, 0.002), st.floats(-0.002, 0.002))


@given(PLACES, st.integers(1, 60), st.floats(0, 50))
def test_a_leap_is_farther_than_anybody_walks_and_nothing_else(
    place: tuple[float, float, float, float], seconds: int, accuracy: float
) -> None:
    latitude, longitude, north, east = place
    a = Fix(START, latitude, longitude, accuracy)
    b = Fix(START + seconds * 1000, latitude + north, longitude + east, accuracy)
    assert leaps(a, b) == (distance(a, b) > PACE * seconds + 2 * accuracy)


def test_a_fix_worse_than_fifty_metres_is_dropped() -> None:
    fixes = walked(30)
    fixes[10:20] = [replace(fix, accuracy=51.0) for fix in fixes[10:20]]
    assert all(fix.accuracy <= 50 for fix in passed(fixes))
    assert passed([replace(fix, accuracy=50.1) for fix in fixes]) == ()


def test_a_fix_with_no_number_for_accuracy_is_dropped() -> None:
    assert passed([replace(fix, accuracy=float("nan")) for fix in walked(30)]) == ()


def test_a_jump_is_held_back_and_forgotten_when_the_old_place_goes_on() -> None:
    fixes = walked(60)
    fixes[30] = moved(fixes[30], 0, 300)
    assert all(abs(fix.latitude - HERE.latitude) < 1e-4 for fix in passed(fixes))


def test_a_jump_of_fifteen_seconds_is_gone_too() -> None:
    fixes = walked(90)
    fixes[30:45] = [moved(fix, 0, 300) for fix in fixes[30:45]]
    assert all(abs(fix.latitude - HERE.latitude) < 1e-4 for fix in passed(fixes))


def test_a_new_place_that_is_confirmed_is_accepted_with_all_that_was_held() -> None:
    tram = [moved(fix, 0, 2000) for fix in walked(60)][30:]
    kept = passed(walked(30) + tram)
    there = [fix for fix in kept if distance(fix, tram[0]) < 200]
    assert there[0] == tram[0]
    assert there[-1].at == tram[-1].at


def test_a_wrong_first_fix_is_not_believed() -> None:
    wrong = moved(replace(HERE, at=START - 1000), 800, 0)
    assert passed([wrong, *walked(30)])[0] == HERE


def test_the_only_fix_there_ever_was_is_kept_at_the_end() -> None:
    assert passed([HERE]) == (HERE,)


def test_two_fixes_of_one_moment_are_one() -> None:
    doubled = [fix for each in walked(40) for fix in (each, moved(each, 1, 1))]
    assert passed(doubled) == passed(walked(40))


def test_a_fix_out_of_order_is_dropped() -> None:
    fixes = walked(60)
    mixed = [*fixes[:40], fixes[20], *fixes[40:]]
    assert passed(mixed) == passed(fixes)


def test_a_clock_that_was_set_back_does_not_end_the_walk() -> None:
    back = [replace(fix, at=fix.at - 3_600_000) for fix in walked(120)[60:]]
    kept = passed(walked(60) + back)
    assert kept[-1].at == back[-1].at
    assert sum(fix.at < START for fix in kept) >= 8


def test_somebody_who_stands_does_not_grow_the_track() -> None:
    kept = passed(synthetic.standing(minutes=10).fixes)
    assert len(kept) <= 45
    assert max(distance(kept[0], fix) for fix in kept) < 25


def test_standing_is_no_break() -> None:
    kept = passed(synthetic.standing(minutes=10).fixes)
    assert all(b.at - a.at <= GAP for a, b in pairwise(kept))
    assert kept[-1].at == START + 599_000


def test_a_device_that_gives_a_fix_every_ten_seconds_keeps_each_as_it_is() -> None:
    fixes = [later(HERE, 10 * step, east=14 * step) for step in range(50)]
    assert list(passed(fixes)) == fixes


def test_the_real_recording_is_kept_from_end_to_end() -> None:
    recorded = synthetic.recording().fixes
    kept = passed(recorded)
    assert (kept[0].at, kept[-1].at) == (recorded[0].at, recorded[-1].at)
    times = [fix.at for fix in kept]
    holes = [b.at - a.at for a, b in pairwise(recorded)]
    assert sum(b - a > GAP for a, b in pairwise(times)) == sum(hole > GAP for hole in holes)


STEPS = st.lists(
    st.tuples(st.floats(0.2, 120), st.floats(-1.6, 1.6), st.floats(-1.6, 1.6), st.floats(3, 60)), max_size=80
)


def stepped(steps: list[tuple[float, float, float, float]]) -> list[Fix]:
    fixes = [HERE]
    for seconds, east, north, accuracy in steps:
        fixes.append(replace(later(fixes[-1], seconds, east * seconds, north * seconds), accuracy=accuracy))
    return fixes


@given(STEPS)
@example([(1, 0, 0, 3), (7, 1, 1, 3), (27, 0, 0, 3)])
def test_no_walk_at_a_walkers_pace_loses_its_ends_or_gains_a_hole(steps: list[tuple[float, ...]]) -> None:
    trusted = [fix for fix in stepped(steps) if fix.accuracy <= 50]  # type: ignore[arg-type]
    kept = passed(stepped(steps))  # type: ignore[arg-type]
    assert (kept[0].at, kept[-1].at) == (trusted[0].at, trusted[-1].at)
    assert all(a.at < b.at for a, b in pairwise(kept))
    holes = sum(b.at - a.at > GAP for a, b in pairwise(trusted))
    assert sum(b.at - a.at > GAP for a, b in pairwise(kept)) == holes


@given(
    st.lists(st.tuples(st.integers(0, 60), st.floats(-900, 900), st.floats(-900, 900), st.floats(0, 80)), max_size=60)
)
def test_whatever_comes_the_gate_holds_little_and_never_stumbles(noise: list[tuple[int, float, float, float]]) -> None:
    gate = Gate()
    for seconds, east, north, accuracy in noise:
        gate, kept = gate.step(replace(later(HERE, seconds, east, north), accuracy=accuracy))
        assert all(fix.accuracy <= 50 for fix in kept)
        assert all(not leaps(a, b) for a, b in pairwise(gate.held))
    assert len(gate.held) <= 60
