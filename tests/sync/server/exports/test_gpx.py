"""The GPS file: valid by the published schema, its breaks kept, its times in UTC."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import gpxpy
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldwalk.domain.points import Place
from fieldwalk.domain.summary import Summary
from sync.server.exports.gpx import gpx
from tests.documents_sample import BEGUN, THE_WALK, bare, sample

SCHEMA = Path(__file__).parents[3] / "data" / "gpx.xsd"


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMA)


def checked(summary: Summary, language: str = "sv") -> gpxpy.gpx.GPX:
    """The file as another program reads it, once the schema has passed it."""
    text = gpx(summary, language).decode()
    schema().validate(text)
    return gpxpy.parse(text)


def test_the_schema_is_one_that_says_no() -> None:
    wrong = gpx(sample(), "sv").decode().replace('lat="59.', 'lat="159.', 1)
    assert not schema().is_valid(wrong)
    assert not schema().is_valid(wrong.replace("<trkseg>", "<segment>").replace("</trkseg>", "</segment>"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_sample_is_valid_and_each_segment_is_one(language: str) -> None:
    read, summary = checked(sample(), language), sample()
    assert [len(segment.points) for segment in read.tracks[0].segments] == [
        len(segment.fixes) for segment in summary.track.segments
    ]
    first = read.tracks[0].segments[0].points[0]
    assert first.time is not None
    assert first.time.timestamp() * 1000 == BEGUN


def test_stops_and_points_are_waypoints_with_their_words() -> None:
    waypoints = checked(sample()).waypoints
    kinds = [waypoint.type for waypoint in waypoints]
    assert (kinds.count("stop"), kinds.count("issue"), kinds.count("good")) == (3, 11, 3)
    hedge = next(waypoint for waypoint in waypoints if waypoint.name == "2 Cykelstället vid Lindvägen 14")
    assert "Därför: Häcken är drygt två meter hög och skymmer lampan." in (hedge.description or "")


def test_a_walk_with_nothing_is_a_valid_file() -> None:
    read = checked(bare())
    assert (read.tracks, read.waypoints) == ([], [])


@pytest.mark.parametrize("place", [Place(0.0000001, 0.0, 5), Place(-90, 180, 5), Place(90, -180, 5)])
def test_the_edges_of_the_earth_are_valid_too(place: Place) -> None:
    summary = sample(track=None, stops=[])
    checked(replace(summary, points=(replace(summary.points[0], place=place),), good=()))


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_somebody_writes_the_file_is_valid(words: str, title: str) -> None:
    summary = sample(ground=None, track=None)
    point = replace(summary.points[0], words=words, heading=words)
    checked(replace(summary, points=(point,), title=title, organisation=words))


def test_nobody_but_the_owners_is_named() -> None:
    text = gpx(sample(), "sv").decode()
    assert THE_WALK.note_taker not in text
    assert THE_WALK.photographer not in text
