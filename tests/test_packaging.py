"""The wheel carries the code, the words and the assets, and finds them where it is installed."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fieldwalk import assets


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this tree and unpacked, as an installation would."""
    folder = tmp_path_factory.mktemp("wheel")
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("fieldwalk-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_the_wheel_finds_its_assets_inside_itself(installed: Path) -> None:
    command = [sys.executable, "-c", "from fieldwalk import assets; print(assets.folder())"]
    said = subprocess.run(command, cwd=installed, capture_output=True, text=True, check=True)
    found = Path(said.stdout.strip())
    assert found == installed / "fieldwalk" / "shipped_assets"
    assert any(found.iterdir())


def test_the_wheel_holds_every_catalogue_compiled(installed: Path, root: Path) -> None:
    written = {path.relative_to(root).with_suffix(".mo") for path in (root / "fieldwalk/text").rglob("*.po")}
    assert {path.relative_to(installed) for path in installed.rglob("*.mo")} == written


def test_the_wheel_holds_no_test(installed: Path) -> None:
    stages = [path.name for path in installed.iterdir() if ".dist-info" not in path.name]
    assert sorted(stages) == ["fieldwalk", "sync"]


def test_a_checkout_finds_its_assets_beside_the_package(root: Path) -> None:
    assert assets.folder() == root / "assets"
