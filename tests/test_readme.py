"""What the README says is so: its map is today's, and what it names exists."""

import re
import tomllib
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import fieldwalk
from sync.server.settings import Settings
from tests import rooms


def test_the_map_is_todays(root: Path) -> None:
    readme = (root / "README.md").read_text("utf-8")
    assert rooms.with_map(readme, rooms.house_map()) == readme, "The README's map is stale: run `make map`."


def test_a_readme_without_its_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="lost its markers"):
        rooms.with_map("# Fieldwalk\n", "the map")


def test_the_map_stands_between_the_markers() -> None:
    readme = f"above\n{rooms.BEGIN}\nold\n{rooms.END}\nbelow\n"
    written = rooms.with_map(readme, "new")
    assert written == f"above\n{rooms.BEGIN}\nnew\n{rooms.END}\nbelow\n"
    assert rooms.with_map(written, "new") == written


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_that_is_named_exists(root: Path, page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`|\d )make ([a-z]+)", (root / page).read_text("utf-8"), re.MULTILINE))
    assert {"setup", "demo", "test", "bench", "crash", "lint"} <= targets
    assert named
    assert named <= targets


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_every_path_that_is_named_exists(root: Path, page: str) -> None:
    text = (root / page).read_text("utf-8")
    links = re.findall(r"\]\(([^):]+)\)", text)
    paths = re.findall(r"`((?:fieldwalk|sync|tests|assets)/[\w./]*)`", text)
    assert [path for path in (*links, *paths) if not (root / path).exists()] == []


def test_every_setting_is_told(root: Path) -> None:
    told = set(re.findall(r"^\| `FIELDWALK_([A-Z0-9_]+)`", _text(root / "README.md"), re.MULTILINE))
    of_the_server = {field.name.upper() for field in fields(Settings)}
    assert told == of_the_server | {"CHROMIUM", "REAL_DATA"}


def test_the_version_has_one_source(root: Path) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", fieldwalk.__version__)
    assert "version" in _project(root)["dynamic"]
    assert "version" not in _project(root)


def test_the_requirements_are_hashed_and_name_no_address(root: Path) -> None:
    lines = _text(root / "requirements.txt").splitlines()
    assert not [line for line in lines if "://" in line or line.startswith("-")]
    wanted = [number for number, line in enumerate(lines) if "==" in line]
    assert wanted
    assert all("--hash=sha256:" in lines[number + 1] for number in wanted)


def test_every_package_that_is_asked_for_is_locked(root: Path) -> None:
    project = _project(root)
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    asked = {re.split(r"[\[=><]", line)[0] for line in wanted}
    locked = set(re.findall(r"^([a-z0-9-]+)==", _text(root / "requirements.txt"), re.MULTILINE))
    assert "flet" in asked
    assert asked <= locked


def _project(root: Path) -> dict[str, Any]:
    return tomllib.loads(_text(root / "pyproject.toml"))["project"]  # type: ignore[no-any-return]


def _text(path: Path) -> str:
    return path.read_text("utf-8")
