"""The command line: status 0 only when the work is done, a sentence otherwise, never a traceback."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import httpx2
import pyotp
import pytest
from click.testing import CliRunner, Result

from sync.server.accounts import Choice
from sync.server.app import assemble
from sync.server.command import main
from sync.server.entering import Device
from sync.server.exports import FORMATS
from sync.server.settings import Settings
from tests.fakes.central_world import World

GPX = '<gpx version="1.1" creator="t"><rte><name>Väg hem</name><rtept lat="59.24" lon="17.86"/></rte></gpx>'
ROOT = Path(__file__).parents[3]
CERTIFICATE = ROOT / "tests/data/localhost.pem"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def said_plainly(result: Result) -> bool:
    return result.exit_code == 1 and "Traceback" not in result.output and len(result.output.strip()) > 10


@pytest.fixture
def data(tmp_path: Path) -> Path:
    world = World(tmp_path / "data")
    world.central.close()
    return world.settings.data


COMMANDS = (
    "", "serve", "hub", "demo", "walks", "export", "import", "backup", "restore", "waiting", "aside", "audit verify",
    "admin", "admin found", "admin invite", "admin accounts", "admin close",
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_explains_itself(words: str) -> None:
    result = run(*words.split(), "--help")

    assert (result.exit_code, "--help" in result.output) == (0, True)


def test_the_walks_are_a_line_each(data: Path) -> None:
    result = run("walks", "--data", data)

    assert result.exit_code == 0
    assert re.fullmatch(r"[0-9a-f-]{36}  (\d{4}-\d\d-\d\d|-{10})  Kvällsvandring\n", result.output)


def test_a_folder_without_walks_is_said_and_stays_as_it_was(tmp_path: Path) -> None:
    result = run("walks", "--data", tmp_path / "none")

    assert said_plainly(result)
    assert not (tmp_path / "none").exists()


def test_settings_come_from_the_environment_too(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWALK_DATA", str(data))

    assert "Kvällsvandring" in run("walks").output


def test_a_variable_that_makes_no_sense_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWALK_PORT", "many")

    result = run("walks")

    assert said_plainly(result)
    assert "FIELDWALK_PORT" in result.output


def test_an_imported_route_is_a_planned_walk(tmp_path: Path) -> None:
    (tmp_path / "route.gpx").write_text(GPX)

    result = run("import", tmp_path / "route.gpx", "--data", tmp_path / "new")

    assert result.exit_code == 0
    assert "Väg hem" in run("walks", "--data", tmp_path / "new").output


@pytest.mark.parametrize("content", [b"", b"nonsense", b"<gpx>", b"{}", GPX[:60].encode()])
def test_nonsense_is_refused_with_nothing_half_written(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "route.gpx").write_bytes(content)

    result = run("import", tmp_path / "route.gpx", "--data", tmp_path / "new")

    assert said_plainly(result)
    assert "route_not_readable" in result.output
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_walk_is_written_in_every_format(data: Path, tmp_path: Path, format_: str) -> None:
    walk_id = run("walks", "--data", data).output.split()[0]
    target = tmp_path / f"walk.{format_}"

    result = run("export", walk_id, "--format", format_, "--data", data, "-o", target)

    assert result.exit_code == 0, result.output
    assert target.stat().st_size > 100
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [target.name]


@pytest.mark.parametrize(("walk", "format_"), [("nobody", "pdf"), (None, "docx")])
def test_an_unknown_walk_or_format_writes_nothing(data: Path, tmp_path: Path, walk: str | None, format_: str) -> None:
    walk_id = walk or run("walks", "--data", data).output.split()[0]

    result = run("export", walk_id, "--format", format_, "--data", data, "-o", tmp_path / "out")

    assert said_plainly(result)
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_written_is_said(data: Path, tmp_path: Path) -> None:
    walk_id = run("walks", "--data", data).output.split()[0]

    assert said_plainly(run("export", walk_id, "--format", "csv", "--data", data, "-o", tmp_path / "no" / "out.csv"))


def test_a_data_folder_of_a_later_version_is_left_alone(data: Path) -> None:
    world_file = data / "server.sqlite"
    subprocess.run(
        [sys.executable, "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
         "c.execute(\"UPDATE meta SET value = '99' WHERE name = 'schema'\"); c.commit(); c.close()", str(world_file)],
        check=True,
    )  # fmt: skip

    result = run("walks", "--data", data)

    assert said_plainly(result)
    assert "store_is_newer" in result.output


def test_an_organisation_is_founded_and_its_administrator_gets_a_link(tmp_path: Path) -> None:
    result = run("admin", "found", "Fittjahem", "--data", tmp_path / "new", "--address", "https://walks.example")

    assert result.exit_code == 0
    assert result.output.startswith("https://walks.example/join/")


def test_the_first_administrator_may_be_given_an_account(tmp_path: Path) -> None:
    where = ("--data", tmp_path / "new")
    founded = run("admin", "found", "Fittjahem", "--login", "Chef@walks.example", "--name", "Eva", *where)
    central = assemble(Settings(data=tmp_path / "new", argon_memory=8, argon_rounds=1))
    with closing(central):
        link = founded.output.strip().rsplit("/", 1)[-1]
        offer = central.accounts.offer(link)
        digits = pyotp.TOTP(offer.secret).now()
        central.accounts.accept(link, Choice("en lykta i taget", digits), Device())

    listed = run("admin", "accounts", *where).output

    assert re.fullmatch(r"[0-9a-f-]{36}  company_admin  2nd  chef@walks.example  Eva\n", listed)
    assert run("admin", "invite", "bo", "--role", "leader", *where).output.startswith("http://127.0.0.1:8000/join/")
    assert said_plainly(run("admin", "close", "nobody", *where))
    assert run("admin", "close", "chef@walks.example", *where).output.startswith("1 devices")
    assert "  closed  " in run("admin", "accounts", *where).output


def test_an_account_on_a_server_of_several_organisations_wants_one_of_them_named(data: Path) -> None:
    assert run("admin", "found", "Botkyrka hus", "--data", data).exit_code == 0

    refused = run("admin", "invite", "bo", "--role", "leader", "--data", data)
    organisation = re.search(r"([0-9a-f-]{36}) \(Botkyrka hus\)", refused.output)

    assert said_plainly(refused)
    assert organisation
    chosen = ("--organisation", organisation[1], "--data", data)
    assert run("admin", "invite", "bo", "--role", "leader", *chosen).exit_code == 0


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_said_before_anything_is_written(tmp_path: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run(command, "--data", tmp_path / "new", "--port", str(taken.getsockname()[1]))

    assert said_plainly(result)
    assert "--port" in result.output
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("link", [[], ["https://walks.example"], ["482913"]])
def test_a_hub_wants_an_invitation_the_first_time(tmp_path: Path, link: list[str]) -> None:
    assert said_plainly(run("hub", *link, "--data", tmp_path / "hub", "--port", "0"))


def test_a_hub_that_cannot_reach_the_central_server_the_first_time_says_so(tmp_path: Path) -> None:
    link = "http://127.0.0.1:9/join/not-there"
    assert said_plainly(run("hub", link, "--data", tmp_path / "hub", "--host", "127.0.0.1", "--port", "0"))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_server_serves_says_where_and_stops_when_told(tmp_path: Path, scheme: str) -> None:
    certificate = ["--certificate", str(CERTIFICATE)] if scheme == "https" else []
    command = [
        sys.executable,
        "-m",
        "sync.server.command",
        "serve",
        "--port",
        "0",
        "--data",
        str(tmp_path),
        *certificate,
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    try:
        assert process.stdout
        address = re.search(rf"{scheme}://\S+", process.stdout.readline())
        assert address
        trusted = ssl.create_default_context(cafile=CERTIFICATE)
        body = httpx2.get(f"{address[0]}/api/health", timeout=300, verify=trusted).json()
        process.send_signal(signal.SIGINT)
        assert (body["status"], process.wait(60)) == ("ok", 0)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]


def test_the_demo_prints_its_ways_in_and_they_open(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sync.server.command", "demo", "--port", "0", "--data", str(tmp_path)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    try:
        assert process.stdout
        links = list(islice(_links(iter(process.stdout.readline, "")), 5))
        host = links[0].removesuffix("/enter")
        roles = [_join(host, link)["role"] for link in links[1:5]]
        assert httpx2.get(links[0], timeout=300).status_code == 200
        assert roles == ["walker", "leader", "coordinator", "caretaker"]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        process.stdout.close()  # type: ignore[union-attr]


def _links(lines: Iterator[str]) -> Iterator[str]:
    return (found[0] for line in lines if (found := re.search(r"http://\S+/(join/\S+|enter)", line)))


def _join(host: str, link: str) -> dict[str, str]:
    body = {"code": link.rsplit("/", 1)[-1]}
    return dict(json.loads(httpx2.post(f"{host}/api/v1/join", json=body, timeout=300).text))


def test_several_workers_want_a_database_that_has_room_for_them(tmp_path: Path) -> None:
    result = run("serve", "--workers", "2", "--port", "0", "--data", tmp_path / "new")

    assert said_plainly(result)
    assert "FIELDWALK_DATABASE_URL" in result.output
    assert not (tmp_path / "new").exists()


def test_what_was_backed_up_is_restored_into_an_empty_folder_and_nowhere_else(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "walks.tar"

    assert run("backup", file, "--data", data).exit_code == 0
    assert run("restore", file, "--data", tmp_path / "new").exit_code == 0

    assert run("walks", "--data", tmp_path / "new").output == run("walks", "--data", data).output != ""
    assert said_plainly(run("restore", file, "--data", data))
    assert said_plainly(run("backup", file, "--data", tmp_path / "none"))


def test_what_latecomers_told_is_listed_taken_and_left_out(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    leader = world.phone("leader")
    leader.push(leader.change("walk", world.walk, state="finished"))
    late, points = world.phone("walker"), [world.identity(), world.identity()]
    late.push(*(late.change("issue", point, walk_id=world.walk, words=f"Sent {n}") for n, point in enumerate(points)))
    world.central.close()
    data = world.settings.data

    listed = run("waiting", world.walk, "--data", data)
    decided = run("waiting", world.walk, "--accept", points[0], "--decline", points[1], "--data", data)

    assert listed.output == "".join(f"{point}  0  Sent {n}\n" for n, point in enumerate(points))
    assert decided.output == f"{points[0]}  1 changes taken\n{points[1]}  1 changes left out\n"
    assert run("waiting", world.walk, "--data", data).output == ""
    assert said_plainly(run("waiting", world.walk, "--accept", points[1], "--data", data))
