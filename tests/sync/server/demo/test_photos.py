"""The drawn photos."""

import io

import pytest
from PIL import Image, ImageStat

from sync.server.demo import photos
from sync.server.demo.canvas import jpeg


@pytest.fixture(scope="module", params=["park_before", "hedge_after", "square"])
def scene(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_photo_is_large_light_and_says_nothing_but_its_picture(scene: str) -> None:
    file = photos.photo(scene)
    picture = Image.open(io.BytesIO(file))
    assert picture.size == (1600, 1200)
    assert len(file) <= 400_000
    assert not picture.getexif()


def test_the_same_photo_every_time(scene: str) -> None:
    assert jpeg(photos.SCENES[scene]()) == photos.photo(scene)


def test_its_thumbnail_is_small(scene: str) -> None:
    picture = Image.open(io.BytesIO(photos.thumbnail(scene)))
    assert max(picture.size) == photos.THUMBNAIL


def test_where_the_lamps_are_lit_there_is_more_light() -> None:
    def brightness(name: str) -> float:
        return float(ImageStat.Stat(Image.open(io.BytesIO(photos.photo(name))).convert("L")).mean[0])

    assert brightness("park_after") > brightness("park_before") + 5


def test_there_are_pairs_of_before_and_after() -> None:
    pairs = [name for name in photos.SCENES if name.endswith("_before")]
    assert len(photos.SCENES) >= 14
    assert len(pairs) >= 5
    assert all(name.replace("_before", "_after") in photos.SCENES for name in pairs)
