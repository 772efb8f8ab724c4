"""The version is the content: it changes exactly when a file does, and every file's hash is held."""

import gzip
import json
import re
from hashlib import sha256
from io import BytesIO

import brotli
from PIL import Image

from fieldwalk import assets
from fieldwalk.bundle import icons, sealing

WORKER = (assets.folder() / "browser" / "sw.js").read_text()
FILES = {"index.html": b"<meta content={{version}}>", "app.zip": b"abc", "assets/NOTICES": b"thanks"}


def version(files: dict[str, bytes]) -> str:
    found = re.search(r"VERSION = '([0-9a-f]{16})'", files["sw.js"].decode())
    assert found
    return found[1]


def held(files: dict[str, bytes], name: str) -> dict[str, str]:
    found = re.search(rf"const {name} = new Map\((\[.*?\])\);", files["sw.js"].decode())
    assert found
    return dict(json.loads(found[1]))


def test_the_version_changes_exactly_when_a_file_does() -> None:
    sealed = sealing.sealed(FILES, WORKER)
    assert version(sealed) == version(sealing.sealed(dict(reversed(FILES.items())), WORKER))
    assert version(sealed) != version(sealing.sealed(FILES | {"app.zip": b"abd"}, WORKER))
    assert version(sealed) != version(sealing.sealed(FILES, WORKER + "// changed"))
    assert version(sealed).encode() in sealed["index.html"]


def test_every_file_is_held_with_the_hash_of_what_is_served() -> None:
    sealed = sealing.sealed(FILES, WORKER)
    hashes = held(sealed, "FILES")
    assert set(hashes) == {"/index.html", "/app.zip"}
    assert all(hashes[path] == sha256(sealed[path[1:]]).hexdigest() for path in hashes)
    assert set(held(sealed, "LATER")) == {"/assets/NOTICES"}
    assert b"{{" not in sealed["sw.js"]


def test_compressed_copies_unpack_to_the_file_beside_them() -> None:
    files = {"a.js": b"let a = 1;\n" * 1000, "small.js": b"1", "photo.png": bytes(5000)}
    copies = sealing.compressed(files)
    assert set(copies) == {"a.js.br", "a.js.gz"}
    assert brotli.decompress(copies["a.js.br"]) == gzip.decompress(copies["a.js.gz"]) == files["a.js"]


def test_the_web_manifest_names_icons_that_are_drawn_in_the_size_it_says() -> None:
    drawn = icons.files()
    manifest = json.loads((assets.folder() / "browser" / "manifest.json").read_text())
    for icon in manifest["icons"]:
        with Image.open(BytesIO(drawn[icon["src"]])) as picture:
            assert icon["sizes"] == f"{picture.width}x{picture.height}"
            corner = picture.convert("RGBA").getpixel((0, 0))
        assert isinstance(corner, tuple)
        assert (corner[3] == 255) == (icon.get("purpose") == "maskable")
