"""Health."""

import re

from tests.fakes.central_world import World


def test_health_says_version_and_store(world: World) -> None:
    body = world.client.get("/api/health").json()

    assert (body["status"], body["store"].split()[0]) == ("ok", "SQLite")
    assert re.fullmatch(r"\d+\.\d+\.\d+", body["version"])
