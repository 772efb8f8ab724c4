"""The map: every mark, honest gaps, nothing that is not known."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from fieldwalk.documents.map import draw_map
from fieldwalk.documents.palette import MAP_DARK, MAP_LIGHT, variables
from fieldwalk.documents.sheet import worded
from fieldwalk.domain.ground import Ground, Shape
from fieldwalk.domain.summary import Summary
from fieldwalk.domain.tracks import Segment, Track
from tests.documents_sample import SEA, bare, many, sample

SVG = "{http://www.w3.org/2000/svg}"


def drawn(summary: Summary, palette: dict[str, str] | None = None) -> ElementTree.Element:
    svg = draw_map(summary, worded(summary, "sv").map, palette or MAP_LIGHT, "Source Sans Pro")
    assert svg is not None
    return ElementTree.fromstring(svg)


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def lines(svg: ElementTree.Element, colour: str, thick: str) -> list[str]:
    style = f"stroke:{colour};stroke-width:{thick};"
    return [path.get("d", "") for path in svg.iter(f"{SVG}path") if style in path.get("style", "")]


def test_every_point_and_good_place_has_its_mark() -> None:
    summary = sample()
    marks = [group[-1].text for group in drawn(summary).iter(f"{SVG}g") if group.get("class") == "mk"]
    assert marks == [point.mark for point in (*summary.points, *summary.good)]


def test_the_track_is_a_line_a_segment_and_nothing_crosses_the_gap() -> None:
    svg = drawn(sample())
    track = lines(svg, MAP_LIGHT["track"], "5.5")
    assert len(track) == 2
    assert all(line.count("M") == 1 for line in track)
    assert len(lines(svg, MAP_LIGHT["gap"], "5")) == 2
    assert "Spår saknas, 7\u00a0min" in words(svg)


def test_a_walk_with_no_gap_has_no_bars() -> None:
    summary = sample()
    whole = replace(summary, track=replace(summary.track, segments=summary.track.segments[:1]))
    assert lines(drawn(whole), MAP_LIGHT["gap"], "5") == []


def test_a_track_full_of_holes_names_the_longest_and_shows_them_all() -> None:
    summary = sample(issues=[], stops=[], ground=None)
    fixes = summary.track.fixes
    parts = [fixes[n : n + 6] for n in range(0, 240, 12)]
    segments = tuple(
        Segment(n, tuple(replace(fix, at=fix.at + n * n * 10_000) for fix in part)) for n, part in enumerate(parts)
    )
    torn = replace(summary, track=Track(segments))
    svg = drawn(torn)
    assert len(torn.track.gaps) > 12
    assert len(lines(svg, MAP_LIGHT["track"], "5.5")) == len(segments)
    assert len(lines(svg, MAP_LIGHT["gap"], "2.5")) >= len(torn.track.gaps)
    assert 1 <= len([word for word in words(svg) if word.startswith("Spår saknas")]) <= 4


def test_a_lone_fix_is_a_dot_and_no_line() -> None:
    summary = sample()
    lone = replace(summary.track.segments[0], fixes=summary.track.segments[0].fixes[:1])
    assert lines(drawn(replace(summary, track=replace(summary.track, segments=(lone,)))), MAP_LIGHT["track"], "5.5")[
        0
    ].endswith("h0.1")


def test_without_ground_the_land_is_plain_and_the_track_is_there() -> None:
    svg = drawn(sample(ground=None))
    assert len(lines(svg, MAP_LIGHT["track"], "5.5")) == 2
    assert "Lindvägen" not in words(svg)


def test_names_of_ways_and_water_are_written_once() -> None:
    said = words(drawn(sample()))
    assert {"Lindvägen", "Ekviken"} <= set(said)
    assert said.count("Lindvägen") == 2, "once as the halo, once as the word"


def test_two_shapes_of_one_name_bear_it_once() -> None:
    ways = [Shape("road", tuple(SEA.degrees(end) for end in ((0, y), (1100, y))), "Ringvägen") for y in (560, 250)]
    said = words(drawn(sample(ground=Ground({"road": tuple(ways)}), track=None)))
    assert said.count("Ringvägen") == 2, "once as the halo, once as the word"


def test_a_walk_with_no_place_at_all_has_no_map() -> None:
    assert draw_map(bare(), worded(bare(), "sv").map, MAP_LIGHT, "any") is None


def test_a_map_says_in_words_what_it_shows() -> None:
    told = drawn(sample()).get("aria-label", "")
    assert told.startswith("Karta över rutten. Punkterna 1, 2, 4–9, 11, 12 och 14 är utmärkta.")
    assert "A, B och C" in told
    assert "7\u00a0min" in told


def test_hostile_names_stay_words() -> None:
    name = '</text><script>alert("1")</script>&amp;'
    way = Shape("road", (SEA.degrees((0, 560)), SEA.degrees((1100, 560))), name)
    svg = drawn(sample(ground=Ground({"road": (way,)}), track=None))
    assert name in words(svg)
    assert svg.find(f".//{SVG}script") is None


@pytest.mark.parametrize("palette", [MAP_LIGHT, MAP_DARK, variables("m", MAP_LIGHT)])
def test_every_palette_draws_the_same_shapes(palette: dict[str, str]) -> None:
    shapes = [element.tag for element in drawn(sample(), palette).iter()]
    assert shapes == [element.tag for element in drawn(sample()).iter()]


def test_forty_points_and_a_bar_of_true_length() -> None:
    summary = many(40)
    svg = drawn(summary)
    assert len([group for group in svg.iter(f"{SVG}g") if group.get("class") == "mk"]) == 40
    assert [word for word in words(svg) if re.fullmatch(r"\d+ k?m", word)] == ["100 m", "100 m"]
