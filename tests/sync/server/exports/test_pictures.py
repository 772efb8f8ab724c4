"""Photos on paper: no larger than print needs, no metadata, never a crash."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sync.server.exports.pictures import fit_for_paper
from tests.documents_sample import photo


def file(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind, **more)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (file((1600, 1200)), (1200, 900)),
        (file((900, 1600)), (675, 1200)),
        (file((400, 300)), (400, 300)),
        (file((300, 200), "PNG", "RGBA"), (300, 200)),
        (file((300, 200), "JPEG", "CMYK"), (300, 200)),
        (file((300, 200), "WEBP"), (300, 200)),
        (photo("dark lit"), (1200, 900)),
    ],
)
def test_any_picture_becomes_a_plain_jpeg_that_fits(content: bytes, size: tuple[int, int]) -> None:
    fitted = fit_for_paper(content)
    assert fitted is not None
    with Image.open(io.BytesIO(fitted)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", size)


def test_metadata_stays_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Samira Holm, 19640823-3234"
    fitted = fit_for_paper(file((300, 200), exif=exif))
    assert fitted is not None
    assert b"Samira" not in fitted


@pytest.mark.parametrize(
    "content",
    [None, b"", b"nonsense", b"GIF89a", file((800, 600))[:200], b"\x89PNG\r\n\x1a\n" + b"\0" * 40],
    ids=["none", "empty", "nonsense", "half a header", "cut off", "zeros"],
)
def test_what_is_no_picture_is_none(content: bytes | None) -> None:
    assert fit_for_paper(content) is None


def test_a_picture_that_unpacks_to_gigabytes_is_never_unpacked() -> None:
    assert fit_for_paper(file((9_000, 9_000), "PNG", "1")) is None
