"""The house is clean, a wrong import is named, and the phone's rooms load without the server's packages."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import rooms


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house once more, to plant things in."""
    into = tmp_path_factory.mktemp("house")
    for stage in rooms.STAGES:
        shutil.copytree(rooms.ROOT / stage, into / stage, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    return into


def _planted(copy: Path, path: str, text: str) -> list[str]:
    """What the check says of a file that holds ``text`` in the copy, where it is one of the house's own."""
    place = copy / path
    place.parent.mkdir(exist_ok=True)
    place.write_text(text, "utf-8")
    assert path in rooms.files(copy)
    return [str(wrong) for wrong in rooms.wrong_in(copy, path)]


def test_every_import_goes_the_right_way() -> None:
    assert [str(wrong) for wrong in rooms.wrong_imports()] == []


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (
            "fieldwalk/domain/planted.py",
            "\nfrom sync.server import intake\n",
            "fieldwalk/domain/planted.py:2: fieldwalk/domain may not import sync/server",
        ),
        (
            "fieldwalk/screens/planted.py",
            "from fieldwalk.data import store\n",
            "fieldwalk/screens/planted.py:1: fieldwalk/screens may not import fieldwalk/data",
        ),
        (
            "sync/protocol/planted.py",
            "from ..client import journal\n",
            "sync/protocol/planted.py:1: sync/protocol may not import sync/client",
        ),
        (
            "sync/server/planted.py",
            "import fieldwalk.services\n",
            "sync/server/planted.py:1: sync/server may not import fieldwalk/services",
        ),
        (
            "fieldwalk/domain/planted.py",
            "import requests\n",
            "fieldwalk/domain/planted.py:1: fieldwalk/domain may not use the package requests",
        ),
        (
            "fieldwalk/services/planted.py",
            "def report() -> None:\n    import json\n",
            "fieldwalk/services/planted.py:2: json is imported inside a function",
        ),
        (
            "fieldwalk/services/planted.py",
            "from tests.fakes import clock\n",
            "fieldwalk/services/planted.py:1: fieldwalk/services may not import tests.fakes.clock",
        ),
        ("fieldwalk/planted.py", "", "fieldwalk/planted.py:1: no room in tests/rooms.py"),
        ("fieldwalk/utils/planted.py", "", "fieldwalk/utils/planted.py:1: no room in tests/rooms.py"),
    ],
    ids=[
        "domain to server",
        "screens to data",
        "protocol to client, relative",
        "server to phone",
        "a package",
        "hidden",
        "tests",
        "a new file",
        "a new room",
    ],
)
def test_a_planted_wrong_import_is_named_with_file_line_and_rooms(copy: Path, path: str, text: str, said: str) -> None:
    found = _planted(copy, path, text)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_bootstrap_may_choose_an_adapter_inside_a_function(copy: Path) -> None:
    text = "def start() -> None:\n    from fieldwalk.device.native import camera\n"
    assert _planted(copy, "fieldwalk/bootstrap.py", text) == []


def test_the_longest_path_decides_the_room() -> None:
    assert rooms.room_of("fieldwalk/device/ports.py").path == "fieldwalk/device"
    assert rooms.room_of("fieldwalk/device/native/photos.py").path == "fieldwalk/device/native"
    assert rooms.room_of("sync/server/command.py").path == "sync/server/command"
    assert rooms.room_of("fieldwalk/__init__.py").path == "fieldwalk"


def test_the_table_has_no_circle_and_names_only_its_own_rooms() -> None:
    left = {room.path: set(room.may_import) for room in rooms.ROOMS}
    while free := [path for path, others in left.items() if not others & left.keys()]:
        left = {path: others for path, others in left.items() if path not in free}
    assert left == {}
    assert {other for room in rooms.ROOMS for other in room.may_import} <= {room.path for room in rooms.ROOMS}


def test_phone_and_server_share_only_what_both_stand_on() -> None:
    phone = set(rooms.PHONE) - {"fieldwalk", "sync"}
    server = (room for room in rooms.ROOMS if room.path.startswith("sync/server"))
    shared = {other for room in server for other in room.may_import}
    assert shared & phone == {
        "fieldwalk/assets", "fieldwalk/documents", "fieldwalk/domain", "fieldwalk/text", "sync/protocol",
        "sync/squeeze",
    }  # fmt: skip
    reached = {other for room in rooms.ROOMS if room.path in rooms.PHONE for other in room.may_import}
    assert reached <= {*rooms.PHONE, *rooms.ADAPTERS}


def test_only_bootstrap_and_the_hub_reach_a_real_adapter() -> None:
    reaching = [room.path for room in rooms.ROOMS if set(room.may_import) & set(rooms.ADAPTERS)]
    assert reaching == ["fieldwalk/bootstrap", "sync/hub"]


STAGES = {
    "sync/server": "server",
    "sync/server/proposing/cascades": "faces",
    "fieldwalk/bundle": "build",
    "fieldwalk/device/native": "native",
}
"""The extra that declares what the rooms of a stage may use; the longest path that fits a room is its stage."""


@pytest.mark.parametrize(("stage", "extra"), STAGES.items())
def test_what_a_room_may_use_is_declared_for_its_stage(root: Path, stage: str, extra: str) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    declared = _named([*project["dependencies"], *project["optional-dependencies"][extra]])
    inner = tuple(each for each in STAGES if each != stage and each.startswith(stage))
    own = (room for room in rooms.ROOMS if room.path.startswith(stage) and not room.path.startswith(inner))
    assert _distributions(own) <= declared


def test_what_the_phone_may_use_is_what_it_carries(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    carried = _distributions(room for room in rooms.ROOMS if room.path in rooms.PHONE)
    assert carried <= _named(project["dependencies"])


def _named(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[=><]", requirement)[0] for requirement in requirements}


def _distributions(among: Iterable[rooms.Room]) -> set[str]:
    """The distributions that the rooms' packages come from, by the name that pyproject.toml writes."""
    known = packages_distributions()
    named = (known[package][0].lower() for room in among for package in room.packages)
    return {name.replace("_", "-").replace(".", "-") for name in named}


def test_the_phones_rooms_load_with_no_server_package_installed(root: Path) -> None:
    modules = [_module(path) for path in rooms.files(root) if rooms.room_of(path).path in rooms.PHONE]
    assert "fieldwalk" in modules
    loaded = _load(root, modules)
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.split() == modules


@pytest.mark.parametrize("module", ["fastapi", "PIL", "sync.server"])
def test_a_phone_that_asks_for_a_server_package_is_refused(root: Path, module: str) -> None:
    loaded = _load(root, [module])
    assert loaded.returncode != 0
    assert f"{module} is not on a phone" in loaded.stderr


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _load(root: Path, modules: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.phone_imports", *modules]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
