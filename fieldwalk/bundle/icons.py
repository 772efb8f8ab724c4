"""The app's icon: a lamp that shines over dark green ground, drawn here so that no picture file is kept."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

_GROUND = (20, 53, 44)
_POST = (236, 233, 226)
_LAMP = (242, 193, 78)
_FINER = 4  # drawn larger and shrunk, for smooth edges


def files() -> dict[str, bytes]:
    """The icons that the web manifest names, by path."""
    return {
        "icons/icon-192.png": icon(192),
        "icons/icon-512.png": icon(512),
        "icons/icon-maskable-512.png": icon(512, maskable=True),
        "favicon.png": icon(32),
    }


def icon(size: int, *, maskable: bool = False) -> bytes:
    """A PNG of ``size`` pixels. A maskable one is drawn within the middle 80 %: phones cut its edges."""
    canvas = Image.new("RGBA", (size * _FINER,) * 2, (0, 0, 0, 0))
    edge = canvas.width
    radius = 0 if maskable else edge * 0.22
    ImageDraw.Draw(canvas).rounded_rectangle((0, 0, edge - 1, edge - 1), radius, fill=_GROUND)
    scale = edge * (0.76 if maskable else 1)
    margin = (edge - scale) / 2
    canvas = Image.alpha_composite(canvas, _light(canvas, scale, margin))
    _lamp_post(canvas, scale, margin)
    shrunk = canvas.resize((size, size), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    shrunk.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _light(canvas: Image.Image, scale: float, margin: float) -> Image.Image:
    glow = Image.new("L", canvas.size, 0)
    cone = [(0.57, 0.41), (0.71, 0.41), (0.90, 0.82), (0.38, 0.82)]
    ImageDraw.Draw(glow).polygon([_at(x, y, scale, margin) for x, y in cone], fill=120)
    glow = glow.filter(ImageFilter.GaussianBlur(scale * 0.02))
    light = Image.new("RGBA", canvas.size, (*_LAMP, 0))
    ground = canvas.getchannel("A")
    light.putalpha(Image.composite(glow, Image.new("L", canvas.size, 0), ground))
    return light


def _lamp_post(canvas: Image.Image, scale: float, margin: float) -> None:
    pen = ImageDraw.Draw(canvas)

    def box(*corners: float) -> tuple[float, ...]:
        return (*_at(corners[0], corners[1], scale, margin), *_at(corners[2], corners[3], scale, margin))

    width = round(scale * 0.05)
    pen.arc(box(0.285, 0.15, 0.665, 0.53), 180, 360, fill=_POST, width=width)
    pen.rounded_rectangle(box(0.285, 0.33, 0.335, 0.83), scale * 0.02, fill=_POST)
    pen.rounded_rectangle(box(0.20, 0.81, 0.80, 0.85), scale * 0.02, fill=_POST)
    pen.pieslice(box(0.52, 0.29, 0.76, 0.53), 180, 360, fill=_POST)
    pen.ellipse(box(0.575, 0.365, 0.705, 0.465), fill=_LAMP)


def _at(x: float, y: float, scale: float, margin: float) -> tuple[float, float]:
    return margin + x * scale, margin + y * scale
