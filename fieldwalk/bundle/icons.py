"""The app's icons in the sizes that phones ask for, from the one drawing in assets/icons."""

from io import BytesIO
from pathlib import Path

import typst
from PIL import Image, ImageDraw

from fieldwalk import assets

_ROUNDING = 0.22  # of the edge, as phones round their icons
_FINER = 4  # the corner is drawn larger and shrunk, for a smooth edge


def files() -> dict[str, bytes]:
    """The icons that the web manifest names, by path. A maskable one fills its square: the phone cuts it."""
    drawing = assets.folder() / "icons" / "icon.svg"
    return {
        "icons/icon-192.png": _png(_rounded(_drawn(drawing, 192))),
        "icons/icon-512.png": _png(_rounded(_drawn(drawing, 512))),
        "icons/icon-maskable-512.png": _png(_drawn(drawing, 512)),
        "favicon.png": _png(_rounded(_drawn(drawing, 48))),
    }


def _drawn(drawing: Path, size: int) -> Image.Image:
    """The drawing as a square of ``size`` pixels: one typst page of as many points, at one pixel a point."""
    page = f'#set page(width: {size}pt, height: {size}pt, margin: 0pt)\n#image("{drawing.name}", width: 100%)'
    # Its types want the root in the same type as the text, which does not run.
    picture = typst.compile(page.encode(), root=str(drawing.parent), format="png", ppi=72.0)  # type: ignore[call-overload]
    return Image.open(BytesIO(picture)).convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)


def _rounded(picture: Image.Image) -> Image.Image:
    edge = picture.width * _FINER
    corner = Image.new("L", (edge, edge), 0)
    ImageDraw.Draw(corner).rounded_rectangle((0, 0, edge - 1, edge - 1), edge * _ROUNDING, fill=255)
    picture.putalpha(corner.resize(picture.size, Image.Resampling.LANCZOS))
    return picture


def _png(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
