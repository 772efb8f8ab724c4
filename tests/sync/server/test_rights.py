"""Every role at every route with every class of its own and of another organisation: generated from the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response

from fieldwalk.domain.roles import ROLES, may, sees
from fieldwalk.domain.secrecy import CLASSES, rank
from sync.protocol.messages import PATH
from sync.server.access import Rule, Ungated, rules_of
from sync.server.exports import FORMATS
from sync.squeeze import unsqueeze
from tests.fakes.central_world import JPEG, FakeClock, Phone, World
from tests.fakes.classed import REPORTER, Point, tell_of_every_class

BODIES: dict[str, Any] = {
    "/api/v1/walks/{walk_id}/exports": {"format": "csv"},
    "/api/v1/walks/{walk_id}/waiting/{point_id}": {"answer": "accept"},
}
"""What a route is sent, where ``{}`` is not enough for a yes. The exchange and files have bytes of their own."""


@dataclass(frozen=True)
class Two:
    """Two organisations on one server, each with a point of every class, and a phone of each role in the first."""

    mine: World
    other: World
    points: list[Point]
    others: list[Point]
    phones: dict[str, Phone]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    mine = World(Path(tmp_path_factory.mktemp("rights")), FakeClock())
    with mine.client:
        other = mine.other()
        points, others = tell_of_every_class(mine, "mitt"), tell_of_every_class(other, "deras")
        yield Two(mine, other, points, others, {role: mine.phone(role) for role in ROLES})


def calls(two: Two) -> Iterator[tuple[str, APIRoute]]:
    """Every method of every route that asks for a right."""
    for route in two.mine.app.routes:
        if isinstance(route, APIRoute) and isinstance(rules_of(route)[0], Rule):
            yield from ((method, route) for method in sorted(route.methods))


def call(two: Two, role: str, method: str, route: APIRoute, world: World, point: Point) -> Response:
    """``role`` of my organisation calls ``route`` about what is ``world``'s, and ``point``'s where it is about one."""
    phone = two.phones[role]
    ids = {"walk_id": world.walk, "sha256": point.sha256, "issue_id": point.issue}
    path = re.sub(r"{(\w+)(:\w+)?}", lambda named: ids.get(named[1], point.issue), route.path)
    if method == "PUT":
        content: dict[str, Any] = {"content": point.photo}
    elif route.path == PATH:
        content = {"content": phone.packed()}
    else:
        content = {"json": BODIES.get(route.path, {})} if method == "POST" else {}
    return two.mine.client.request(method, path, headers=phone.headers, **content)


def said(reply: Response) -> str:
    """All that can be read in ``reply``, its headers too."""
    body = reply.content
    if reply.headers.get("content-type") == "application/fieldwalk":
        body = unsqueeze(body, 2**24)
    return body.decode("utf-8", "replace") + str(dict(reply.headers))


def check(two: Two, role: str, reply: Response) -> None:
    """Nothing in ``reply`` is of another organisation, of a class above the role, or tells who reported."""
    read = said(reply)
    assert reply.status_code < 500
    assert not [point.marker for point in two.others if point.marker in read]
    assert not [point.marker for point in two.points if point.marker in read and not sees(role, point.secrecy)]
    assert may(role, "see.reporter") or REPORTER not in read


@pytest.mark.parametrize("role", ROLES)
def test_a_route_is_closed_to_every_role_without_its_right_and_open_to_every_other(two: Two, role: str) -> None:
    for method, route in calls(two):
        action = rules_of(route)[0].action  # type: ignore[union-attr]
        for point in two.points:
            reply = call(two, role, method, route, two.mine, point)
            check(two, role, reply)
            assert (reply.status_code == 403) == (not may(role, action)), (method, route.path, reply.status_code)


@pytest.mark.parametrize("role", ROLES)
def test_an_id_of_another_organisation_is_as_if_it_were_nowhere(two: Two, role: str) -> None:
    nowhere = Point("open", "", two.mine.identity(), JPEG)
    for method, route in calls(two):
        if "{" not in route.path or method == "PUT":  # what is put becomes one's own
            continue
        for point in two.others:
            reply = call(two, role, method, route, two.other, point)
            nothing = call(two, role, method, route, _no_walk(two), nowhere)
            check(two, role, reply)
            assert reply.status_code == nothing.status_code, (method, route.path)
            assert _unnamed(reply, point) == _unnamed(nothing, nowhere), (method, route.path)
            if not route.path.endswith("/parts"):
                action = rules_of(route)[0].action  # type: ignore[union-attr]
                assert reply.status_code == (404 if may(role, action) else 403), (method, route.path)


@pytest.mark.parametrize("role", ROLES)
def test_a_photo_is_there_for_those_who_see_its_point(two: Two, role: str) -> None:
    for point in two.points:
        reply = two.mine.client.get(f"/api/v1/files/{point.sha256}", headers=two.phones[role].headers)

        assert reply.status_code == (200 if sees(role, point.secrecy) else 404)


@pytest.mark.parametrize("role", ROLES)
def test_a_list_and_a_pull_have_every_point_of_the_classes_that_the_role_sees(two: Two, role: str) -> None:
    phone, visible = two.phones[role], {point.issue for point in two.points if sees(role, point.secrecy)}
    own = {point.issue for point in two.points}

    walk = two.mine.client.get(f"/api/v1/walks/{two.mine.walk}", headers=phone.headers).json()
    pulled = phone.pull()

    for record in ("issues", "actions"):
        assert {each["id"] for each in walk[record]} & own == visible, record
    assert {each["issue_id"] for each in walk["photos"]} == visible
    assert {change.record_id for change in pulled if change.record == "issue"} & own == visible
    assert {change.record_id for change in pulled if change.record == "action"} & own == visible
    assert {change.fields["issue_id"] for change in pulled if change.record == "photo"} == visible


@pytest.mark.parametrize("role", [role for role in ROLES if may(role, "export")])
@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_has_what_is_open_and_more_only_for_who_asks_and_may(two: Two, role: str, format_: str) -> None:
    for asked in CLASSES:
        wish = {"format": format_, "secrecy": asked}
        path = f"/api/v1/walks/{two.mine.walk}/exports"
        ordered = two.mine.client.post(path, json=wish, headers=two.phones[role].headers)
        assert ordered.status_code == (201 if sees(role, asked) else 403)
        if ordered.status_code == 201 and format_ in ("csv", "geojson", "html"):
            read = said(two.mine.client.get(ordered.json()["url"]))
            there = [point.secrecy for point in two.points if point.marker in read]
            assert there == [each for each in CLASSES if rank(each) <= rank(asked)]
            assert REPORTER not in read


def test_a_rule_for_a_right_that_no_table_knows_stops_the_application() -> None:
    with pytest.raises(Ungated, match="fly"):
        Rule("fly")


def _no_walk(two: Two) -> World:
    nowhere = object.__new__(World)
    nowhere.__dict__.update(two.mine.__dict__)
    nowhere.walk = two.mine.identity()
    return nowhere


def _unnamed(reply: Response, point: Point) -> str:
    """What is said, but for the name that was asked for."""
    return reply.text.replace(point.sha256, "").replace(point.issue, "")
