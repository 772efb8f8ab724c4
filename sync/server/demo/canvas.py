"""What the demo's photos are drawn with: a scene in its own colours, and the light that falls on it.

A scene is drawn as it looks by day. By night the same drawing is dimmed and tinted, and only what lamps and
windows shine on stands out: so a photo before and one after show the very same place.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

SIZE = (1600, 1200)
HORIZON = 560

Colour = tuple[int, int, int]
Point = tuple[float, float]

_COARSE = 8
_WARM: Colour = (255, 206, 138)
_NIGHT: Colour = (62, 74, 98)
_DUSK: Colour = (112, 118, 138)
_AMBIENT: dict[str, Colour] = {"day": (255, 255, 255), "dusk": _DUSK, "dark": _NIGHT}
_SKIES: dict[str, tuple[Colour, Colour]] = {
    "day": ((128, 170, 196), (224, 228, 218)),
    "dusk": ((58, 74, 104), (206, 150, 120)),
    "dark": ((10, 17, 28), (38, 48, 62)),
}
_FRONTS: Sequence[Colour] = ((190, 152, 122), (206, 190, 164), (168, 142, 126), (214, 200, 176), (176, 126, 104))
LEAF: Colour = (84, 116, 70)
METAL: Colour = (62, 68, 72)
WOOD: Colour = (150, 104, 66)


class Canvas:
    """A photo in the making. ``light`` is day, dusk or dark; the same seed draws the same photo."""

    def __init__(self, light: str, seed: int) -> None:
        self.light = light
        self.chance = random.Random(seed)
        self.scene = Image.new("RGB", SIZE)
        self.pen = ImageDraw.Draw(self.scene)
        small = (SIZE[0] // _COARSE, SIZE[1] // _COARSE)
        self._falling = Image.new("RGB", small, _AMBIENT[light])
        self._shining = Image.new("RGB", SIZE)
        self._shine = ImageDraw.Draw(self._shining)
        self._halo = Image.new("RGB", small)

    def gradient(self, box: tuple[int, int, int, int], top: Colour, bottom: Colour) -> None:
        """A rectangle that goes from one colour to another, downwards."""
        size = (box[2] - box[0], box[3] - box[1])
        self.scene.paste(ImageOps.colorize(Image.linear_gradient("L").resize(size), top, bottom), box[:2])

    def sky(self) -> None:
        """The sky shines by itself: it is as bright as it is, whatever lamps do."""
        top, bottom = _SKIES[self.light]
        sky = ImageOps.colorize(Image.linear_gradient("L").resize((SIZE[0], HORIZON)), top, bottom)
        (self.scene if self.light == "day" else self._shining).paste(sky, (0, 0))

    def ground(self, near: Colour = (112, 134, 84), far: Colour = (140, 152, 108)) -> None:
        """Grass from the horizon to the viewer's feet."""
        self.gradient((0, HORIZON, *SIZE), far, near)
        for _ in range(420):
            y = self.chance.uniform(HORIZON + 10, SIZE[1])
            size = 1 + (y - HORIZON) / 60
            self.tuft(self.chance.uniform(0, SIZE[0]), y, size, near)

    def tuft(self, x: float, y: float, size: float, colour: Colour) -> None:
        shade = varied(colour, self.chance.randint(-16, 14))
        self.pen.line([(x, y), (x + self.chance.uniform(-size, size), y - 3 * size)], fill=shade, width=2)

    def houses(self, lit: float = 0.3, base: int = HORIZON + 14, low: int = 210, high: int = 400) -> None:
        """A row of houses at the horizon; the share ``lit`` of their windows shines when it is dark."""
        x = -60
        while x < SIZE[0]:
            wide, tall = self.chance.randint(250, 400), self.chance.randint(low, high)
            self.front((x, base - tall, x + wide, base), self.chance.choice(_FRONTS), lit)
            x += wide + self.chance.randint(24, 130)

    def front(self, box: tuple[int, int, int, int], colour: Colour, lit: float) -> None:
        """A house's front with a roof's edge and rows of windows."""
        left, top, right, bottom = box
        self.hide(box)
        self.pen.rectangle(box, fill=colour)
        self.pen.rectangle((left - 5, top - 8, right + 5, top + 4), fill=varied(colour, -60))
        for x in range(left + 26, right - 44, 62):
            for y in range(top + 30, bottom - 58, 76):
                self.window((x, y, x + 34, y + 42), self.chance.random() < lit)

    def hide(self, box: tuple[float, float, float, float]) -> None:
        """Takes away what shone behind something that stands in front."""
        self._shine.rectangle(box, fill=(0, 0, 0))

    def hide_shape(self, points: Sequence[Point]) -> None:
        self._shine.polygon(points, fill=(0, 0, 0))

    def window(self, box: tuple[float, float, float, float], lit: bool) -> None:
        left, top, right, bottom = box
        self.pen.rectangle((left - 3, top - 3, right + 3, bottom + 3), fill=(236, 230, 218))
        self.pen.rectangle(box, fill=(112, 132, 144) if self.light == "day" else (70, 84, 100))
        if lit and self.light != "day":
            warm = self.chance.choice(((226, 170, 92), (238, 194, 122), (212, 150, 82), (190, 184, 160)))
            self._shine.rectangle(box, fill=warm)
        middle = (left + right) / 2
        self.pen.line([(middle, top), (middle, bottom)], fill=(236, 230, 218), width=3)
        self._shine.line([(middle, top), (middle, bottom)], fill=(40, 30, 20), width=3)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """A polygon in front of all that is drawn so far."""
        self.hide_shape(points)
        self.pen.polygon(points, fill=colour)

    def box(self, box: tuple[float, float, float, float], colour: Colour, radius: float = 0) -> None:
        """A rectangle in front of all that is drawn so far."""
        self.hide(box)
        self.pen.rounded_rectangle(box, radius, fill=colour)

    def path(self, near: tuple[float, float], far: tuple[float, float], colour: Colour = (178, 168, 150)) -> None:
        """A way from the viewer to the horizon; ``near`` and ``far`` are its left and right edges."""
        y, bottom = HORIZON + 4, SIZE[1]
        self.pen.polygon([(far[0], y), (far[1], y), (near[1], bottom), (near[0], bottom)], fill=varied(colour, -22))
        inset = (near[1] - near[0]) * 0.03
        inner = [(far[0] + 1, y), (far[1] - 1, y), (near[1] - inset, bottom), (near[0] + inset, bottom)]
        self.pen.polygon(inner, fill=colour)

    def leaves(self, x: float, y: float, wide: float, tall: float, colour: Colour = LEAF) -> None:
        """A bush or a crown: many leaves in an ellipse, darker below."""
        for _ in range(int(60 + wide / 2)):
            angle, far = self.chance.uniform(0, 6.283), self.chance.random() ** 0.5
            spot = x + far * wide * math.cos(angle), y + far * tall * math.sin(angle)
            size = self.chance.uniform(0.16, 0.32) * (wide * tall) ** 0.5
            shade = varied(colour, int(-34 * (spot[1] - y) / tall) + self.chance.randint(-14, 14))
            leaf = (spot[0] - size, spot[1] - size * 0.8, spot[0] + size, spot[1] + size * 0.8)
            self._shine.ellipse(leaf, fill=(0, 0, 0))
            self.pen.ellipse(leaf, fill=shade)

    def tree(self, x: float, foot: float, size: float, colour: Colour = LEAF) -> None:
        """A tree whose trunk is ``size`` pixels tall."""
        self.shape(
            [
                (x - size * 0.07, foot),
                (x + size * 0.07, foot),
                (x + size * 0.04, foot - size),
                (x - size * 0.04, foot - size),
            ],
            (96, 80, 66),
        )
        self.leaves(x, foot - size * 1.35, size * 0.62, size * 0.6, colour)

    def lamp(self, x: float, foot: float, size: float, lit: bool) -> None:
        """A lamp post ``size`` pixels tall; when ``lit``, its light falls on all around."""
        top, wide = foot - size, max(3.0, size * 0.022)
        self.box((x - wide / 2, top, x + wide / 2, foot), METAL)
        self.box((x - size * 0.07, top - size * 0.035, x + size * 0.07, top + size * 0.01), METAL, size * 0.015)
        glass = (x - size * 0.05, top, x + size * 0.05, top + size * 0.035)
        self.box(glass, (214, 210, 198), size * 0.012)
        if lit and self.light != "day":
            self._shine.rounded_rectangle(glass, size * 0.012, fill=(255, 244, 214))
            self.pool(x, foot, size * 0.85, size * 0.26, 0.95)
            self.pool(x, top + size * 0.42, size * 0.5, size * 0.62, 0.5)
            self.glow(x, top + size * 0.02, size * 0.2, 0.85)

    def pool(self, x: float, y: float, wide: float, tall: float, strength: float, colour: Colour = _WARM) -> None:
        """Light that falls on whatever lies around ``x``, ``y``."""
        light = self._soft(x, y, wide, tall, strength)
        self._falling = ImageChops.add(self._falling, ImageOps.colorize(light, (0, 0, 0), colour))

    def glow(self, x: float, y: float, radius: float, strength: float, colour: Colour = _WARM) -> None:
        """The shine in the air around a lamp."""
        light = self._soft(x, y, radius, radius, strength)
        self._halo = ImageChops.screen(self._halo, ImageOps.colorize(light, (0, 0, 0), colour))

    def shining(self, box: tuple[float, float, float, float], colour: Colour, radius: float = 4) -> None:
        """Something that is bright by itself: a lamp's glass, a lit door."""
        self._shine.rounded_rectangle(box, radius, fill=colour)

    def _soft(self, x: float, y: float, wide: float, tall: float, strength: float) -> Image.Image:
        light = Image.new("L", self._falling.size)
        core = 0.62
        box = [v / _COARSE for v in (x - wide * core, y - tall * core, x + wide * core, y + tall * core)]
        ImageDraw.Draw(light).ellipse(box, fill=int(255 * strength))
        return light.filter(ImageFilter.GaussianBlur(max(1.5, min(wide, tall) * 0.45 / _COARSE)))

    def finished(self) -> Image.Image:
        """The photo: the scene in its light, a camera's softness and grain over all."""
        light = self._falling.resize(SIZE, Image.Resampling.BICUBIC)
        photo = ImageChops.multiply(self.scene, light)
        photo = ImageChops.screen(photo, self._shining.filter(ImageFilter.GaussianBlur(1.2)))
        photo = ImageChops.screen(photo, self._halo.resize(SIZE, Image.Resampling.BICUBIC))
        grain = Image.frombytes("L", (400, 300), self.chance.randbytes(120_000)).resize(SIZE)
        amount = 0.035 if self.light == "day" else 0.05
        grey = ImageOps.colorize(grain, (70, 70, 70), (185, 185, 185)) if self.light == "day" else grain.convert("RGB")
        soft = photo.filter(ImageFilter.GaussianBlur(0.9))
        return Image.blend(soft, ImageChops.multiply(grey, soft) if self.light != "day" else grey, amount)


def varied(colour: Colour, by: int) -> Colour:
    """``colour``, lighter or darker."""
    red, green, blue = (min(255, max(0, part + by)) for part in colour)
    return red, green, blue


def jpeg(photo: Image.Image, quality: int = 82) -> bytes:
    """``photo`` as a JPEG file with nothing in it but the picture."""
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()
