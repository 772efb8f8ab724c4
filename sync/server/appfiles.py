"""The browser app as it lies on the disk: right types, small bodies, and caching that never keeps an old version."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response

from sync.server.headers import policy

INDEX = "index.html"

_TYPES = {
    ".wasm": "application/wasm",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".json": "application/json",
    ".html": "text/html",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".zip": "application/zip",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
    ".geojson": "application/geo+json",
    ".data": "application/octet-stream",
}
"""Said here, not asked of the machine: a machine that does not know .wasm or .mjs would stop the app."""

_PACKED = (("br", ".br"), ("gzip", ".gz"))
_HASHED = re.compile(r"[.-][0-9a-f]{8,64}\.[a-z0-9.]+$")
_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)

IMMUTABLE = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"


@dataclass(frozen=True)
class Found:
    """A file to answer with, and under which name it was asked for."""

    path: Path
    name: str


def find(folder: Path, asked: str) -> Found | None:
    """The file for the path ``asked``; the app's own page for a navigation such as ``walks/…`` or ``join/…``.

    ``None`` when nothing is there. Nothing outside ``folder`` is ever found.
    """
    place = _inside(folder, asked)
    if place is not None and place.is_file():
        return Found(place, place.name)
    index = folder / INDEX
    if "." not in asked.rsplit("/", 1)[-1] and index.is_file():
        return Found(index, INDEX)
    return None


def answer(found: Found, asked: Headers) -> Response:
    """``found`` as the browser can best take it; 304 when the browser has it."""
    path, encoding = _packed(found.path, asked.get("accept-encoding", ""))
    headers = {"Cache-Control": caching(found.name), "ETag": _etag(path), "Vary": "Accept-Encoding"}
    if encoding:
        headers["Content-Encoding"] = encoding
    if found.path.suffix == ".html":
        headers["Content-Security-Policy"] = policy(inline_hashes(found.path.read_bytes()))
    if headers["ETag"] in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=content_type(found.name), headers=headers)


def caching(name: str) -> str:
    """For ever where the name carries a hash of the content; asked anew otherwise."""
    return IMMUTABLE if _HASHED.search(name) else ASK_FIRST


def content_type(name: str) -> str:
    """What a file of this name is, the same on every machine for all that the app needs."""
    return _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def inline_hashes(page: bytes) -> list[str]:
    """The sources that allow the scripts written into ``page``, and no others."""
    digests = (hashlib.sha256(script).digest() for script in _INLINE.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _inside(folder: Path, asked: str) -> Path | None:
    if "\0" in asked or len(asked) > 1000:
        return None
    place = (folder / asked).resolve()
    return place if place.is_relative_to(folder.resolve()) else None


def _packed(path: Path, accepted: str) -> tuple[Path, str]:
    offered = {part.split(";")[0].strip() for part in accepted.split(",")}
    for encoding, suffix in _PACKED:
        packed = path.with_name(path.name + suffix)
        if encoding in offered and packed.is_file():
            return packed, encoding
    return path, ""


def _etag(path: Path) -> str:
    facts = path.stat()
    return f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
