"""Compiles Python sources to .pyc with the very Python that will run them: Pyodide, inside Node."""

import shutil
import subprocess
import tempfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from fieldwalk.bundle.archive import packed

_SCRIPT = Path(__file__).with_name("compile.mjs")
_OLDEST_NODE = 20


def node() -> str | None:
    """The Node to compile with, or None when there is none new enough: the app then ships plain sources."""
    found = shutil.which("node")
    if found is None:
        return None
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.removeprefix("v").partition(".")[0]
    return found if major.isdigit() and int(major) >= _OLDEST_NODE else None


def compiled(files: dict[str, bytes], pyodide: Path, node: str, cache: Path) -> dict[str, bytes]:
    """The files with each .py replaced by its .pyc; what does not compile stays as it is.

    Compiled files are kept in ``cache`` by the hash of all that went in, so a second build is quick.
    """
    sources = packed({name: content for name, content in files.items() if name.endswith(".py")})
    recipe = _SCRIPT.read_bytes() + (pyodide / "pyodide.asm.wasm").read_bytes()
    kept = cache / f"{sha256(sources + recipe).hexdigest()[:32]}.zip"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _compile(sources, kept, pyodide, node)
    others = {name: content for name, content in files.items() if not name.endswith(".py")}
    with ZipFile(BytesIO(kept.read_bytes())) as archive:
        return others | {name: archive.read(name) for name in archive.namelist()}


def _compile(sources: bytes, target: Path, pyodide: Path, node: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder, "in.zip"), Path(folder, "out.zip")
        source.write_bytes(sources)
        subprocess.run([node, str(_SCRIPT), str(pyodide), str(source), str(result)], check=True)
        unfinished = target.with_suffix(".part")
        shutil.copy(result, unfinished)
        unfinished.replace(target)
