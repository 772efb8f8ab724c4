"""The map's layers: honest gaps, a track that is drawn once, shapes that differ."""

import flet as ft
import pytest
from hypothesis import given
from hypothesis import strategies as some

from fieldwalk.domain.clusters import Cluster, Pin
from fieldwalk.domain.ground import Bounds, Ground, Shape
from fieldwalk.domain.tracks import Fix, Segment, Track
from fieldwalk.theme import Look
from fieldwalk.widgets.ground_layers import ground_layers
from fieldwalk.widgets.ground_map import View, framed, window, zoom_for
from fieldwalk.widgets.pins import DrawnPins, draw_pin
from fieldwalk.widgets.track_layers import LONG, PIECE, TrackLines, gap_layer, me_layer

DAY, NIGHT = Look(), Look(dark=True)


def a_pin(name: str, latitude: float = 59.0, kind: str = "care", category: str | None = None) -> Pin:
    return Pin(name, "walk-0001", 1, kind, category, latitude, 17.0)


def segment(number: int, count: int, begin: int) -> Segment:
    return Segment(number, tuple(Fix(begin + i * 1000, 59.25 + i * 1e-5, 17.86, 5.0) for i in range(count)))


def test_nothing_is_drawn_across_a_gap() -> None:
    track = Track((segment(0, 10, 0), segment(1, 10, 300_000)))
    lines = TrackLines(dark=False).layer(track, DAY).polylines
    assert [len(line.coordinates) for line in lines] == [10, 10]
    assert len(gap_layer(track.gaps, DAY).circles) == 2


def test_a_long_track_is_short_lines_that_meet() -> None:
    lines = TrackLines(dark=False).layer(Track((segment(0, 2 * PIECE + 51, 0),)), DAY).polylines
    assert [len(line.coordinates) for line in lines] == [PIECE + 1, PIECE + 1, 51]
    assert lines[0].coordinates[-1] == lines[1].coordinates[0]


def test_one_more_fix_draws_only_the_end_of_the_track_anew() -> None:
    drawn = TrackLines(dark=False)
    before = drawn.layer(Track((segment(0, PIECE + 50, 0),)), DAY).polylines
    after = drawn.layer(Track((segment(0, PIECE + 51, 0),)), DAY).polylines
    assert after[0] is before[0]
    assert after[1] is not before[1]


def test_of_a_long_track_only_what_is_seen_is_drawn_and_as_fine_as_the_screen() -> None:
    crooked = [Fix(n * 1000, 59.25 + n * 1e-5, 17.86 + n % 2 * 1e-5, 5.0) for n in range(LONG + 1)]
    track, drawn = Track((Segment(0, tuple(crooked)),)), TrackLines(dark=False)
    points = [
        sum(len(line.coordinates) for line in drawn.layer(track, DAY, View((59.25, 17.86), zoom, (400, 400))).polylines)
        for zoom in (13, 20)
    ]
    assert len(drawn.layer(track, DAY, View((59.25, 17.86), 13, (400, 400))).polylines) == LONG / PIECE
    assert points[0] == 2 * LONG / PIECE
    assert PIECE <= points[1] <= 2 * PIECE


def test_night_falls_over_the_whole_track() -> None:
    drawn, track = TrackLines(dark=False), Track((segment(0, 5, 0),))
    day, night = drawn.layer(track, DAY).polylines[0], drawn.layer(track, NIGHT).polylines[0]
    assert day.color != night.color


DRAWN = Bounds(59.24, 17.85, 59.26, 17.87)


@given(centre=some.floats(59.24, 59.26), zoom=some.floats(12, 19), high=some.floats(100, 1200))
def test_a_map_that_is_a_card_shows_nothing_north_or_south_of_what_is_drawn(
    centre: float, zoom: float, high: float
) -> None:
    middle, shown = framed(DRAWN, (centre, 17.86), zoom, high)
    assert 0 < shown <= high
    seen = window(middle, zoom, 150, shown)  # half as much again on every side
    reach = (seen.north - seen.south) / 4
    assert DRAWN.south - 1e-5 <= middle[0] - reach
    assert middle[0] + reach <= DRAWN.north + 1e-5


def test_a_card_that_has_room_is_as_high_as_it_may_be_and_where_it_would_open() -> None:
    assert framed(DRAWN, (59.25, 17.86), 19, 700) == ((59.25, 17.86), 700)


def test_a_single_fix_is_no_line() -> None:
    assert TrackLines(dark=False).layer(Track((segment(0, 1, 0),)), DAY).polylines == []


def test_the_accuracy_is_drawn_in_metres() -> None:
    wide, dot = me_layer(Fix(0, 59.25, 17.86, 35.0), DAY).circles
    assert (wide.radius, wide.use_radius_in_meter, dot.use_radius_in_meter) == (35.0, True, False)
    assert me_layer(None, DAY).circles == []


def test_a_place_that_needs_care_is_a_drop_and_a_good_one_a_circle() -> None:
    care = draw_pin(a_pin("a", category="door"), DAY).content
    good = draw_pin(a_pin("b", kind="good", category="meeting"), DAY).content
    assert isinstance(care, ft.Container)
    assert isinstance(good, ft.Container)
    assert isinstance(care.border_radius, ft.BorderRadius)
    assert good.border_radius == good.width / 2


def test_the_chosen_place_lies_on_top() -> None:
    markers = DrawnPins(DAY, None).layer([a_pin("a", 59.0), a_pin("b", 59.1)], "a").markers
    assert [marker.coordinates.latitude for marker in markers] == [59.1, 59.0]


def test_one_more_place_draws_no_other_anew() -> None:
    drawn = DrawnPins(DAY, None)
    before = drawn.layer([a_pin("a"), a_pin("b")]).markers
    after = drawn.layer([a_pin("a"), a_pin("b"), a_pin("c")]).markers
    assert [each is other for each, other in zip(before, after, strict=False)] == [True, True]
    assert drawn.layer([a_pin("a", kind="good"), a_pin("b")]).markers[0] is not before[0]


def test_a_chosen_place_lies_over_the_number_that_it_belongs_to() -> None:
    together = Cluster(59.0, 17.0, (a_pin("a"), a_pin("b")))
    drawn = DrawnPins(DAY, None)
    assert [marker.key for marker in drawn.layer([together]).markers] == ["59.0 17.0 2"]
    assert [marker.key for marker in drawn.layer([together], "b").markers] == ["59.0 17.0 2", "b"]


def test_lamps_glow_at_night_and_dead_ones_never() -> None:
    lit, dead = Shape("lamp", ((59.25, 17.86),)), Shape("lamp", ((59.26, 17.86),), lit=False)
    ground = Ground({"lamp": (lit, dead)})
    by_day, by_night = (ground_layers(ground, look)[4].circles for look in (DAY, NIGHT))  # type: ignore[attr-defined]
    assert (len(by_day), len(by_night)) == (2, 5)


@pytest.mark.parametrize(("width", "height"), [(412, 480), (1000, 800)])
def test_the_zoom_shows_all_of_a_box_and_no_more(width: float, height: float) -> None:
    box = Bounds(59.24, 17.85, 59.26, 17.87)
    zoom = zoom_for(box, width, height)
    pixels = (box.east - box.west) / 360 * 256 * 2**zoom
    assert pixels <= width + 1e-6
    assert pixels * 2 > width or zoom_for(Bounds(59.24, 17.859, 59.26, 17.861), width, height) == pytest.approx(zoom)
