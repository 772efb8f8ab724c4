"""Random questions to every operation of the API, and what each answer must be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import schemathesis
from httpx2 import Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import APIOperation
from starlette.testclient import TestClient

from fieldwalk.domain.roles import ROLES
from sync.protocol.messages import PATH, Request, pack_request
from sync.server.tickets import Download
from tests.fakes.central_world import World
from tests.fakes.classed import tell_of_every_class
from tests.fakes.stories import quick

NOBODY = "nobody"
"""Who shows no token."""

CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
schemathesis.serializer.alias("application/fieldwalk", "application/octet-stream")


@dataclass(frozen=True)
class Asked:
    """A server with something of every class in it, what each role shows, and ids that are really there."""

    world: World
    headers: Mapping[str, Mapping[str, str]]
    ids: Mapping[str, list[str]]
    message: bytes
    """One of the exchange, which is taken as it is."""

    def operations(self) -> Iterator[APIOperation[Any, Any, Any, Any]]:
        """Every operation that the API describes."""
        schema = schemathesis.openapi.from_dict(self.world.app.openapi())
        return (operation.ok() for operation in schema.get_all_operations())


@contextmanager
def opened(folder: Path) -> Iterator[Asked]:
    """A server to ask, in ``folder``."""
    world = quick(World(folder))
    with world.client:
        points = tell_of_every_class(world, "m")
        leader = world.phone("leader")
        ways = f"/api/v1/walks/{world.walk}/invitations"
        world.client.post(ways, json={}, headers=leader.headers)
        way = world.client.get(ways, headers=leader.headers).json()[0]["id"]
        files = [point.sha256 for point in points]
        ids = {"walk_id": [world.walk], "sha256": files, "invitation_id": [way], "point_id": [points[0].issue]}
        ticket = Download(world.organisation, world.coordinator, "coordinator", world.walk, "csv", "sv")
        ids["ticket"] = [world.central.tickets.write(ticket)]
        change = leader.change("issue", points[0].issue, words="Mörkt", position=[59.2, 17.8, 5.0], severity=2)
        message = pack_request(Request(leader.replica, world.clock.now, 0, [change], 1))
        yield Asked(world, {NOBODY: {}, **{role: world.phone(role).headers for role in ROLES}}, ids, message)


def ask(asked: Asked, operation: APIOperation[Any, Any, Any, Any], examples: int, *, same: bool = True) -> None:
    """Ask the ``operation`` something else ``examples`` times, each as every role: what fits it, and what does not.

    Raises when an answer is a fault of ours, or is not as the operation is described. ``same``: the same each run.
    """
    load_all_checks()
    checks = [CHECKS.get_one(each) for each in CHECKED]
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @settings(
        max_examples=examples,
        derandomize=same,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(cases, st.randoms(use_true_random=False))
    def each(case: Case, chance: Random) -> None:
        _make_real(asked, case, chance)
        body = _damaged(asked.message, chance) if case.path == PATH else None
        for headers in asked.headers.values():
            case.validate_response(_sent(asked.world.client, case, headers, body), checks=checks)

    each()


def _make_real(asked: Asked, case: Case, chance: Random) -> None:
    """Most ids of a question become some that are there: what is nowhere is soon answered."""
    for name, there in asked.ids.items():
        if name in (case.path_parameters or {}) and chance.random() < 0.8:
            case.path_parameters[name] = chance.choice(there)


def _damaged(message: bytes, chance: Random) -> bytes:
    """``message`` with some bytes changed, and perhaps without its end."""
    damaged = bytearray(message)
    for _ in range(chance.randrange(4)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged[: chance.choice([len(damaged), len(damaged), chance.randrange(len(damaged))])])


def _sent(client: TestClient, case: Case, headers: Mapping[str, str], body: bytes | None) -> Response:
    """What the server answers to ``case``, with ``body`` when there is one in the place of its own."""
    sent = case.as_transport_kwargs(base_url=str(client.base_url))
    if body is not None:
        sent["data"] = body
    said = {name: value for name, value in sent["headers"].items() if name.lower() != "authorization"}
    told = {"json": sent["json"]} if sent.get("json") is not None else {"content": _plain(sent.get("data"))}
    return client.request(sent["method"], sent["url"], params=sent.get("params"), headers={**said, **headers}, **told)


def _plain(data: object) -> bytes:
    if isinstance(data, bytes):
        return data
    return data.encode("utf-8", "replace") if isinstance(data, str) else b""
