"""Who may import whom: the house's arrows as one table, and the check that holds them.

`python -m tests.rooms` checks the tree; `--map` prints the README's map; `--write` puts it into the README.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("fieldwalk", "sync")


@dataclass(frozen=True)
class Room:
    """A room, the rooms it may import, and the packages that it may use beside the standard library."""

    path: str
    may_import: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


def _room(path: str, may_import: str = "", packages: str = "") -> Room:
    return Room(path, tuple(may_import.split()), tuple(packages.split()))


PLAIN = "fieldwalk fieldwalk/domain fieldwalk/text"
PICTURED = "fieldwalk/widgets fieldwalk/theme fieldwalk/routes"

# One line a room: where it lies, whom it may import, which packages it may use. The longest path that fits
# a file is its room. A room may always import itself. Whatever is not here is forbidden.
ROOMS = (
    _room("fieldwalk"),
    _room("fieldwalk/assets"),
    _room("fieldwalk/listeners"),
    _room("fieldwalk/domain"),
    _room("fieldwalk/text"),
    _room("fieldwalk/documents", PLAIN),
    _room("sync", "fieldwalk"),
    _room("sync/protocol", "sync fieldwalk fieldwalk/domain"),
    _room("sync/squeeze", "sync fieldwalk fieldwalk/domain", "backports"),
    _room(
        "sync/client", "sync sync/squeeze sync/protocol fieldwalk fieldwalk/domain fieldwalk/listeners", "sqlite_utils"
    ),
    _room("fieldwalk/data", "sync/client sync/protocol fieldwalk fieldwalk/domain", "sqlite_utils"),
    _room("fieldwalk/device", "sync/client sync/protocol fieldwalk fieldwalk/domain"),
    _room(
        "fieldwalk/device/native",
        "fieldwalk/device sync/client sync/protocol fieldwalk fieldwalk/domain",
        "flet flet_geolocator requests PIL",
    ),
    _room(
        "fieldwalk/device/browser",
        "fieldwalk/device sync/client sync/protocol fieldwalk fieldwalk/domain",
        "flet flet_geolocator js pyodide pyodide_js fieldwalk_browser",
    ),
    _room(
        "fieldwalk/services",
        f"fieldwalk/data fieldwalk/device fieldwalk/documents sync/client sync/protocol fieldwalk/listeners {PLAIN}",
        "segno",
    ),
    _room("fieldwalk/theme", PLAIN, "flet"),
    _room("fieldwalk/routes", PLAIN, "flet"),
    _room("fieldwalk/widgets", f"fieldwalk/assets fieldwalk/theme {PLAIN}", "flet flet_map segno"),
    _room(
        "fieldwalk/screens",
        f"fieldwalk/services fieldwalk/device fieldwalk/listeners {PICTURED} {PLAIN}",
        "flet flet_map segno",
    ),
    _room(
        "fieldwalk/bootstrap",
        "fieldwalk/services fieldwalk/data fieldwalk/device fieldwalk/device/native fieldwalk/device/browser"
        f" fieldwalk/assets fieldwalk/documents sync/client sync/protocol {PLAIN}",
        "flet flet_geolocator sqlite_utils",
    ),
    _room(
        "fieldwalk/main",
        f"fieldwalk/bootstrap fieldwalk/screens fieldwalk/services {PICTURED} {PLAIN}",
        "flet",
    ),
    _room(
        "fieldwalk/bundle",
        "sync fieldwalk fieldwalk/assets",
        "flet flet_web babel brotli fontTools font_roboto font_source_sans_pro fontpkg_ibm_plex_sans_arabic PIL typst",
    ),
    _room(
        "sync/server",
        "sync sync/server/proposing sync/server/proposing/cascades sync/squeeze sync/protocol fieldwalk/documents"
        f" fieldwalk/assets {PLAIN}",
        "argon2 authlib cryptography joserfc pyotp requests fastapi fastapi_offline starlette pydantic uvicorn msgspec"
        " click typst gpxpy segno PIL itsdangerous"
        " sqlite_utils sqlalchemy psycopg obstore anyio font_source_sans_pro fontpkg_almarai fontTools zxcvbn",
    ),
    _room("sync/server/proposing"),
    _room("sync/server/proposing/cascades", "sync/server/proposing", "cv2 numpy"),
    _room(
        "sync/hub",
        "sync sync/server sync/client sync/protocol fieldwalk fieldwalk/data fieldwalk/device/native fieldwalk/domain",
        "segno",
    ),
    _room(
        "sync/server/command",
        f"sync sync/server sync/hub sync/protocol fieldwalk/documents fieldwalk/assets fieldwalk/bundle {PLAIN}",
        "click uvicorn segno",
    ),
)

# The rooms that travel to a device: they must load with no server package installed. Its two adapters travel
# too, but load only on their own platform.
ADAPTERS = ("fieldwalk/device/native", "fieldwalk/device/browser")
PHONE = tuple(
    room.path
    for room in ROOMS
    if not room.path.startswith(("sync/server", "sync/hub", "fieldwalk/bundle")) and room.path not in ADAPTERS
)
SERVERS_PACKAGES = (
    "fastapi", "fastapi_offline", "starlette", "pydantic", "pydantic_core", "uvicorn", "msgspec", "typst", "gpxpy",
    "itsdangerous", "sqlalchemy", "psycopg", "obstore", "PIL", "argon2", "authlib", "cryptography", "joserfc", "pyotp",
    "zxcvbn", "cv2", "numpy",
)  # fmt: skip

# In the standard library of a later Python than the oldest that we run on.
LATER = frozenset({"compression"})

# A platform's adapter is chosen where the program starts; only these may import inside a function.
CHOOSERS = ("fieldwalk/bootstrap.py", "sync/server/app.py")

_BY_PATH = {room.path: room for room in ROOMS}


@dataclass(frozen=True)
class Import:
    """One import as written: the module it names, its line, and whether it hides inside a function."""

    module: str
    line: int
    hidden: bool


@dataclass(frozen=True)
class Wrong:
    """An import that the table does not allow."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


