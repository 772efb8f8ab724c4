"""Every route says who may call it, and the application does not start with one that does not."""

import re

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import Mount, Route

from sync.server.access import AnyMember, Open, Rule, Ungated, refuse_ungated, rules_of
from tests.fakes.central_world import World

DOCS = {"/api/openapi.json", "/api/docs", "/api/docs/{name}"}
SIGN_IN = {
    "/api/v1/account-invitations",
    "/api/v1/account-invitations/accept",
    "/api/v1/provider",
    "/api/v1/provider/callback",
    "/api/v1/provider/logged-out",
    "/api/v1/provider/sign-in",
    "/api/v1/provider/sign-out",
    "/api/v1/sign-in",
}
PUBLIC = {"/tiles/{zoom}/{x}/{y}.png", "/api/health", "/enter", "/{asked:path}", "/api/v1/join"} | DOCS | SIGN_IN


def test_every_route_of_the_application_declares_one_rule(world: World) -> None:
    assert all(len(rules_of(route)) == 1 for route in world.app.routes)


def test_only_the_known_routes_are_open_and_each_says_why(world: World) -> None:
    rules = {route.path: rules_of(route)[0] for route in world.app.routes}  # type: ignore[attr-defined]
    open_ = {path for path, rule in rules.items() if isinstance(rule, Open)}

    assert open_ - {"/api/v1/downloads/{ticket}"} == PUBLIC
    assert all(rule.why for rule in rules.values() if isinstance(rule, Open))


def test_every_other_route_refuses_who_shows_nothing_nonsense_or_an_old_token(world: World) -> None:
    for route in world.app.routes:
        if not isinstance(rules_of(route)[0], Rule):
            continue
        for header in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
            for method in route.methods:  # type: ignore[attr-defined]
                path = re.sub(r"{\w+}", world.walk, route.path)  # type: ignore[attr-defined]
                reply = world.client.request(method, path, headers=header)
                assert reply.status_code == 401, (method, path)
                assert reply.headers["www-authenticate"] == "Bearer"


def ungated() -> None: ...


def gated(_caller: AnyMember) -> None: ...


@pytest.mark.parametrize("route", [Route("/x", ungated), Mount("/m", FastAPI())])
def test_a_route_that_declares_nothing_stops_the_application(route: Route) -> None:
    with pytest.raises(Ungated, match="no rule"):
        refuse_ungated([route])


def test_a_route_of_ours_without_a_rule_or_with_two_stops_the_application() -> None:
    router = APIRouter()
    router.get("/none")(ungated)
    with pytest.raises(Ungated, match="/none"):
        refuse_ungated(router.routes)

    both = APIRouter()
    both.get("/both", dependencies=[Depends(Open("why not"))])(gated)
    with pytest.raises(Ungated, match="/both"):
        refuse_ungated(both.routes)
