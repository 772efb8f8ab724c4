"""What both platforms' imaging stands on: sizes read from headers alone, and JPEGs stripped to the picture."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fieldwalk.device.photos import bare, check_size, pixels
from fieldwalk.domain.refusals import Refused
from tests import pictures


def encoded(kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (321, 123), "teal").save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        encoded("JPEG"),
        encoded("JPEG", progressive=True),
        encoded("PNG"),
        encoded("WEBP"),
        encoded("WEBP", lossless=True),
        encoded("WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
    ],
    ids=["jpeg", "progressive", "png", "webp", "lossless", "webp with exif"],
)
def test_a_pictures_size_is_read_from_its_header(content: bytes) -> None:
    assert pixels(content) == (321, 123)


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBPVP8X"]))
def test_no_content_is_too_strange_to_be_looked_at(content: bytes, start: bytes) -> None:
    size = pixels(start + content)
    assert size is None or len(size) == 2


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = bytearray(encoded("PNG"))
    bomb[16:24] = (20_000).to_bytes(4, "big") * 2
    with pytest.raises(Refused) as refused:
        check_size(bytes(bomb))
    assert refused.value.code == "photo_too_large"


def test_a_file_above_60_megabytes_is_refused() -> None:
    check_size(bytes(60_000_000))
    with pytest.raises(Refused) as refused:
        check_size(bytes(60_000_001))
    assert refused.value.code == "photo_too_large"


def test_a_bare_jpeg_shows_the_same_picture_and_carries_nothing_else() -> None:
    original = pictures.photographed(1)
    stripped = bare(original)
    assert pictures.metadata(original)
    assert pictures.metadata(stripped) == []
    assert pictures.SECRET not in stripped
    with Image.open(BytesIO(original)) as before, Image.open(BytesIO(stripped)) as after:
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def test_what_is_no_jpeg_cannot_be_stripped() -> None:
    with pytest.raises(Refused) as refused:
        bare(b"GIF89a")
    assert refused.value.code == "photo_unreadable"
