"""A receipt is a promise: what it names is there after a SIGKILL that comes right behind it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from sync.protocol.messages import LARGEST, PATH, unpack_response
from sync.server.app import assemble, now
from sync.server.settings import Settings
from sync.server.store.tables import JOURNAL
from sync.squeeze import unsqueeze
from tests.fakes.central_world import FakeClock, World

_SERVE = """
import socket, sys, uvicorn
from pathlib import Path
from sync.server.app import create_app
from sync.server.settings import Settings
app = create_app(Settings(data=Path(sys.argv[1]), secret="kept"))
door = socket.socket(fileno=int(sys.argv[2]))
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[door])
"""


@contextmanager
def served(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A real server process. The socket listens before it starts: the first request waits, nobody polls."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        door.listen(64)
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        command = [sys.executable, "-c", _SERVE, str(data), str(door.fileno())]
        process = subprocess.Popen(command, pass_fds=[door.fileno()], cwd=Path(__file__).parents[3])
    try:
        yield process, address
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_what_was_acknowledged_survives_a_kill_right_after_the_answer(tmp_path: Path) -> None:
    world = World(tmp_path / "data", FakeClock(now()))
    phone = world.phone("leader")
    world.central.close()
    acknowledged: set[str] = set()

    for _round in range(3):
        with served(world.settings.data) as (process, address):
            changes = [phone.change("issue", world.identity(), walk_id=world.walk, number=n + 1) for n in range(25)]
            body = phone.packed(*changes)
            reply = httpx2.post(f"{address}{PATH}", content=body, headers=phone.headers, timeout=300)
            os.kill(process.pid, signal.SIGKILL)
            response = unpack_response(unsqueeze(reply.content, LARGEST))
            acknowledged |= {r.stamp for r in phone.receipts(response, *changes) if r.refused is None}

    assert len(acknowledged) == 75
    assert acknowledged <= kept(world)


def kept(world: World) -> set[str]:
    """The stamps in the journal, read by a server that starts anew."""
    central = assemble(Settings(data=world.settings.data, secret="kept"), world.clock)
    with closing(central), central.database.read() as connection:
        return set(connection.scalars(select(JOURNAL.c.stamp)))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_request_cut_on_its_way_leaves_nothing_and_the_server_well(tmp_path: Path, share: float) -> None:
    world = World(tmp_path / "data", FakeClock(now()))
    phone = world.phone("leader")
    change = phone.change("issue", world.identity(), walk_id=world.walk)
    body = phone.packed(change)
    world.central.close()

    with served(world.settings.data) as (_, address):
        host, port = address.removeprefix("http://").split(":")
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
        with socket.create_connection((host, int(port))) as line:
            line.sendall(f"{head}Authorization: {phone.headers['Authorization']}\r\n\r\n".encode())
            line.sendall(body[: int(len(body) * share)])
        assert httpx2.get(f"{address}/api/health", timeout=300).json()["status"] == "ok"

    assert change.stamp not in kept(world)
