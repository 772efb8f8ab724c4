"""Bodies that are too large are refused, announced or not."""

from sync.protocol.messages import LARGEST, PATH
from tests.fakes.central_world import World


def test_a_body_that_is_too_large_is_refused_before_it_is_read(world: World) -> None:
    headers = {**world.phone("leader").headers, "Content-Length": str(LARGEST + 1)}

    reply = world.client.post(PATH, content=b"", headers=headers)

    assert (reply.status_code, reply.json()["code"]) == (413, "message_too_large")


def test_a_body_that_hides_its_size_is_refused_while_it_is_read(world: World) -> None:
    reply = world.client.post("/api/v1/join", content=iter([b"x" * 40_000] * 3))

    assert (reply.status_code, reply.json()["code"]) == (413, "message_too_large")
