"""A photo comes out upright, small and clean: the packaged app's imaging."""

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from fieldwalk.device.native.imaging import PillowImaging
from fieldwalk.device.ports import Box, Prepared
from fieldwalk.domain.refusals import Refused
from tests import pictures, real_input


def prepared(content: bytes, *covers: Box) -> Prepared:
    return asyncio.run(PillowImaging().prepare(content, covers))


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        prepared(content)
    return refused.value.code


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_however_the_camera_was_held(orientation: int) -> None:
    result = prepared(pictures.photographed(orientation))
    assert (result.width, result.height) == (1600, 1200)
    for jpeg, size in ((result.photo, (1600, 1200)), (result.thumbnail, (320, 240))):
        assert pictures.corners(jpeg) == [pictures.RED, pictures.GREEN, pictures.BLUE, pictures.YELLOW]
        assert pictures.metadata(jpeg) == []
        assert pictures.SECRET not in jpeg
        with Image.open(BytesIO(jpeg)) as picture:
            assert picture.size == size


@pytest.mark.parametrize("orientation", [1, 6])
def test_what_is_covered_cannot_be_told_from_the_bytes(orientation: int) -> None:
    one, other = pictures.photographed(orientation), pictures.photographed(orientation, face=True)
    assert prepared(one) != prepared(other)
    assert prepared(one, pictures.FACE) == prepared(other, pictures.FACE)
    assert pictures.lightest(prepared(one, pictures.FACE).photo, pictures.UNDER) < 8


def test_a_small_picture_is_not_enlarged() -> None:
    buffer = BytesIO()
    pictures.scene(200, 100).save(buffer, "PNG")
    result = prepared(buffer.getvalue())
    assert (result.width, result.height) == (200, 100)


def test_a_noisy_photo_still_fits_in_400_kilobytes() -> None:
    result = prepared(pictures.noise(2400, 1800))
    assert len(result.photo) <= 400_000
    with Image.open(BytesIO(result.photo)) as picture:
        assert picture.size == (result.width, result.height)


def test_what_is_transparent_stands_on_white() -> None:
    buffer = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(buffer, "PNG")
    with Image.open(BytesIO(prepared(buffer.getvalue()).photo)) as picture:
        assert picture.getpixel((25, 25)) == (255, 255, 255)


def test_a_truncated_photo_is_refused() -> None:
    whole = pictures.photographed(6)
    assert refusal(whole[: len(whole) // 2]) == "photo_unreadable"


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0 not quite", b"%PDF-1.7\n"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert refusal(content) == "photo_unreadable"


def test_a_picture_of_more_than_100_megapixels_is_refused() -> None:
    buffer = BytesIO()
    Image.new("1", (10_001, 10_000)).save(buffer, "TIFF", compression="group4")
    assert refusal(buffer.getvalue()) == "photo_too_large"


def test_photos_of_other_peoples_cameras_come_out_clean() -> None:
    folder = real_input.folder()
    photos = [path.read_bytes() for path in sorted(folder.glob("*.jpg"))] if folder else [pictures.photographed(6)]
    for content in photos:
        result = prepared(content)
        assert max(result.width, result.height) <= 1600
        assert len(result.photo) <= 400_000
        assert pictures.metadata(result.photo) == pictures.metadata(result.thumbnail) == []


def test_a_heif_photo_that_cannot_be_read_here_is_refused_plainly() -> None:
    folder = real_input.folder()
    content = (folder / "sample.heif").read_bytes() if folder else b"\0\0\0\x18ftypheic" + bytes(500)
    assert refusal(content) == "photo_unreadable"
