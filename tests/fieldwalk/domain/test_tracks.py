"""Tracks: length, holes and the share recorded, on walks whose truth is known."""

import math
import random
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.fixes import Fix, distance, pack
from fieldwalk.domain.gate import GAP, leaps, passed
from fieldwalk.domain.records import Fixes
from fieldwalk.domain.tracks import Track, simplify, track_of
from tests import synthetic
from tests.synthetic import START, Walk, moved, plain_loop, walk_with_hole, walk_with_jumps

MINUTE = 60_000


def bursts(fixes: tuple[Fix, ...], size: int = 40, segment: int = 0) -> list[Fixes]:
    """The records that a phone keeps of what its gate let through."""
    parts = [fixes[begin : begin + size] for begin in range(0, len(fixes), size)]
    return [Fixes(f"burst-{part[0].at}", "walk-0001", segment, part[0].at, part[-1].at, pack(part)) for part in parts]


def track(walk: Walk, pauses: list[list[int | None]] | None = None) -> Track:
    return track_of(bursts(passed(walk.fixes)), pauses or ())


def within(share: float, track: Track, walk: Walk) -> bool:
    return abs(track.length / walk.length - 1) <= share


def around(fix: Fix, fixes: tuple[Fix, ...]) -> tuple[Fix, ...]:
    """Those of the half minute before and after it."""
    place = bisect_left(fixes, fix.at, key=lambda each: each.at)
    return fixes[max(0, place - 30) : place + 30]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("lasting", [1, 5, 15])
def test_five_jumps_of_300_metres_are_gone_and_the_length_is_within_3_percent(seed: int, lasting: int) -> None:
    walk = walk_with_jumps(jumps=5, metres=300.0, lasting=lasting, seed=seed)
    true = plain_loop(seed=seed).fixes
    made = track(walk)
    assert sum(leaps(a, b) for a, b in pairwise(walk.fixes)) == 10
    assert all(min(distance(fix, near) for near in around(fix, true)) < 25 for fix in made.fixes)
    assert len(made.segments) == 1
    assert within(0.03, made, walk)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("noise", [(1, 0.5), (3, 0.8), (3, 3), (0.5, 4)])
@pytest.mark.parametrize("every", [1.0, 2.0, 5.0])
def test_the_length_is_within_3_percent_in_any_noise(seed: int, noise: tuple[float, float], every: float) -> None:
    walk = plain_loop(every=every, noise=noise[0], white=noise[1], seed=seed)
    assert within(0.03, track(walk), walk)


@pytest.mark.parametrize("seed", range(4))
def test_between_high_houses_the_length_is_still_within_5_percent(seed: int) -> None:
    walk = plain_loop(noise=8, white=1, seed=seed)
    assert within(0.05, track(walk), walk)


def test_the_length_round_a_pond_is_within_3_percent() -> None:
    rnd = random.Random(7)
    ring = [(50 * math.cos(s / 50), 50 * math.sin(s / 50)) for s in (1.3 * step for step in range(1400))]
    walk = Walk(tuple(synthetic.noisy(ring, 1.0, 3.0, 0.8, rnd)), 1399 * 1.3)
    assert within(0.03, track(walk), walk)


def test_a_four_minute_hole_is_two_segments() -> None:
    made = track(walk_with_hole(minutes=4))
    assert [segment.number for segment in made.segments] == [0, 1]
    (gap,) = made.gaps
    assert gap.duration == pytest.approx(4 * MINUTE, abs=3_000)


def test_nothing_is_counted_across_the_hole() -> None:
    walk = walk_with_hole(minutes=4)
    missing = 240 * synthetic.SPEED
    assert track(walk).length == pytest.approx(walk.length - missing, rel=0.03)


def test_a_four_minute_hole_in_45_minutes_is_91_percent_recorded() -> None:
    at = [START + second * 1000 for second in range(45 * 60) if not 20 * 60 < second < 24 * 60]
    fixes = tuple(moved(Fix(each, 59.248, 17.86, 5.0), (each - START) / 1000, 0) for each in at)
    assert f"{track(Walk(fixes, 0)).recorded:.0%}" == "91%"


def test_a_pause_is_neither_recorded_nor_missing() -> None:
    walk = walk_with_hole(minutes=4)
    begin = track(walk).gaps[0].before.at
    made = track(walk, [[begin + 500, begin + 4 * MINUTE - 500]])
    assert made.gaps == ()
    assert made.recorded > 0.995
    assert len(made.segments) == 2