def room_of(path: str) -> Room:
    """The room of a file or module, by the longest path in the table. Raises KeyError for one without a line.

    Only modules that lie directly in a stage's folder may be without one: each needs its own line.
    """
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    least = 2 if len(parts) > 1 else 1
    for length in range(len(parts), least - 1, -1):
        found = _BY_PATH.get("/".join(parts[:length]))
        if found:
            return found
    raise KeyError(path)


def imports_of(source: str, path: str) -> Iterator[Import]:
    """Every import in a file's text, relative ones made absolute, the type checker's own included."""
    tree = ast.parse(source, path)
    hidden = {id(node) for function in _functions(tree) for node in ast.walk(function)}
    for node in ast.walk(tree):
        for module in _named(node, path):
            yield Import(module, node.lineno, id(node) in hidden)  # type: ignore[attr-defined]


def _functions(tree: ast.AST) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _named(node: ast.AST, path: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    if isinstance(node, ast.ImportFrom):
        base = _absolute(node, path)
        # `from fieldwalk import domain` names the room only with its last word.
        yield from (f"{base}.{name.name}" for name in node.names)


def _absolute(node: ast.ImportFrom, path: str) -> str:
    if not node.level:
        return node.module or ""
    parts = Path(path).parts
    above = ".".join(parts[: len(parts) - node.level])
    return f"{above}.{node.module}" if node.module else above


def wrong_imports(root: Path = ROOT) -> list[Wrong]:
    """Everything in the tree below root that the table forbids; empty when the house is clean."""
    found = (wrong for path in files(root) for wrong in wrong_in(root, path))
    return list(dict.fromkeys(found))


def files(root: Path = ROOT) -> list[str]:
    """Every Python file of the stages, as a path from root with forward slashes, sorted."""
    found = (path.relative_to(root) for stage in STAGES for path in (root / stage).rglob("*.py"))
    return sorted(path.as_posix() for path in found if "__pycache__" not in path.parts)


def wrong_in(root: Path, path: str) -> Iterator[Wrong]:
    """What the table forbids in one file of the tree, its ``path`` from root."""
    try:
        room = room_of(path)
    except KeyError:
        yield Wrong(path, 1, "no room in tests/rooms.py holds this file: give it a line, or another place.")
        return
    for found in imports_of((root / path).read_text("utf-8"), path):
        sentence = _forbidden(root, room, found)
        if sentence:
            yield Wrong(path, found.line, sentence)
        if found.hidden and path not in CHOOSERS:
            yield Wrong(path, found.line, f"{found.module} is imported inside a function: move it up.")


def _forbidden(root: Path, room: Room, found: Import) -> str | None:
    top = found.module.split(".")[0]
    if top in STAGES:
        return _forbidden_room(root, room, found.module)
    if top in sys.stdlib_module_names or top in LATER or top in room.packages:
        return None
    if top == "tests":
        return f"{room.path} may not import {found.module}: the tests know the product, never the reverse."
    return f"{room.path} may not use the package {top}; it may use {_listed(room.packages)}."


def _forbidden_room(root: Path, room: Room, module: str) -> str | None:
    try:
        other = room_of(_path_of(root, module))
    except KeyError:
        return f"{room.path} imports {module}, which lies in no room of tests/rooms.py."
    if other == room or other.path in room.may_import:
        return None
    return f"{room.path} may not import {other.path} ({module}); it may import {_listed(room.may_import)}."


def _path_of(root: Path, module: str) -> str:
    """The file or package that a dotted name reaches; the name's tail may be something inside it."""
    parts = module.split(".")
    while len(parts) > 1 and not _exists(root.joinpath(*parts)):
        parts.pop()
    return "/".join(parts)


def _exists(path: Path) -> bool:
    return path.with_suffix(".py").is_file() or path.is_dir()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "only the standard library"


def house_map(root: Path = ROOT) -> str:
    """The packages as an indented tree with the first line of each docstring, then the arrows."""
    said = "Who may import whom (a room may always import itself):"
    return "\n".join(["```text", *_tree(root), "```", "", said, "", "```text", *_arrows(root), "```"])


def _tree(root: Path) -> Iterator[str]:
    for path in _packages(root):
        name = "  " * path.count("/") + path.rsplit("/", 1)[-1] + "/"
        yield f"{name:<22}{_first_line(root / path / '__init__.py')}".rstrip()


def _packages(root: Path) -> list[str]:
    return [path.removesuffix("/__init__.py") for path in files(root) if path.endswith("/__init__.py")]


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def _arrows(root: Path) -> Iterator[str]:
    """Only rooms that are built; without the stages' own names, which hold a docstring and the version."""
    built = [room for room in ROOMS if room.path not in STAGES and _exists(root / room.path)]
    for room in built:
        others = (other for other in room.may_import if other not in STAGES and _exists(root / other))
        yield f"{room.path:<24} -> {', '.join(others) or 'nothing'}"


BEGIN, END = "<!-- map: `make map` prints this -->", "<!-- /map -->"


def with_map(readme: str, printed: str) -> str:
    """The README's text with the map between its two markers replaced. Raises ValueError without markers."""
    before, _, rest = readme.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"README.md has lost its markers {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n{printed}\n{END}{after}"


def main(arguments: Iterable[str]) -> int:
    """Check the tree (status 1 when an import is wrong), or print or write the map."""
    if "--map" in arguments:
        print(house_map())
        return 0
    if "--write" in arguments:
        readme = ROOT / "README.md"
        readme.write_text(with_map(readme.read_text("utf-8"), house_map()), "utf-8")
        return 0
    wrongs = wrong_imports()
    print("\n".join(map(str, wrongs)) or f"{len(files())} files, every import goes the right way.")
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
