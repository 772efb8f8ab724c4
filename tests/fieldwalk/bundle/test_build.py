"""A build replaces what was there only when it is whole, and is not made twice of the same things."""

import re
from pathlib import Path

import pytest

from fieldwalk.bundle import build as building
from fieldwalk.bundle import compiling
from fieldwalk.bundle.__main__ import main
from fieldwalk.bundle.build import build, build_if_changed
from fieldwalk.bundle.errors import BundleError

OUR_SCRIPTS = ("boot/", "sw.js", "index.html")


@pytest.fixture
def no_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling.shutil, "which", lambda name: None)


@pytest.mark.usefixtures("no_node")
def test_without_node_the_app_is_built_of_plain_sources_and_once(tmp_path: Path) -> None:
    out = tmp_path / "app"
    assert build_if_changed(out, compress=False)
    assert not build_if_changed(out, compress=False)
    assert build_if_changed(out, entry="another.main", compress=False)
    built = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert {"index.html", "sw.js", "boot/worker.mjs", "app.zip", "pyodide/python_stdlib.zip"} <= built
    assert b"another.main" in (out / "boot" / "built.mjs").read_bytes()
    ours = [path for path in built if path.startswith(OUR_SCRIPTS)]
    addresses = [re.findall(r"https?://[\w.-]+", (out / path).read_text()) for path in ours]
    assert [found for found in addresses if found] == []
    page = (out / "index.html").read_text()
    assert "{{" not in page
    before_any_file = page.partition("<script src=")[0]
    assert all(name in before_any_file for name in ("fieldwalkInbox =", "fieldwalkMarking =", "fieldwalkFirstScreen ="))


def test_what_stands_in_the_page_cannot_end_it_early() -> None:
    assert building.inlined(b"<script>{{a.js}}</script>", {"a.js": b"1"}) == b"<script>\n1</script>"
    with pytest.raises(BundleError, match=r"a\.js stands in index\.html"):
        building.inlined(b"<script>{{a.js}}</script>", {"a.js": b"'</script>'"})


@pytest.mark.usefixtures("no_node")
def test_a_folder_that_is_no_build_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    with pytest.raises(BundleError, match="name another folder"):
        build(tmp_path, compress=False)
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_a_failed_build_leaves_the_old_one_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "app"
    out.mkdir()
    (out / "sw.js").write_text("the old one")

    def missing() -> dict[str, bytes]:
        raise BundleError("flet-map is not installed; run `make setup` and build again.")

    monkeypatch.setattr(building.client, "files", missing)
    assert main([str(out)]) == 1
    assert "The browser app was not built. flet-map is not installed" in capsys.readouterr().err
    assert (out / "sw.js").read_text() == "the old one"
