"""A walk's summary: what is in it, what is not, and that the order of the records does not matter."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from fieldwalk.domain.records import Walk
from fieldwalk.domain.summary import Summary, summarise
from tests.documents_sample import (
    ACTIONS,
    BEGUN,
    ISSUES,
    MADE_AT,
    PHOTOS,
    STOPS,
    THE_WALK,
    bare,
    bursts,
    sample,
)


def test_the_figures_of_the_sample_walk() -> None:
    summary = sample()
    assert summary.seconds == 78 * 60
    assert summary.metres == pytest.approx(2_658, rel=0.02)
    assert summary.recorded == pytest.approx(0.898, abs=0.01)
    assert len(summary.track.segments) == 2
    assert [gap.duration for gap in summary.track.gaps] == [7 * 60_000]
    assert (len(summary.points), len(summary.good)) == (11, 3)


def test_the_order_of_the_records_makes_no_difference() -> None:
    dice = random.Random(7)
    issues, photos, stops, actions = (dice.sample(each, len(each)) for each in (ISSUES, PHOTOS, STOPS, ACTIONS))
    mixed = sample(issues=issues, photos=photos, stops=stops, actions={action.id: action for action in actions})
    assert mixed == sample()


def test_neither_the_note_taker_nor_the_photographer_nor_any_reporter_is_in_it() -> None:
    told = repr(sample())
    assert THE_WALK.note_taker not in told
    assert THE_WALK.photographer not in told
    assert not {"reporter", "author", "person", "device"} & set(Summary.__dataclass_fields__)


def test_pauses_are_no_time_walked() -> None:
    paused = replace(THE_WALK, pauses=[[BEGUN + 60_000, BEGUN + 660_000]])
    assert summarise(paused, made_at=MADE_AT).seconds == 68 * 60


def test_a_walk_that_has_only_begun_knows_its_beginning_and_nothing_else() -> None:
    summary = bare(started_at=BEGUN)
    assert summary.at == BEGUN
    assert (summary.seconds, summary.metres, summary.recorded, summary.bounds) == (None, None, None, None)
    assert (summary.points, summary.good, summary.stops) == ((), (), ())


def test_a_planned_walk_is_at_its_planned_time() -> None:
    assert summarise(Walk("walk-0001", planned_at=BEGUN), made_at=MADE_AT).at == BEGUN


def test_the_bounds_hold_track_points_and_stops() -> None:
    box = sample().bounds
    assert box is not None
    for point in (*sample().points, *sample().good, *sample().stops):
        if point.place:
            assert box.south <= point.place.latitude <= box.north
            assert box.west <= point.place.longitude <= box.east


def test_without_a_track_the_points_alone_give_the_bounds() -> None:
    alone = sample(track=None, stops=())
    assert alone.bounds is not None
    assert alone.metres is None


def test_a_stop_without_a_place_is_still_a_stop() -> None:
    assert [(stop.number, stop.place is None) for stop in sample().stops] == [
        (1, False), (2, False), (3, False), (4, True),
    ]  # fmt: skip


def test_the_samples_bursts_are_real_ones() -> None:
    assert all(burst.packed for burst in bursts())
