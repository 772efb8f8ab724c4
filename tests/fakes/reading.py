"""All that somebody can be told: every route that answers with something, called as anybody, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response
from starlette.testclient import TestClient

from fieldwalk.domain.roles import may
from fieldwalk.domain.secrecy import CLASSES
from sync.protocol.digest import BUCKETS
from sync.protocol.messages import LARGEST, PATH, Request, pack_request, unpack_response
from sync.protocol.messages import Response as Answer
from sync.server.access import Rule, rules_of
from sync.squeeze import squeeze, unsqueeze

EXPORTS = "/api/v1/walks/{walk_id}/exports"


def gated(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """Every method of every route of ``app`` that asks for a right."""
    return ((method, route) for method, route, rule in _all(app) if isinstance(rule, Rule))


def public(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """Every method of every route of ``app`` that anybody may call."""
    return ((method, route) for method, route, rule in _all(app) if not isinstance(rule, Rule))


def _all(app: FastAPI) -> Iterator[tuple[str, APIRoute, object]]:
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield from ((method, route, rules_of(route)[0]) for method in sorted(route.methods))


def action_of(route: APIRoute) -> str:
    """The right that a route asks for."""
    rule = rules_of(route)[0]
    assert isinstance(rule, Rule)
    return rule.action


def filled(path: str, ids: Mapping[str, str], otherwise: str) -> str:
    """A route's ``path`` with ``ids`` in it, and ``otherwise`` in the place of each that is not among them."""
    return re.sub(r"{(\w+)(:\w+)?}", lambda named: ids.get(named[1], otherwise), path)


def said(reply: Response) -> str:
    """All that can be read in ``reply``, its headers too."""
    body = reply.content
    if reply.request.url.path == PATH and reply.status_code == 200:
        body = unsqueeze(body, LARGEST)
    return body.decode("utf-8", "replace") + str(dict(reply.headers))


class Reader:
    """Somebody with a token who reads whatever there is."""

    def __init__(self, client: TestClient, app: FastAPI, role: str, token: str) -> None:
        self._client, self._app, self._role = client, app, role
        self._headers = {"Authorization": f"Bearer {token}"}

    def looked_up(self, ids: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
        """What every route that the role may call answers when asked with GET, about every one of ``ids``."""
        for method, route in gated(self._app):
            if method == "GET" and may(self._role, action_of(route)):
                for path in _paths(route.path, ids):
                    yield path, said(self._client.get(path, headers=self._headers))

    def handed_out(self, walk_id: str) -> Iterator[tuple[str, str]]:
        """The walk's summary, as a table, by the strictest class that was asked for."""
        for secrecy in CLASSES:
            wish = {"format": "csv", "secrecy": secrecy}
            ordered = self._client.post(EXPORTS.format(walk_id=walk_id), json=wish, headers=self._headers)
            yield secrecy, said(ordered)
            if ordered.status_code == 201:
                yield secrecy, said(self._client.get(ordered.json()["url"]))

    def exchanged(self) -> Iterator[str]:
        """All pages of a new phone, twice (the second time they may be kept ones), and what a comparison brings."""
        for replica in ("reader001", "reader002"):
            cursor, more = 0, True
            while more:
                page = self._turn(Request(replica, 0, cursor))
                cursor, more = page.cursor, page.more
                yield str(page)
        yield str(self._turn(Request("reader003", 0, 0, held=[1] * BUCKETS)))

    def _turn(self, request: Request) -> Answer:
        reply = self._client.post(PATH, content=squeeze(pack_request(request)), headers=self._headers)
        assert reply.status_code == 200, reply.text
        return unpack_response(unsqueeze(reply.content, LARGEST))


def _paths(path: str, ids: Mapping[str, list[str]]) -> Iterator[str]:
    """``path`` with each of ``ids`` in its place; the walk is one of one."""
    names = [name for name in re.findall(r"{(\w+)", path) if name != "walk_id"]
    fixed: dict[str, Any] = {"walk_id": ids["walk_id"][0]}
    for each in ids.get(names[0], ["none"]) if names else ["none"]:
        yield filled(path, fixed, each)