def test_pauses_that_overlap_or_never_end_count_once() -> None:
    walk = walk_with_hole(minutes=4)
    begin = track(walk).gaps[0].before.at
    pause: list[int | None] = [begin, begin + 2 * MINUTE]
    assert track(walk, [pause, pause, [begin, begin + MINUTE]]).recorded == track(walk, [pause]).recorded
    assert 0 <= track(walk, [[begin, None]]).recorded <= 1


def test_thirty_seconds_are_no_break_and_a_millisecond_more_is() -> None:
    first = Fix(START, 59.248, 17.86, 5.0)
    just, over = replace(first, at=START + GAP), replace(first, at=START + GAP + 1)
    assert len(track_of(bursts((first, just))).segments) == 1
    assert len(track_of(bursts((first, over))).segments) == 2


def test_bursts_come_in_any_order_and_twice() -> None:
    kept = bursts(passed(plain_loop().fixes))
    shuffled = kept * 2
    random.Random(1).shuffle(shuffled)
    assert track_of(shuffled) == track_of(kept)


def test_a_new_segment_number_is_a_new_segment_even_with_no_hole() -> None:
    fixes = passed(plain_loop().fixes)
    made = track_of([*bursts(fixes[100:], segment=1), *bursts(fixes[:100], segment=0)])
    assert [len(segment.fixes) for segment in made.segments] == [100, len(fixes) - 100]
    assert made.gaps == ()


def test_a_burst_that_cannot_be_read_hides_no_other() -> None:
    kept = bursts(passed(plain_loop().fixes))
    broken = [replace(kept[0], packed="nonsense"), replace(kept[1], packed=None), *kept[2:]]
    assert track_of(broken).fixes == track_of(kept[2:]).fixes


def test_a_place_that_no_walker_reaches_is_a_break() -> None:
    fixes = plain_loop().fixes
    rode = tuple(replace(moved(fix, 0, 2000), at=fix.at) for fix in fixes[700:])
    made = track_of(bursts(passed(fixes[:700] + rode)))
    assert len(made.segments) == 2
    assert made.length == pytest.approx(plain_loop().length, rel=0.03)


def test_a_walk_with_no_fix_has_no_length_and_nothing_recorded() -> None:
    empty = track_of([])
    assert (empty.length, empty.recorded, empty.gaps, empty.fixes) == (0.0, 0.0, (), ())


def test_one_fix_is_all_there_is() -> None:
    alone = track_of(bursts((Fix(START, 59.248, 17.86, 5.0),)))
    assert (alone.length, alone.recorded) == (0.0, 1.0)


def test_who_stands_for_ten_minutes_walks_nowhere_to_speak_of() -> None:
    assert track(synthetic.standing(minutes=10)).length < 80


POINTS = st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), max_size=60)


@given(POINTS, st.floats(0.5, 50))
def test_what_simplify_takes_out_lies_within_the_tolerance(points: list[tuple[float, float]], tolerance: float) -> None:
    fixes = [replace(moved(Fix(START, 59.248, 17.86, 5.0), *point), at=START + n) for n, point in enumerate(points)]
    kept = simplify(fixes, tolerance)
    assert [fix for fix in fixes if fix in kept] == list(kept)
    assert not fixes or (kept[0], kept[-1]) == (fixes[0], fixes[-1])
    for fix in fixes:
        a = max((each for each in kept if each.at <= fix.at), key=lambda each: each.at)
        b = min((each for each in kept if each.at >= fix.at), key=lambda each: each.at)
        assert _beside(fix, a, b) <= tolerance * 1.01 + 0.01


def _beside(fix: Fix, a: Fix, b: Fix) -> float:
    (x, y), (ax, ay), (bx, by) = (synthetic.PLANE.metres((f.latitude, f.longitude)) for f in (fix, a, b))
    length = math.dist((ax, ay), (bx, by))
    share = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length**2 if length > 1e-6 else 0.0
    share = min(1.0, max(0.0, share))
    return math.dist((x, y), (ax + share * (bx - ax), ay + share * (by - ay)))


def test_the_real_recording_keeps_its_length_between_its_breaks() -> None:
    recorded = synthetic.recording()
    raw = track_of(bursts(recorded.fixes))
    made = track_of(bursts(passed(recorded.fixes)))
    sums = sum(distance(a, b) for segment in raw.segments for a, b in pairwise(segment.fixes))
    assert len(made.segments) == len(raw.segments)
    # A real receiver has smoothed its fixes; the raw sum of our own noisy ones says nothing, but we know their way.
    walked = sums if recorded.real else synthetic.plain_loop().length
    assert made.length == pytest.approx(walked, rel=0.06)
