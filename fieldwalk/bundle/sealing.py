"""The last step: a version from the hashes of all files, the service worker that holds them, compression."""

import gzip
import json
from hashlib import sha256

import brotli

# Large, and not needed by every walker: kept by the service worker when first asked for.
_LATER = ("assets/NOTICES",)
# Answered by the server alone, never by the service worker.
_SERVERS = ["/api/", "/enter"]
# fmt: off
_COMPRESSED = (
    ".js", ".mjs", ".json", ".html", ".css", ".wasm", ".zip", ".otf", ".ttf", ".svg", ".frag", "NOTICES",
)
# fmt: on
_WORTH_IT = 1400  # bytes: below a packet, nothing is won
_BROTLI_QUALITY = 9


def sealed(files: dict[str, bytes], worker: str) -> dict[str, bytes]:
    """The files with their version written in, and ``sw.js`` made from its template ``worker``.

    The version changes exactly when some file does.
    """
    hashes = "".join(f"{path}{_hash(files[path])}" for path in sorted(files))
    name = _hash(hashes.encode() + worker.encode())[:16]
    files = files | {"index.html": files["index.html"].replace(b"{{version}}", name.encode())}
    held = {f"/{path}": _hash(content) for path, content in sorted(files.items()) if path != "sw.js"}
    later = {path: held.pop(path) for path in [f"/{late}" for late in _LATER] if path in held}
    worker = worker.replace("{{version}}", name)
    worker = worker.replace("{{files}}", _pairs(held)).replace("{{later}}", _pairs(later))
    return files | {"sw.js": worker.replace("{{servers}}", json.dumps(_SERVERS)).encode()}


def compressed(files: dict[str, bytes]) -> dict[str, bytes]:
    """A .br and a .gz beside each file that shrinks by it, for a server that serves them as they lie."""
    worth = {p: c for p, c in files.items() if p.endswith(_COMPRESSED) and len(c) > _WORTH_IT}
    small = {f"{path}.br": brotli.compress(content, quality=_BROTLI_QUALITY) for path, content in worth.items()}
    return small | {f"{path}.gz": gzip.compress(content, 6, mtime=0) for path, content in worth.items()}


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _pairs(hashes: dict[str, str]) -> str:
    return json.dumps(list(hashes.items()), separators=(",", ":"))
