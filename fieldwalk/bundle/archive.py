"""What Python finds in the browser: our phone rooms and the packages they stand on, as files by path."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import fieldwalk
import sync
from fieldwalk.bundle.errors import BundleError

# fmt: off
PACKAGES = (
    "flet", "flet-map", "flet-geolocator", "msgpack", "repath", "six",
    "sqlite-utils", "sqlite-fts4", "click", "click-default-group", "pluggy", "python-dateutil", "tabulate",
    "segno", "tzdata",
)
# fmt: on
# Rooms of the server, of the build and of the packaged app: nothing on the phone imports them.
_NOT_OURS = ("fieldwalk/bundle/", "fieldwalk/shipped_assets/", "fieldwalk/device/native/", "sync/server/", "sync/hub/")
_NOT_THEIRS = ("flet/testing/", "flet/fastapi/", "flet/pytest_plugin.py", "flet/cli.py")
_NATIVE = (".so", ".pyd", ".dylib", ".pyc", ".pyi")
_LEGAL = ("METADATA", "entry_points.txt", "LICENSE", "LICENCE", "COPYING", "NOTICE")

# Standard library that a phone never imports (found by running without). codeop stays: traceback wants it.
_UNUSED_LIBRARY = (
    "unittest/", "pydoc.py", "pydoc_data/", "pdb.py", "doctest.py", "bdb.py", "cmd.py", "idlelib/",
    "lib2to3/", "turtle.py", "turtledemo/", "tkinter/", "ensurepip/", "venv/", "curses/", "dbm/",
    "xmlrpc/", "mailbox.py",
    "imaplib.py", "poplib.py", "smtplib.py", "ftplib.py", "wsgiref/", "antigravity.py", "this.py",
    "pickletools.py", "profile.py", "cProfile.py", "pstats.py", "trace.py", "tabnanny.py", "py_compile.py",
    "compileall.py", "webbrowser.py", "_pyrepl/", "modulefinder.py", "timeit.py", "symtable.py", "pyclbr.py",
    "zipapp.py", "netrc.py", "rlcompleter.py", "sched.py", "stringprep.py", "_pyio.py", "_pydatetime.py",
    "_pydecimal.py", "_ios_support.py", "_android_support.py", "_apple_support.py", "profiling/", "test/",
    "lib-dynload/",
)  # fmt: skip

_NO_DATE = datetime(2020, 1, 1, tzinfo=UTC)


def app_files(extra: Path | None = None) -> dict[str, bytes]:
    """Our phone rooms and every package they need, by path. ``extra`` adds a folder of a test's own."""
    files = dict(_theirs())
    for package in (fieldwalk, sync):
        files |= dict(_ours(Path(package.__path__[0])))
    if extra is not None:
        files |= dict(_read(extra, extra))
    return files


def versions() -> str:
    """The installed versions of all that is taken from packages."""
    return " ".join(f"{name}={distribution(name).version}" for name in (*PACKAGES, "flet-web", "font-roboto"))


def standard_library(original: Path) -> dict[str, bytes]:
    """Pyodide's standard library without what a phone never imports."""
    with ZipFile(original) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith("/") and "__pycache__" not in name and not name.startswith(_UNUSED_LIBRARY)
        }


def packed(files: dict[str, bytes]) -> bytes:
    """A stored zip: Python reads from it without unpacking, and what travels is compressed as a whole.

    The same files always make the same bytes, so an unchanged archive keeps its hash.
    """
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def _theirs() -> Iterator[tuple[str, bytes]]:
    for name in PACKAGES:
        try:
            files = distribution(name).files
        except PackageNotFoundError as missing:
            raise BundleError(f"{name} is not installed; run `make setup` and build again.") from missing
        for file in files or ():
            path = str(file)
            if _belongs(path):
                yield path, Path(str(file.locate())).read_bytes()


def _belongs(path: str) -> bool:
    if path.startswith(("..", *_NOT_THEIRS)) or "__pycache__" in path or path.endswith(_NATIVE):
        return False
    folder = path.partition("/")[0]
    return not folder.endswith(".dist-info") or Path(path).name.startswith(_LEGAL)


def _ours(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path, content in _read(folder, folder.parent):
        if path.startswith(_NOT_OURS):
            continue
        if path.endswith(".po"):
            yield path.removesuffix(".po") + ".mo", _compiled_catalogue(content)
        elif not path.endswith((*_NATIVE, ".pot")):
            yield path, content


def _read(folder: Path, base: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield str(path.relative_to(base)), path.read_bytes()


def _compiled_catalogue(source: bytes) -> bytes:
    catalogue, compiled = read_po(BytesIO(source)), BytesIO()
    # Babel would put the present minute there, and the same words would make another build a minute later.
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    write_mo(compiled, catalogue)
    return compiled.getvalue()
