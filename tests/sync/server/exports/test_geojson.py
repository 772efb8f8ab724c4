"""The map data: as GDAL reads it, and as RFC 7946 wants it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldwalk.domain.summary import Summary
from sync.server.exports.geojson import geojson
from tests.documents_sample import THE_WALK, bare, sample


def read(summary: Summary) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(geojson(summary, "sv"))
    return read


def records(summary: Summary, record: str) -> list[dict[str, Any]]:
    return [feature for feature in read(summary)["features"] if feature["properties"]["record"] == record]


def numbers(coordinates: Any) -> Iterator[float]:
    if isinstance(coordinates, list):
        for each in coordinates:
            yield from numbers(each)
    else:
        yield coordinates


def test_gdal_reads_points_stops_and_track(tmp_path: Path) -> None:
    file = tmp_path / "walk.geojson"
    file.write_bytes(geojson(sample(), "sv"))
    about = pyogrio.read_info(file)
    meta, _, shapes, columns = pyogrio.raw.read(file)
    rows = dict(zip(meta["fields"], columns, strict=True))
    assert about["crs"] == "EPSG:4326"
    assert about["driver"] == "GeoJSON"
    assert list(rows["record"]).count("issue") == 14
    assert list(rows["record"]).count("stop") == 4
    assert list(rows["record"]).count("track") == 1
    assert "Häcken är drygt två meter hög och skymmer lampan." in list(rows["cause"])
    assert sum(shape is not None for shape in shapes) == 18


def test_longitude_comes_first_with_seven_decimals_at_most() -> None:
    summary = sample()
    place = summary.points[0].place
    assert place is not None
    first = records(summary, "issue")[0]
    assert first["geometry"]["coordinates"] == [round(place.longitude, 7), round(place.latitude, 7)]
    for feature in read(summary)["features"]:
        for number in numbers(feature["geometry"] and feature["geometry"]["coordinates"]):
            assert number is None or round(number, 7) == number


def test_each_segment_is_a_line_and_none_crosses_the_gap() -> None:
    summary = sample()
    (track,) = records(summary, "track")
    assert track["geometry"]["type"] == "MultiLineString"
    assert [len(line) for line in track["geometry"]["coordinates"]] == [
        len(segment.fixes) for segment in summary.track.segments
    ]
    assert track["properties"]["recorded"] == pytest.approx(summary.recorded, abs=0.001)


def test_a_lone_fix_is_still_a_line_that_every_tool_takes() -> None:
    summary = sample()
    lone = replace(summary.track.segments[0], fixes=summary.track.segments[0].fixes[:1])
    (track,) = records(replace(summary, track=replace(summary.track, segments=(lone,))), "track")
    assert [len(line) for line in track["geometry"]["coordinates"]] == [2]


def test_fields_are_called_what_the_records_call_them() -> None:
    first = records(sample(), "issue")[0]
    assert first["id"] == "issue-0001"
    said = first["properties"]
    assert (said["kind"], said["category"], said["severity"], said["state"]) == ("care", "lighting", 3, "verified")
    assert said["category_words"] == "Belysning"
    assert said["marked_at"] == "2026-11-12T16:34:00.000Z"


def test_a_point_without_a_position_is_there_without_a_shape() -> None:
    summary = sample()
    lost = replace(summary, points=(replace(summary.points[0], place=None),))
    assert records(lost, "issue")[0]["geometry"] is None


def test_a_walk_with_nothing_is_an_empty_collection() -> None:
    assert read(bare()) == {"type": "FeatureCollection", "name": "Trygghetsvandring", "features": []}


def test_nobody_but_the_owners_is_named() -> None:
    text = geojson(sample(), "sv").decode()
    assert THE_WALK.note_taker not in text
    assert THE_WALK.photographer not in text


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_whatever_somebody_writes_the_file_can_be_read(words: str) -> None:
    summary = sample(ground=None, track=None)
    point = replace(summary.points[0], words=words, heading=words)
    assert len(records(replace(summary, points=(point,), title=words), "issue")) == 4
