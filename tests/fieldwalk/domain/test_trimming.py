"""Of a track that is handed on nobody can tell where it began or ended, unless the route was planned."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.fixes import Fix, distance
from fieldwalk.domain.summary import summarise
from fieldwalk.domain.tracks import Segment, Track, track_of
from fieldwalk.domain.trimming import HIDDEN, trimmed
from tests.documents_sample import MADE_AT, STOPS, THE_WALK, bursts, sample

STEPS = st.lists(st.tuples(st.integers(-60, 60), st.integers(-60, 60)), max_size=60)
CUTS = st.sets(st.integers(0, 60), max_size=4)


def drawn(steps: list[tuple[int, int]], cuts: set[int]) -> Track:
    """A track of a fix for each step, a step being metres north and east, broken before the fixes of ``cuts``."""
    north = east = 0
    runs: list[list[Fix]] = [[]]
    for number, step in enumerate(steps):
        north, east = north + step[0], east + step[1]
        if number in cuts and runs[-1]:
            runs.append([])
        runs[-1].append(Fix(number * 4000, 59.0 + north / 111_195, 17.0 + east / 57_270, 5.0))
    return Track(tuple(Segment(number, tuple(run)) for number, run in enumerate(runs) if run))


@given(STEPS, CUTS)
def test_nothing_is_shown_before_it_has_left_the_beginning_or_after_it_has_come_near_the_end(
    steps: list[tuple[int, int]], cuts: set[int]
) -> None:
    whole = drawn(steps, cuts)
    shown = trimmed(whole)

    if shown.fixes:
        first, last = whole.fixes[0], whole.fixes[-1]
        assert distance(first, shown.fixes[0]) > HIDDEN
        assert distance(last, shown.fixes[-1]) > HIDDEN
        at = whole.fixes.index(shown.fixes[0])
        assert shown.fixes == whole.fixes[at : at + len(shown.fixes)]
        assert [segment.number for segment in shown.segments] == list(range(len(shown.segments)))
        assert all(any(set(part.fixes) <= set(one.fixes) for one in whole.segments) for part in shown.segments)


@given(STEPS, CUTS)
def test_a_walk_that_went_no_further_is_not_shown_and_one_that_did_keeps_its_middle(
    steps: list[tuple[int, int]], cuts: set[int]
) -> None:
    whole = drawn(steps, cuts)
    ends = (whole.fixes[0], whole.fixes[-1]) if whole.fixes else ()
    far = [fix for fix in whole.fixes if all(distance(end, fix) > HIDDEN for end in ends)]

    assert set(far) <= set(trimmed(whole).fixes)


def test_a_planned_route_is_shown_whole_and_any_other_without_its_ends() -> None:
    planned = sample()
    track = track_of(bursts(), THE_WALK.pauses or ())
    free = summarise(THE_WALK, made_at=MADE_AT, stops=STOPS[:1], track=track)

    assert (planned.is_trimmed, planned.track) == (False, track)
    assert (free.is_trimmed, free.track) == (True, trimmed(track))
    assert (free.metres, free.recorded) == (planned.metres, planned.recorded)


def test_a_stop_with_no_place_makes_no_route() -> None:
    track = track_of(bursts())
    stops = [replace(stop, position=None) for stop in STOPS]

    assert summarise(THE_WALK, made_at=MADE_AT, stops=stops, track=track).is_trimmed
