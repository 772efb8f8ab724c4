"""Every role at every route with every class of its own and of another organisation: generated from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response
from pypdfium2 import PdfDocument
from sqlalchemy import Engine, event

from fieldwalk.domain.roles import ROLES, may, sees
from fieldwalk.domain.secrecy import CLASSES, rank
from sync.protocol.messages import PATH
from sync.server import app
from sync.server.access import Rule, Ungated
from sync.server.exports import FORMATS
from tests.fakes.central_world import JPEG, FakeClock, Phone, World
from tests.fakes.classed import REPORTER, SPOKEN, UNLOOKED, Point, name_of, tell_of_every_class, tell_unlooked
from tests.fakes.reading import action_of, filled, gated, public, said
from tests.fakes.stories import quick

BODIES: dict[str, Any] = {
    "/api/v1/walks/{walk_id}/exports": {"format": "csv"},
    "/api/v1/walks/{walk_id}/waiting/{point_id}": {"answer": "accept"},
    "/api/v1/waiting/{point_id}": {"answer": "accept"},
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
    unlooked: dict[Point, tuple[bytes, bytes]]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    mine = quick(World(Path(tmp_path_factory.mktemp("rights")), FakeClock()))
    with pytest.MonkeyPatch.context() as patched:
        # Nothing is asked of the database but what a test asks: statements are counted here.
        patched.setattr(app, "sweep_for_ever", idle)
        yield from _told(mine)


async def idle(_files: object) -> None:
    """No sweeping."""


def _told(mine: World) -> Iterator[Two]:
    with mine.client:
        other = mine.other()
        points, others = tell_of_every_class(mine, "mitt"), tell_of_every_class(other, "deras")
        phones = {role: mine.phone(role) for role in ROLES}
        yield Two(mine, other, points, others, phones, tell_unlooked(mine, points))


def calls(two: Two) -> Iterator[tuple[str, APIRoute]]:
    """Every method of every route that asks for a right."""
    return gated(two.mine.app)


def call(two: Two, role: str, method: str, route: APIRoute, world: World, point: Point) -> Response:
    """``role`` of my organisation calls ``route`` about what is ``world``'s, and ``point``'s where it is about one."""
    phone = two.phones[role]
    ids = {"walk_id": world.walk, "sha256": point.sha256, "issue_id": point.issue}
    path = filled(route.path, ids, point.issue)
    if method == "PUT":
        content: dict[str, Any] = {"content": point.photo}
    elif route.path == PATH:
        content = {"content": phone.packed()}
    else:
        content = {"json": BODIES.get(route.path, {})} if method == "POST" else {}
    return two.mine.client.request(method, path, headers=phone.headers, **content)


def check(two: Two, role: str, reply: Response) -> None:
    """Nothing in ``reply`` is of another organisation, of a class above the role, or tells who reported."""
    read = said(reply)
    assert reply.status_code < 500
    assert not [point.marker for point in two.others if point.marker in read]
    assert not [point.marker for point in two.points if point.marker in read and not sees(role, point.secrecy)]
    assert may(role, "see.reporter") or REPORTER not in read
    assert may(role, "approve.photo") or UNLOOKED not in read
    assert may(role, "hear.voice") or SPOKEN not in read


@pytest.mark.parametrize("role", ROLES)
def test_a_route_is_closed_to_every_role_without_its_right_and_open_to_every_other(two: Two, role: str) -> None:
    for method, route in calls(two):
        action = action_of(route)
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
            assert _unnamed(reply, point) == _unnamed(nothing, nowhere), (method, route.path)
            if not route.path.endswith("/parts"):
                assert reply.status_code == (404 if may(role, action_of(route)) else 403), (method, route.path)


@pytest.mark.parametrize("role", ROLES)
def test_an_id_of_another_organisation_costs_the_server_the_same_work_as_one_that_is_nowhere(
    two: Two, role: str
) -> None:
    """No clock tells them apart: the same statements in the same order. Seconds differ; what is done does not."""
    nowhere = Point("open", "", two.mine.identity(), JPEG)
    for method, route in calls(two):
        if "{" in route.path and method != "PUT":
            with statements() as theirs:
                call(two, role, method, route, two.other, two.others[0])
            with statements() as nobodys:
                call(two, role, method, route, _no_walk(two), nowhere)

            assert theirs == nobodys, (method, route.path)


def test_what_anybody_may_call_tells_nobody_of_anything(two: Two) -> None:
    everything = [*two.points, *two.others]
    for method, route in public(two.mine.app):
        for point in (two.points[0], two.others[-1]):
            ids = {"walk_id": two.mine.walk, "sha256": point.sha256}
            reply = two.mine.client.request(method, filled(route.path, ids, point.issue), json={"code": point.issue})
            read = said(reply)

            assert reply.status_code < 500 or route.path == "/{asked:path}", route.path
            assert not [each.marker for each in everything if each.marker in read], route.path
            assert REPORTER not in read


@pytest.mark.parametrize("role", ROLES)
def test_a_photo_is_there_for_those_who_see_its_point(two: Two, role: str) -> None:
    for point in two.points:
        reply = two.mine.client.get(f"/api/v1/files/{point.sha256}", headers=two.phones[role].headers)

        assert reply.status_code == (200 if sees(role, point.secrecy) else 404)


@pytest.mark.parametrize("role", ROLES)
def test_a_photo_that_waits_and_its_thumbnail_are_there_for_those_who_look_photos_through(two: Two, role: str) -> None:
    for point in two.points:
        for content in two.unlooked[point]:
            path = f"/api/v1/files/{name_of(content)}"
            answers = [two.mine.client.request(how, path, headers=two.phones[role].headers) for how in ("GET", "HEAD")]
            there = sees(role, point.secrecy) and may(role, "approve.photo")
            assert [reply.status_code for reply in answers] == [200 if there else 404] * 2
            check(two, role, answers[0])


@pytest.mark.parametrize("role", ROLES)
def test_a_recording_is_there_for_those_who_see_its_point_and_hear_what_others_record(two: Two, role: str) -> None:
    for points, mine in ((two.points, True), (two.others, False)):
        for point in points:
            path, headers = f"/api/v1/files/{name_of(point.voice)}", two.phones[role].headers
            answers = [two.mine.client.request(how, path, headers=headers) for how in ("GET", "HEAD")]
            there = mine and sees(role, point.secrecy) and may(role, "hear.voice")
            assert [reply.status_code for reply in answers] == [200 if there else 404] * 2
            check(two, role, answers[0])


@pytest.mark.parametrize("role", ROLES)
def test_a_list_and_a_pull_have_every_point_of_the_classes_that_the_role_sees(two: Two, role: str) -> None:
    phone, visible = two.phones[role], {point.issue for point in two.points if sees(role, point.secrecy)}
    own = {point.issue for point in two.points}

    walk = two.mine.client.get(f"/api/v1/walks/{two.mine.walk}", headers=phone.headers).json()
    pulled = phone.pull()

    for record in ("issues", "actions"):
        assert {each["id"] for each in walk[record]} & own == visible, record
    for record in ("photos", "voices"):
        assert {each["issue_id"] for each in walk[record]} == visible, record
    assert {change.record_id for change in pulled if change.record == "issue"} & own == visible
    assert {change.record_id for change in pulled if change.record == "action"} & own == visible
    for record in ("photo", "voice"):
        assert {change.fields.get("issue_id") for change in pulled if change.record == record} - {None} == visible


@pytest.mark.parametrize("role", [role for role in ROLES if may(role, "export")])
@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_has_what_is_open_and_more_only_for_who_asks_and_may(two: Two, role: str, format_: str) -> None:
    for asked in CLASSES:
        wish = {"format": format_, "secrecy": asked}
        path = f"/api/v1/walks/{two.mine.walk}/exports"
        ordered = two.mine.client.post(path, json=wish, headers=two.phones[role].headers)
        assert ordered.status_code == (201 if sees(role, asked) else 403)
        if ordered.status_code == 201 and format_ != "gpx":  # a track has no points in it
            read = in_words(format_, two.mine.client.get(ordered.json()["url"]))
            there = [point.secrecy for point in two.points if point.marker in read]
            assert there == [each for each in CLASSES if rank(each) <= rank(asked)]
            assert not [hidden for hidden in (REPORTER, UNLOOKED, SPOKEN) if hidden in read]


def in_words(format_: str, reply: Response) -> str:
    """What a file says: a PDF's pages are drawn, so their words are read out of them."""
    if format_ != "pdf":
        return said(reply)
    with closing(PdfDocument(reply.content)) as pdf:
        return "".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\r\n", "")


def test_a_rule_for_a_right_that_no_table_knows_stops_the_application() -> None:
    with pytest.raises(Ungated, match="fly"):
        Rule("fly")


def _no_walk(two: Two) -> World:
    nowhere = object.__new__(World)
    nowhere.__dict__.update(two.mine.__dict__)
    nowhere.walk = two.mine.identity()
    return nowhere


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that any database is asked until the block ends, in its order."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _unnamed(reply: Response, point: Point) -> tuple[int, str, dict[str, str]]:
    """All that is answered, but for the name that was asked for."""
    return reply.status_code, reply.text.replace(point.sha256, "").replace(point.issue, ""), dict(reply.headers)
