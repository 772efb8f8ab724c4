"""A route from elsewhere: read whole or refused whole."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.refusals import Refused
from sync.server.planned import ALONG, APART, MOST_STOPS, plan_from
from tests.fakes.central_world import World

HEAD = '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
TUNNEL = '<wpt lat="59.24" lon="17.86"><name>Tunneln</name></wpt>'
WAYPOINTS = f"{HEAD}<metadata><name>Fittja runt</name></metadata>{TUNNEL}</gpx>"
ROUTE = f'{HEAD}<rte><name>Väg hem</name><rtept lat="59.24" lon="17.86"/><rtept lat="59.25" lon="17.86"/></rte></gpx>'
POINTS = "".join(f'<trkpt lat="{59.24 + n / 10_000:.4f}" lon="17.86"/>' for n in range(101))
TRACK = f"{HEAD}<trk><trkseg>{POINTS}</trkseg></trk></gpx>"


def feature(kind: str, coordinates: object, **properties: object) -> dict[str, object]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def test_waypoints_are_the_stops_with_their_names() -> None:
    route = plan_from(WAYPOINTS.encode(), "fil")

    assert (route.title, [(s.title, s.latitude, s.longitude) for s in route.stops]) == (
        "Fittja runt",
        [("Tunneln", 59.24, 17.86)],
    )


def test_a_routes_points_are_the_stops() -> None:
    assert [stop.latitude for stop in plan_from(ROUTE.encode(), "fil").stops] == [59.24, 59.25]


def test_a_mere_track_gets_a_stop_every_so_often_and_both_ends() -> None:
    route = plan_from(b"\xef\xbb\xbf" + TRACK.encode(), "min slinga")

    assert route.title == "min slinga"
    gaps = [(b.latitude - a.latitude) * 111_195 for a, b in pairwise(route.stops)]
    assert all(APART <= gap < APART + 12 for gap in gaps[:-1])
    assert (route.stops[0].latitude, route.stops[-1].latitude) == (59.24, 59.25)


def test_a_start_and_an_end_are_not_the_stops_of_a_route_that_has_a_line() -> None:
    both = TRACK.replace("<trk>", f"{TUNNEL}{TUNNEL}<trk>", 1)

    assert plan_from(both.encode(), "x").stops == plan_from(TRACK.encode(), "x").stops


def test_a_long_hike_gets_about_twenty_stops() -> None:
    points = "".join(f'<trkpt lat="{50 + n / 1000:.3f}" lon="17.86"/>' for n in range(1000))
    hike = plan_from(f"{HEAD}<trk><trkseg>{points}</trkseg></trk></gpx>".encode(), "x")

    assert ALONG - 2 <= len(hike.stops) <= ALONG + 1


def test_geojson_points_and_lines_are_read() -> None:
    square = feature("Point", [17.86, 59.24], name="Torget")
    points = {"type": "FeatureCollection", "name": "Runda", "features": [square]}
    line = feature("LineString", [[17.86, 59.24, 12], [17.86, 59.25, 12]])

    assert plan_from(json.dumps(points).encode(), "x").stops[0].title == "Torget"
    assert len(plan_from(json.dumps(line).encode(), "x").stops) == 2


NONSENSE = [
    b"", b"nonsense", b"<gpx", b"<html/>", HEAD.encode() + b"</gpx>", b"{}", b"[]", b'{"type": "FeatureCollection"}',
    b'{"type": "FeatureCollection", "features": [null]}', b"\xff\xfe\x00", TRACK.encode()[:200], b"{" * 100_000,
    b'<!DOCTYPE x [<!ENTITY a "b">]>' + WAYPOINTS.encode(),
    WAYPOINTS.replace("59.24", "95").encode(), WAYPOINTS.replace("59.24", "nan").encode(),
    json.dumps(feature("Point", ["a", "b"])).encode(), json.dumps(feature("Point", [17.86])).encode(),
    json.dumps({"type": "FeatureCollection", "features": [feature("Point", [1, 2])] * (MOST_STOPS + 1)}).encode(),
]  # fmt: skip


@pytest.mark.parametrize("content", NONSENSE)
def test_nonsense_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="route_not_readable"):
        plan_from(content, "x")


def stops_of(content: bytes) -> list[object] | None:
    try:
        return list(plan_from(content, "x").stops)
    except Refused as refused:
        return None if refused.code == "route_not_readable" else []


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("{" + text).encode("utf-8", "replace")))
def test_whatever_comes_is_a_route_or_is_refused(content: bytes) -> None:
    assert stops_of(content) != []


def test_a_planned_walk_has_all_its_stops_in_order(world: World) -> None:
    walk_id = plan_from(ROUTE.encode(), "fil").write(world.central, world.admin)

    walk = world.client.get(f"/api/v1/walks/{walk_id}", headers=world.phone("coordinator").headers).json()
    assert (walk["title"], walk["state"]) == ("Väg hem", "planned")
    stops = [(stop["number"], stop["position"]) for stop in walk["stops"]]
    assert stops == [(1, [59.24, 17.86, 0]), (2, [59.25, 17.86, 0])]
