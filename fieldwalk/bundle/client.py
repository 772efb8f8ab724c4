"""Flet's own browser client, taken from the installed flet-web, trimmed, and cut off from the outer world.

Every pattern that is patched is asserted: a new upstream version that no longer matches fails the build with
a sentence, and never slips through with an address outside our own origin in it.
"""

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import flet_web

from fieldwalk.bundle.errors import BundleError
from fieldwalk.bundle.fonts import ARABIC

# What fieldwalk never asks for: other renderers, other start scripts, video, formulas, sound, debugging.
_DROPPED = (
    "index.html",
    "manifest.json",
    "version.json",
    "favicon.png",
    "icons/*",
    "*.map",
    "*.symbols",
    "python.js",
    "python-worker.js",
    "flutter.js",
    "flutter_service_worker.js",
    "main.dart.wasm",
    "main.dart.mjs",
    "canvaskit/skwasm*",
    "canvaskit/wimp*",
    "canvaskit/experimental_*",
    "assets/packages/media_kit/*",
    "assets/packages/flutter_math_fork/*",
    "assets/packages/wakelock_plus/*",
    "assets/packages/record_web/*",
    "pyodide/*",
)
_PYODIDE = ("pyodide/pyodide.mjs", "pyodide/pyodide.asm.mjs", "pyodide/pyodide.asm.wasm")

_RIVE = "https://cdn.jsdelivr.net/npm/@rive-app/flutter-native-wasm@"
# Animations are not used: the promise that never settles is Rive's way of "still loading".
_NO_RIVE = b"window.RiveNative = () => new Promise(() => {});\n"


def files() -> dict[str, bytes]:
    """The client's files by path, patched; Pyodide's runtime among them, its standard library not."""
    root = web_folder()
    kept = {path: (root / path).read_bytes() for path in _paths(root) if _is_kept(path)}
    kept["main.dart.js"] = patched_dart(kept["main.dart.js"].decode()).encode()
    kept["flutter_bootstrap.js"] = patched_bootstrap(kept["flutter_bootstrap.js"].decode()).encode()
    kept["pyodide/pyodide-lock.json"] = _empty_lock(root)
    for build in ("wasm", "wasm_compatibility"):
        kept[f"vendor/rive/{build}/rive_native.js"] = _NO_RIVE
    return kept


def web_folder() -> Path:
    """Where the installed flet-web keeps the client."""
    folder = Path(flet_web.get_package_web_dir())
    if not (folder / "pyodide" / "pyodide.asm.wasm").is_file():
        raise BundleError("The installed flet-web holds no Pyodide; run `make setup` and build again.")
    return folder


def patched_dart(script: str) -> str:
    """The Dart client with Rive at our own address and every fallback font answered by the one we ship."""
    script = _replace(script, "the Rive address", re.escape(_RIVE) + r"[0-9.]+/", "/vendor/rive/")
    script = _replace(script, "the Arabic font", r'("Noto Sans Arabic",")[^"]+(")', rf"\1{ARABIC}\2")
    # A missing fallback font is asked for again without end; 700 names share one font that holds the symbols.
    return _replace(
        script,
        "the list of fallback fonts",
        r'("Noto [^"]+",")[a-z0-9]+/v[0-9]+/[^"]+(")',
        r"\1fallback.woff2\2",
        at_least=100,
    )


def patched_bootstrap(script: str) -> str:
    """The start script without Flutter's own service worker (it unregisters ours) and source map."""
    script = _replace(script, "the service worker's settings", r"serviceWorkerSettings: \{[^}]*\},", "")
    return _replace(script, "the source map", r"//# sourceMappingURL=\S+\n", "")


def font_manifest(original: bytes, ours: list[dict[str, Any]]) -> bytes:
    """Flutter's list of fonts without those that were dropped, with ours."""
    kept = [family for family in json.loads(original) if "flutter_math_fork" not in family["family"]]
    return json.dumps(kept + ours, indent=1).encode()


def _paths(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def _is_kept(path: str) -> bool:
    return path in _PYODIDE or not any(fnmatch(path, pattern) for pattern in _DROPPED)


def _replace(text: str, what: str, pattern: str, replacement: str, at_least: int = 1) -> str:
    changed, count = re.subn(pattern, replacement, text)
    if count < at_least:
        raise BundleError(
            f"Flet's client no longer has {what} where the patch looks for it ({count} of {at_least} "
            "places): this flet-web is another version. Mend the pattern in fieldwalk/bundle/client.py."
        )
    return changed


def _empty_lock(root: Path) -> bytes:
    # Pyodide reads it at the start; its package list points to another origin and we load none of them.
    lock = json.loads((root / "pyodide" / "pyodide-lock.json").read_text())
    return json.dumps(lock | {"packages": {}}).encode()
