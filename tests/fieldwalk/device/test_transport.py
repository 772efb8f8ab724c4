"""The contract of ports.Transport, held by requests against a real socket and by the fake that speaks ASGI."""

import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from fieldwalk.device.native.transport import HttpTransport
from fieldwalk.device.ports import Transport, Unreachable
from tests.fakes.device import AsgiTransport

Message = dict[str, Any]


class Echo(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(418 if self.path == "/teapot" else 200)
        self.send_header("X-Heard", f"{self.path} {self.headers.get('X-Said', '')}")
        self.send_header("X-Shown", self.headers.get("Authorization", ""))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, *arguments: Any) -> None:
        pass


async def echo(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    body = (await receive())["body"]
    said = dict(scope["headers"]).get(b"x-said", b"")
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    status = 418 if scope["path"] == "/teapot" else 200
    heard = scope["path"].encode() + query + b" " + said
    shown = (b"X-Shown", dict(scope["headers"]).get(b"authorization", b""))
    await send({"type": "http.response.start", "status": status, "headers": [(b"X-Heard", heard), shown]})
    await send({"type": "http.response.body", "body": body[::-1]})


@pytest.fixture(params=["requests", "fake"])
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    if request.param == "fake":
        yield AsgiTransport(echo)
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    http = HttpTransport(f"http://127.0.0.1:{server.server_port}/")
    yield http
    http.close()
    server.shutdown()
    server.server_close()


async def test_the_token_is_shown_also_where_the_home_has_a_password_for_the_server(
    transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login amina password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    reply = await transport.send("POST", "/api/v1/x", b"", {"Authorization": "Bearer token"})
    assert reply.headers["x-shown"] == "Bearer token"


async def test_what_is_said_is_heard_and_answered_with_bytes(transport: Transport) -> None:
    reply = await transport.send("POST", "/api/v1/x?page=2", b"\x00abc\xff", {"X-Said": "hej"})
    assert (reply.status, reply.body) == (200, b"\xffcba\x00")
    assert reply.headers["x-heard"] == "/api/v1/x?page=2 hej"


async def test_a_refusal_by_the_server_is_an_answer_too(transport: Transport) -> None:
    assert (await transport.send("POST", "/teapot")).status == 418


async def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    transport = HttpTransport(f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable):
        await transport.send("GET", "/api/health")
    transport.close()


async def test_a_cut_network_is_unreachable_whether_or_not_the_server_heard() -> None:
    transport = AsgiTransport(echo)
    transport.cut_after = True
    with pytest.raises(Unreachable):
        await transport.send("POST", "/heard")
    transport.cut = True
    with pytest.raises(Unreachable):
        await transport.send("POST", "/not-heard")
    assert transport.sent == [("POST", "/heard")]
