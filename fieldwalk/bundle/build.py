"""From the installed packages to a folder that any web server can serve: the whole app, self-contained."""

import json
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import flet

from fieldwalk import assets
from fieldwalk.bundle import archive, client, compiling, fonts, icons, sealing
from fieldwalk.bundle.errors import BundleError

# Our own scripts: those with a fixed place, the rest go to boot/.
_PLACED = ("index.html", "manifest.json", "sw.js")
# Not for the phone: the sources of this build, and what only the server's demo reads.
_NOT_SHIPPED = ("browser", "demo")

ENTRY = "fieldwalk.main"
_RECIPE = ".recipe"
# Imported while Flutter starts, and kept in the snapshot; the entry imports the rest.
_WARM = ("flet", "flet_map", "msgpack", "sqlite3", "sqlite_utils")
_WARM_OURS = ("fieldwalk.bootstrap", "fieldwalk.screens.app")
# A snapshot may hold nothing of JavaScript's: the one module that wants it is imported, and forgotten again.
_WARM_CODE = """
import sys
import types
sys.path.insert(0, "/app.zip")
sys.modules["flet_js"] = types.ModuleType("flet_js")
import flet.messaging.pyodide_connection
{imports}
for name in {drawn}:
    getattr(flet, name)
del sys.modules["flet_js"], sys.modules["flet.messaging.pyodide_connection"]
del flet.messaging.pyodide_connection
"""
# Every start: chance of its own (a snapshot has the first start's), and the module that was forgotten.
_READY_CODE = """
import random
random.seed()
import flet.messaging.pyodide_connection
"""


def build(
    out: Path,
    *,
    entry: str = ENTRY,
    extra: Path | None = None,
    compress: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Writes the browser app to ``out``, replacing what was there only when the new one is whole.

    ``entry`` is the module that starts the app, ``extra`` a folder with modules of a test's own.
    Raises BundleError, and leaves ``out`` as it was, when that is no build of ours, or when a package is missing
    or no longer as expected.
    """
    _check_ours(out)
    recipe = _recipe(entry, extra, compress)
    say("collecting Flet's client and Pyodide")
    files = client.files()
    files |= _scripts(entry) | _pictures()
    say("cutting the fonts")
    files |= fonts.files(files[fonts.REGULAR]) | icons.files()
    fonts_list = "assets/FontManifest.json"
    files[fonts_list] = client.font_manifest(files[fonts_list], fonts.MANIFEST)
    files |= _python(extra, out.parent / ".bundle-cache", say)
    files["boot/built.mjs"] = _built(entry, python=_name_of_python(files))
    files = sealing.sealed(files, _source("sw.js").decode())
    if compress:
        say("compressing")
        files |= sealing.compressed(files)
    _write(files | {_RECIPE: recipe}, out)


def build_if_changed(out: Path, *, entry: str = ENTRY, extra: Path | None = None, compress: bool = True) -> bool:
    """Like build, but an ``out`` that was built from exactly these files is left alone; True when it built."""
    kept = out / _RECIPE
    if kept.is_file() and kept.read_bytes() == _recipe(entry, extra, compress):
        return False
    build(out, entry=entry, extra=extra, compress=compress)
    return True


def _recipe(entry: str, extra: Path | None, compress: bool) -> bytes:
    """A hash of all that a build is made of: our files, the installed packages, the way it is asked for."""
    taken = sha256(f"{entry} {compress} {compiling.node()} {archive.versions()}".encode())
    builder = {path.name: path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.*"))}
    for files in (archive.app_files(extra), _scripts(entry), {"sw.js": _source("sw.js")}, _pictures(), builder):
        for path, content in sorted(files.items()):
            taken.update(f"{path} {len(content)} ".encode() + content)
    return taken.hexdigest().encode()


def _python(extra: Path | None, cache: Path, say: Callable[[str], None]) -> dict[str, bytes]:
    pyodide = client.web_folder() / "pyodide"
    app, library = archive.app_files(extra), archive.standard_library(pyodide / "python_stdlib.zip")
    node = compiling.node()
    if node is None:
        say("no Node 20 or newer here: plain sources, a slower start")
    else:
        say("compiling Python")
        app = compiling.compiled(app, pyodide, node, cache)
        library = compiling.compiled(library, pyodide, node, cache)
    return {"app.zip": archive.packed(app), "pyodide/python_stdlib.zip": archive.packed(library)}


def _scripts(entry: str) -> dict[str, bytes]:
    sources = [path for path in (assets.folder() / "browser").iterdir() if path.is_file() and path.suffix != ".md"]
    placed = {path.name: path.read_bytes() for path in sources if path.name in _PLACED}
    boot = {f"boot/{path.name}": path.read_bytes() for path in sources if path.name not in _PLACED}
    placed["index.html"] = inlined(placed["index.html"], {path.name: path.read_bytes() for path in sources})
    return placed | boot | {"boot/built.mjs": _built(entry, python="")}


def _drawn() -> list[str]:
    """Everything of Flet's that our screens name: Flet imports each only when it is first asked for."""
    sources = archive.app_files()
    ours = b"\n".join(content for path, content in sources.items() if path.startswith("fieldwalk/"))
    named = {name.decode() for name in re.findall(rb"\bft\.([A-Za-z]\w*)", ours)}
    return sorted(name for name in named if hasattr(flet, name))


def _built(entry: str, python: str) -> bytes:
    """What the scripts know of this build. ``python`` names exactly what a snapshot is made of."""
    modules = _WARM + (_WARM_OURS if entry == ENTRY else ())
    imports = "\n".join(f"import {module}" for module in modules)
    warm = _WARM_CODE.format(imports=imports, drawn=_drawn() if entry == ENTRY else [])
    facts = {"archive": "app.zip", "entry": entry, "warm": warm, "ready": _READY_CODE, "python": python}
    return f"export const built = {json.dumps(facts)};\n".encode()


def _name_of_python(files: dict[str, bytes]) -> str:
    """Changes whenever a snapshot of Python's memory would not fit: with its runtime, its modules or ours."""
    taken = sha256()
    for path in sorted(files):
        if path.startswith("pyodide/") or path in ("app.zip", "boot/built.mjs"):
            taken.update(sha256(files[path]).digest())
    return taken.hexdigest()[:16]


def inlined(page: bytes, files: dict[str, bytes]) -> bytes:
    """The page with each ``{{name}}`` of a file replaced by its content: the first screen waits for no other file.

    Raises BundleError for a script that would end early inside the page.
    """
    for name, content in files.items():
        mark = b"{{%s}}" % name.encode()
        if mark in page and b"</" in content:
            raise BundleError(f"{name} stands in index.html and must not hold the letters </.")
        page = page.replace(mark, b"\n" + content)
    return page


def _source(name: str) -> bytes:
    return (assets.folder() / "browser" / name).read_bytes()


def _pictures() -> dict[str, bytes]:
    root = assets.folder()
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and len(path.relative_to(root).parts) > 1
        and path.relative_to(root).parts[0] not in _NOT_SHIPPED
    }


def _check_ours(out: Path) -> None:
    if out.exists() and not (out / "sw.js").exists() and any(out.iterdir()):
        raise BundleError(f"{out} holds something that is not a fieldwalk build; name another folder.")


def _write(files: dict[str, bytes], out: Path) -> None:
    fresh = out.with_name(f"{out.name}.new")
    stale = out.with_name(f"{out.name}.old")
    for folder in (fresh, stale):
        shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        target = fresh / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    if out.exists():
        out.rename(stale)
    fresh.rename(out)
    shutil.rmtree(stale, ignore_errors=True)
