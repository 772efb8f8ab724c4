"""The API describes itself, and every byte of that comes from this machine."""

from __future__ import annotations

import json
import re

from sync.server.access import Open, rules_of
from tests.fakes.central_world import World


def test_the_api_is_described_without_asking_any_other_machine(world: World) -> None:
    page = world.client.get("/api/docs")
    described = world.client.get("/api/openapi.json").json()

    assert re.findall(r'(?:src|href)="(?!/api/)', page.text) == []
    assert "'sha256-" in page.headers["content-security-policy"]
    assert world.client.get("/api/docs/swagger-ui-bundle.js").headers["content-type"].startswith("text/javascript")
    assert world.client.get("/api/docs/redoc.standalone.js").status_code == 404
    assert described["openapi"].startswith("3.1")
    assert {"/api/v1/exchange", "/api/v1/join", "/api/v1/files/{sha256}", "/api/v1/walks"} <= set(described["paths"])
    assert all(operation.get("summary") for path in described["paths"].values() for operation in path.values())


def test_the_description_holds_together(world: World) -> None:
    described = world.client.get("/api/openapi.json").json()
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(names) == len(set(names))
    assert all(operation["responses"] for operation in operations)
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(described))):
        place = described
        for step in reference.split("/"):
            place = place[step]


def test_the_description_says_which_operations_need_a_token(world: World) -> None:
    described = world.client.get("/api/openapi.json").json()
    for route in world.app.routes:
        open_ = isinstance(rules_of(route)[0], Open)
        for method in route.methods if route.include_in_schema else ():  # type: ignore[attr-defined]
            operation = described["paths"][route.path][method.lower()]  # type: ignore[attr-defined]
            assert ("security" in operation) != open_
