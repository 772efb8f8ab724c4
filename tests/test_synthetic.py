"""What other tests lean on is itself true."""

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageOps

from fieldwalk.domain.gate import GAP, leaps
from tests import synthetic


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_drawn_photo_is_upright_once_its_orientation_is_followed(orientation: int) -> None:
    picture = Image.open(io.BytesIO(synthetic.drawn_photo(orientation, size=(240, 180))))
    assert picture.getexif()[0x0112] == orientation
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    assert upright.size == (240, 180)
    for at, strongest in (((40, 40), 0), ((200, 40), 1), ((40, 150), 2), ((200, 150), 2)):
        colour = upright.getpixel(at)
        assert isinstance(colour, tuple)
        assert max(range(3), key=lambda part: colour[part]) == strongest


def test_a_drawn_photo_tells_where_it_was_taken_only_when_asked_to() -> None:
    def place(gps: bool) -> dict[int, object]:
        picture = Image.open(io.BytesIO(synthetic.drawn_photo(gps=gps, size=(64, 48))))
        return picture.getexif().get_ifd(0x8825)

    assert place(gps=True)
    assert not place(gps=False)


def test_the_recording_says_whether_it_is_real_and_only_goes_forward() -> None:
    recorded = synthetic.recording()
    assert not recorded.real or len(recorded.fixes) == 871
    assert all(a.at < b.at and not leaps(a, b) for a, b in pairwise(recorded.fixes))


def test_without_the_real_data_the_recording_is_the_synthetic_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWALK_REAL_DATA", "/nowhere")
    recorded = synthetic.recording()
    assert not recorded.real
    assert recorded.fixes == synthetic.plain_loop().fixes


def test_the_walk_with_a_hole_has_one() -> None:
    assert sum(b.at - a.at > GAP for a, b in pairwise(synthetic.walk_with_hole().fixes)) == 1
