"""The app's files: right types, packed where packed, never an old version, nothing outside the folder."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.server.appfiles import ASK_FIRST, IMMUTABLE, caching, content_type, inline_hashes
from sync.server.settings import Settings
from tests.fakes.central_world import World

PAGE = b"<html><script>start()</script><script src='a.js'></script></html>"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    app = tmp_path / "app"
    (app / "assets").mkdir(parents=True)
    (app / "index.html").write_bytes(PAGE)
    (app / "main.js").write_bytes(b"plain")
    (app / "main.js.gz").write_bytes(gzip.compress(b"plain", mtime=0))
    (app / "main.js.br").write_bytes(b"brotli, says its name")
    (app / "assets" / "logo.0123456789abcdef.svg").write_bytes(b"<svg/>")
    (tmp_path / "secret.txt").write_text("not yours")
    made = World(tmp_path, settings=Settings(data=tmp_path / "data", app=app, secret="kept"))
    with made.client:
        yield made


@pytest.mark.parametrize("path", ["/", "/walks/0199", "/join/secret-link", "/settings"])
def test_every_address_of_the_app_is_its_page_and_is_asked_for_anew(world: World, path: str) -> None:
    reply = world.client.get(path)

    assert (reply.content, reply.headers["cache-control"]) == (PAGE, ASK_FIRST)
    assert reply.headers["content-type"].startswith("text/html")
    assert inline_hashes(PAGE)[0] in reply.headers["content-security-policy"]


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip", "gzip"), ("br, gzip", "br"), ("identity", None)])
def test_a_file_is_sent_in_the_smallest_form_that_the_browser_takes(
    world: World, accepted: str, encoding: str | None
) -> None:
    with world.client.stream("GET", "/main.js", headers={"Accept-Encoding": accepted}) as reply:
        assert reply.headers.get("content-encoding") == encoding
        assert reply.headers["content-type"].startswith("text/javascript")
        assert reply.headers["vary"] == "Accept-Encoding"


def test_a_browser_that_has_the_file_is_told_so(world: World) -> None:
    first = world.client.get("/main.js", headers={"Accept-Encoding": "identity"})
    again = world.client.get(
        "/main.js", headers={"Accept-Encoding": "identity", "If-None-Match": first.headers["etag"]}
    )

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/missing.js", "/api/nothing", "/%2e%2e/secret.txt", "/..%2Fsecret.txt", "/a%00b.js"])
def test_what_is_not_there_is_not_found_and_nothing_outside_is_there(world: World, path: str) -> None:
    reply = world.client.get(path)

    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_only_a_name_with_a_hash_is_kept_for_ever() -> None:
    assert caching("logo.0123456789abcdef.svg") == IMMUTABLE
    assert {caching(name) for name in ("index.html", "sw.js", "main.js", "canvaskit.wasm")} == {ASK_FIRST}


@pytest.mark.parametrize(
    ("name", "kind"), [("a.wasm", "application/wasm"), ("a.mjs", "text/javascript"), ("a.ttf", "font/ttf")]
)
def test_types_do_not_depend_on_the_machine(name: str, kind: str) -> None:
    assert content_type(name) == kind


def test_while_the_app_is_not_built_a_page_says_so(tmp_path: Path) -> None:
    world = World(tmp_path, settings=Settings(data=tmp_path / "data", app=tmp_path / "none", secret="kept"))

    reply = world.client.get("/", headers={"Accept-Language": "en"})

    assert (reply.status_code, "make setup" in reply.text) == (503, True)
    world.central.close()
