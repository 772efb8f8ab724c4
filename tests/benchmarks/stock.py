"""Our screens in a browser app as Flet's own tools build it: the client, Pyodide and the sources as they come.

What differs from `flet publish` is only where it would reach for the network: the addresses of animations and
fallback fonts, which would be asked for in vain.
"""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from flet.controls.types import RouteUrlStrategy, WebRenderer
from flet_web import patch_font_manifest_json, patch_index_html, patch_manifest_json

from fieldwalk.bundle import archive, client

ROOT = Path(__file__).resolve().parents[2]
_ENTRY = """
import flet as ft
from sqlite_utils import Database
from fieldwalk.bootstrap import assemble
from fieldwalk.device.ports import Reply
from fieldwalk.screens.app import show
from fieldwalk.services.fieldwalk import Ports
import fakes_of_device as fakes

def main(page):
    ports = Ports(fakes.FakeClock(), fakes.ScriptedPosition(), fakes.MemoryFiles(), fakes.PlainImaging(),
                  fakes.AnsweringTransport(lambda *_: Reply(503)), fakes.FakeStorage(), fakes.MemoryInbox(),
                  fakes.ScriptedUpdates())
    show(page, assemble(Database(memory=True), ports))

ft.run(main)
"""


def build(out: Path) -> Path:
    """Writes the stock app to ``out`` and returns it."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(client.web_folder(), out)
    packages = {f"__pypackages__/{path}": content for path, content in archive.app_files().items()}
    fakes = (ROOT / "tests" / "fakes" / "device.py").read_bytes()
    (out / "app.tar.gz").write_bytes(_packed({"main.py": _ENTRY.encode(), "fakes_of_device.py": fakes, **packages}))
    patch_index_html(
        index_path=str(out / "index.html"),
        base_href="",
        app_name="fieldwalk",
        app_description="stock",
        pyodide=True,
        pyodide_script_path="main.py",
        pyodide_version=None,
        app_package_url="app.tar.gz",
        web_renderer=WebRenderer.CANVAS_KIT,
        route_url_strategy=RouteUrlStrategy.PATH,
        no_cdn=True,
    )
    patch_manifest_json(
        manifest_path=str(out / "manifest.json"), app_name="fieldwalk", app_short_name="fieldwalk",
        app_description="stock", background_color=None, theme_color=None,
    )  # fmt: skip
    patch_font_manifest_json(manifest_path=str(out / "assets" / "FontManifest.json"))
    script = out / "main.dart.js"
    script.write_text(client.patched_dart(script.read_text()))
    for path in ("assets/fonts/fallback.woff2", "vendor/rive/wasm/rive_native.js"):
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "build" / "app" / path, target)
    return out


def _packed(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as packed:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            packed.addfile(entry, BytesIO(content))
    return buffer.getvalue()
