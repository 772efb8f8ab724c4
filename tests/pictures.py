"""Pictures for the imaging tests: one scene, held by the camera in every way, with all that must not travel on."""

from io import BytesIO

from PIL import Image, ImageDraw
from PIL.Image import Transpose

from fieldwalk.device.ports import Box

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (40, 60, 200), (230, 200, 40)
SECRET = b"only for the camera"
FACE = Box(0.4, 0.3, 0.6, 0.7)
"""What covers the face of :func:`photographed` with ``face``, and a little round it."""
UNDER = Box(0.43, 0.35, 0.57, 0.65)
"""Within that, clear of where JPEG mixes neighbours."""

_ORIENTATION, _GPS = 0x0112, 0x8825
_TURNED_BY_CAMERA = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


def scene(width: int = 2000, height: int = 1500) -> Image.Image:
    """Upright: red and green above, blue and yellow below."""
    picture = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(picture)
    for place, colour in (((0, 0), RED), ((1, 0), GREEN), ((0, 1), BLUE), ((1, 1), YELLOW)):
        left, top = place[0] * width // 2, place[1] * height // 2
        pen.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
    return picture


def photographed(orientation: int, *, face: bool = False) -> bytes:
    """The scene as a camera stores it when held so: turned, with the orientation, a position and a comment.

    ``face``: somebody stands in the middle of it.
    """
    turn = _TURNED_BY_CAMERA.get(orientation)
    upright = scene()
    if face:
        width, height = upright.size
        ImageDraw.Draw(upright).ellipse((width * 0.45, height * 0.4, width * 0.55, height * 0.6), fill="white")
    stored = upright.transpose(turn) if turn is not None else upright
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif.get_ifd(_GPS).update({1: "N", 2: (59.0, 14.0, 52.8), 3: "E", 4: (17.0, 51.0, 36.0)})
    exif[0x010E] = SECRET.decode()
    buffer = BytesIO()
    stored.save(buffer, "JPEG", quality=90, exif=exif, comment=SECRET)
    return buffer.getvalue()


def corners(jpeg: bytes) -> list[tuple[int, int, int]]:
    """The scene's four colours as the picture shows them: above left and right, below left and right."""
    with Image.open(BytesIO(jpeg)) as picture:
        width, height = picture.size
        near = [(width // 5, height // 5), (width * 4 // 5, height // 5)]
        near += [(width // 5, height * 4 // 5), (width * 4 // 5, height * 4 // 5)]
        return [_nearest(picture.convert("RGB").getpixel(place)) for place in near]


def lightest(jpeg: bytes, box: Box) -> int:
    """The highest value of any colour within ``box``, 0 to 255."""
    with Image.open(BytesIO(jpeg)) as picture:
        width, height = picture.size
        part = (box.left * width, box.top * height, box.right * width, box.bottom * height)
        return max(high for _, high in picture.convert("RGB").crop([round(at) for at in part]).getextrema())


def metadata(jpeg: bytes) -> list[str]:
    """What a JPEG carries beside its picture, JFIF's own header apart."""
    with Image.open(BytesIO(jpeg)) as picture:
        assert picture.format == "JPEG"
        carried = [marker for marker, content in picture.applist if not content.startswith(b"JFIF")]
        kept = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
        return [*carried, *(key for key in picture.info if key not in kept)]


def noise(width: int, height: int) -> bytes:
    """A picture that hardly compresses, as a dark photo is."""
    buffer = BytesIO()
    Image.effect_noise((width, height), 120).convert("RGB").save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def _nearest(colour: object) -> tuple[int, int, int]:
    assert isinstance(colour, tuple)
    red, green, blue = colour
    return min(
        (RED, GREEN, BLUE, YELLOW),
        key=lambda known: (known[0] - red) ** 2 + (known[1] - green) ** 2 + (known[2] - blue) ** 2,
    )
