"""The demo's photos: places in the made-up neighbourhood, by night and by day, before and after. All drawn here."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache

from PIL import Image

from sync.server.demo.canvas import HORIZON, LEAF, METAL, SIZE, Canvas, jpeg, varied
from sync.server.demo.things import bag, bench, bicycle, scribble, sitting, street

THUMBNAIL = 320
"""Pixels of the thumbnail's long side."""

_AUTUMN = (170, 124, 60)
_BRICK = (158, 96, 74)
_DOOR = (36, 84, 84)


@cache
def photo(name: str) -> bytes:
    """The JPEG of the scene ``name`` (a key of :data:`SCENES`), 1600 x 1200; the same bytes every time."""
    return jpeg(SCENES[name]())


@cache
def thumbnail(name: str) -> bytes:
    """The same photo, small."""
    small = Image.open(io.BytesIO(photo(name)))
    small.draft("RGB", (2 * THUMBNAIL, 2 * THUMBNAIL))
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    return jpeg(small, 78)


def park(lit: bool) -> Image.Image:
    """The way through the park, four lamps along it."""
    c = Canvas("dark", 4)
    street(c, lit=0.35)
    c.path((240, 1240), (742, 838))
    for x, foot, size in ((690, 600, 120), (900, 620, 190), (560, 690, 330), (1130, 800, 560)):
        c.lamp(x, foot, size, lit)
    for x, y, wide, tall in ((150, 800, 230, 170), (420, 660, 110, 80), (1330, 850, 200, 150), (1130, 650, 100, 70)):
        c.leaves(x, y, wide, tall)
    c.tree(330, 720, 300)
    c.tree(1460, 780, 380, _AUTUMN)
    return c.finished()


def hedge(high: bool) -> Image.Image:
    """A bicycle stand behind a hedge: two metres by night, then ninety centimetres by day."""
    c = Canvas("dark" if high else "day", 7)
    street(c, lit=0.4)
    c.path((520, 1500), (780, 900))
    c.lamp(1290, 760, 520, lit=True)
    for step in range(3):
        bicycle(c, 1020 + step * 130, 800 + step * 24, 1 + step * 0.1)
    top, tall = (640, 260) if high else (850, 80)
    for step in range(9):
        c.leaves(60 + step * 112, top + step * 18, 120, tall, varied(LEAF, -12))
    return c.finished()


def tunnel() -> Image.Image:
    """The mouth of the tunnel under the road: two of its lamps shine, far inside."""
    c = Canvas("dark", 3)
    c.sky()
    c.ground()
    c.box((0, 300, 1600, 900), (142, 140, 134))
    c.box((0, 286, 1600, 330), (168, 166, 160))
    for x in range(40, 1600, 120):
        c.box((x, 170, x + 8, 290), METAL)
    c.box((0, 164, 1600, 176), METAL)
    c.box((420, 430, 1180, 1000), (86, 86, 84), 120)
    c.shape([(420, 900), (1180, 900), (1240, 1200), (360, 1200)], (120, 116, 110))
    c.box((600, 560, 1000, 900), (52, 52, 52), 70)
    c.box((720, 660, 880, 860), (30, 32, 34), 36)
    c.shape([(420, 905), (600, 880), (1000, 880), (1180, 905), (1230, 1200), (370, 1200)], (112, 108, 102))
    scribble(c, 470, 640)
    for box in ((770, 668, 830, 676), (690, 584, 730, 592)):
        c.shining(box, (255, 240, 208))
        c.glow(box[0] + 25, box[1], 70, 0.6)
        c.pool(box[0] + 25, 850, 180, 60, 0.5)
    c.lamp(1400, 1010, 620, lit=True)
    return c.finished()


def entrance(lit: bool, bags: int = 0, warm: bool = False, light: str = "dark", seed: int = 9) -> Image.Image:
    """A front door with glass, a lamp above it, and what people put in front of it."""
    c = Canvas(light, seed)
    c.sky()
    c.ground((120, 118, 112), (132, 130, 122))
    c.box((140, 0, 1460, 1010), _BRICK if not warm else (186, 140, 104))
    for row in range(0, 1000, 30):
        c.pen.line([(140, row), (1460, row)], fill=varied(_BRICK if not warm else (186, 140, 104), -10), width=2)
    for x in (230, 1180):
        c.window((x, 260, x + 190, 520), lit=warm or x > 1000)
    c.box((600, 330, 1000, 1010), (226, 216, 198))
    c.box((630, 360, 970, 1010), _DOOR)
    glass = (150, 178, 178) if lit or light == "day" else (84, 100, 104)
    c.box((664, 400, 786, 940), glass)
    c.box((814, 400, 936, 940), glass)
    c.box((796, 640, 804, 760), (232, 204, 140))
    c.box((560, 270, 1040, 306), (70, 72, 74))
    c.box((1050, 520, 1110, 600), (220, 216, 206), 8)
    c.shape([(600, 1010), (1000, 1010), (1180, 1200), (420, 1200)], (150, 144, 134))
    if lit and light != "day":
        for left in (664, 814):
            c.shining((left, 400, left + 122, 940), (128, 98, 52))
        c.shining((775, 306, 825, 328), (255, 246, 222), 10)
        c.glow(800, 322, 150, 0.9)
        c.pool(800, 620, 560, 520, 0.72)
        c.pool(800, 1060, 560, 150, 0.6)
    if warm:
        for x in (500, 1100):
            c.box((x - 52, 940, x + 52, 1030), (176, 110, 78), 8)
            c.leaves(x, 900, 66, 60, (92, 128, 72))
    for index in range(bags):
        bag(c, 410 + index * 140 + c.chance.randint(-16, 16), 1080 + c.chance.randint(-30, 60), index)
    return c.finished()


def crossing() -> Image.Image:
    """A worn crossing over a dark street; the lamp stands too far off."""
    c = Canvas("dark", 12)
    street(c, lit=0.3)
    c.box((0, 690, 1600, 1060), (104, 106, 108))
    c.box((0, 676, 1600, 694), (172, 168, 160))
    c.box((0, 1056, 1600, 1082), (172, 168, 160))
    c.box((0, 1082, 1600, 1200), (150, 146, 138))
    for index in range(8):
        x, faded = 330 + index * 132, c.chance.randint(-60, -20)
        c.shape([(x, 706), (x + 70, 706), (x + 62, 1044), (x - 26, 1044)], varied((214, 210, 200), faded))
        for _ in range(9):
            y = c.chance.randint(720, 1030)
            c.pen.ellipse((x + c.chance.randint(-20, 50), y, x + 74, y + c.chance.randint(6, 22)), fill=(104, 106, 108))
    c.lamp(150, 690, 480, lit=True)
    c.lamp(1330, 1090, 700, lit=False)
    c.shape([(1290, 860), (1360, 860), (1360, 930), (1290, 930)], (40, 92, 160))
    return c.finished()


def benches(tidy: bool, light: str = "day") -> Image.Image:
    """The benches in the yard, with what was left there, or with a bin."""
    c = Canvas(light, 15)
    street(c, lit=0.35)
    c.tree(300, 730, 330)
    c.tree(1420, 700, 280, _AUTUMN)
    c.path((380, 1330), (690, 900), (196, 184, 162))
    for x, y, size in ((300, 860, 1.0), (1010, 830, 0.9)):
        bench(c, x, y, size)
    for index in range(0 if tidy else 4):
        bag(c, 700 + index * 110, 940 + c.chance.randint(-14, 26), index, 0.55)
    if light != "day":
        c.lamp(1250, 760, 480, lit=True)
    if tidy:
        c.box((860, 850, 930, 960), (74, 98, 84), 8)
    return c.finished()


def square() -> Image.Image:
    """The square in the evening: even light, a fountain, benches that are used."""
    c = Canvas("dusk", 21)
    c.sky()
    c.ground((176, 160, 136), (190, 176, 152))
    c.houses(lit=0.62, high=360)
    for x in (120, 620, 1120):
        c.box((x, 470, x + 330, 590), (206, 186, 152))
        c.shining((x + 14, 496, x + 316, 574), (214, 170, 104))
        c.box((x - 8, 458, x + 338, 484), (150, 66, 54) if x != 620 else (44, 92, 92))
        c.pool(x + 165, 640, 320, 80, 0.5)
    for x, foot, size in ((330, 760, 440), (1270, 760, 440), (820, 640, 210)):
        c.lamp(x, foot, size, lit=True)
    c.pen.ellipse((600, 790, 1040, 930), fill=(150, 146, 138))
    c.pen.ellipse((630, 796, 1010, 906), fill=(120, 152, 164))
    c.box((800, 700, 840, 850), (160, 156, 148), 8)
    for step in range(-4, 5):
        c.pen.arc((820 - abs(step) * 26, 690, 820 + abs(step) * 26, 900), 200, 340, fill=(206, 220, 224), width=3)
    bench(c, 150, 960, 1.1)
    bench(c, 1130, 950, 1.1)
    for x, colour in ((230, (140, 60, 60)), (330, (60, 84, 120)), (1250, (196, 150, 70))):
        sitting(c, x, 960, colour)
    return c.finished()


def swings() -> Image.Image:
    """The playground in the evening, in sight of every kitchen window."""
    c = Canvas("dusk", 23)
    street(c, lit=0.7)
    c.pen.ellipse((240, 760, 1360, 1080), fill=(212, 190, 146))
    red = (178, 72, 54)
    for a, b in (
        ((420, 950), (520, 430)),
        ((620, 950), (520, 430)),
        ((980, 950), (1080, 430)),
        ((1180, 950), (1080, 430)),
    ):
        c.pen.line([a, b], fill=red, width=20)
    c.pen.line([(505, 432), (1095, 432)], fill=red, width=22)
    for x, lean in ((650, -30), (880, 26)):
        for rope in (0, 90):
            c.pen.line([(x + rope, 440), (x + rope + lean, 790)], fill=(120, 120, 116), width=5)
        c.pen.rounded_rectangle((x + lean - 12, 786, x + lean + 102, 808), 6, fill=(52, 56, 60))
    for x in (120, 1460):
        c.leaves(x, 880, 150, 70)
    c.tree(1330, 720, 280, (108, 138, 78))
    c.lamp(250, 800, 520, lit=True)
    c.lamp(1190, 690, 330, lit=True)
    return c.finished()


def steps(lit: bool) -> Image.Image:
    """The steps down to the water."""
    c = Canvas("dark", 31)
    street(c, lit=0.25)
    for index in range(11):
        y, wide = 610 + index * 54, 170 + index * 44
        c.box((800 - wide, y, 800 + wide, y + 30), (150, 148, 142))
        c.box((800 - wide, y + 30, 800 + wide, y + 54), (106, 104, 100))
    c.pen.line([(1010, 470), (1500, 1010)], fill=METAL, width=14)
    for x, y in ((1010, 470), (1250, 734), (1490, 1000)):
        c.box((x - 6, y, x + 6, y + 150), METAL)
    c.leaves(220, 850, 240, 200)
    c.lamp(560, 650, 400, lit)
    return c.finished()


def shortcut() -> Image.Image:
    """A narrow way between lilacs, by day."""
    c = Canvas("day", 35)
    street(c, lit=0)
    c.path((560, 1080), (770, 830), (176, 160, 132))
    for step in range(7):
        for side in (-1, 1):
            far = step / 6
            c.leaves(800 + side * (120 + 380 * far), 640 + 330 * far, 110 + 170 * far, 170 + 150 * far)
    return c.finished()


def sign() -> Image.Image:
    """A map of the neighbourhood that sun and stickers have made unreadable."""
    c = Canvas("day", 41)
    street(c, lit=0)
    c.tree(240, 740, 300)
    for x in (560, 1020):
        c.box((x, 500, x + 24, 1040), METAL)
    c.box((480, 330, 1130, 780), (70, 96, 90), 14)
    c.box((504, 354, 1106, 756), (222, 220, 208), 8)
    for y in range(400, 740, 44):
        c.pen.line([(540, y), (1070, y + c.chance.randint(-10, 10))], fill=(204, 204, 194), width=8)
    for x, y, colour in ((600, 430, (190, 90, 80)), (830, 560, (90, 130, 160)), (690, 620, (226, 190, 90))):
        c.pen.rounded_rectangle((x, y, x + 130, y + 90), 10, fill=colour)
    scribble(c, 820, 400)
    return c.finished()


def shore() -> Image.Image:
    """The bench by the water on a clear day."""
    c = Canvas("day", 43)
    c.sky()
    for index in range(14):
        c.leaves(
            index * 125, 520 + c.chance.randint(-10, 14), 100, 46, varied((86, 112, 84), c.chance.randint(-12, 12))
        )
    c.gradient((0, HORIZON, 1600, 850), (150, 186, 202), (112, 156, 180))
    for _ in range(90):
        x, y = c.chance.randint(0, 1600), c.chance.randint(HORIZON + 10, 840)
        c.pen.line([(x, y), (x + c.chance.randint(30, 110), y)], fill=(176, 206, 216), width=2)
    c.gradient((0, 850, *SIZE), (148, 158, 104), (110, 134, 82))
    c.shape([(1130, 900), (1450, 900), (1370, 690), (1220, 690)], (186, 150, 110))
    for y in range(705, 900, 18):
        c.pen.line([(1130 + (900 - y) * 0.43, y), (1450 - (900 - y) * 0.38, y)], fill=(150, 116, 80), width=3)
    c.tree(250, 900, 420)
    bench(c, 560, 920, 1.25)
    return c.finished()


SCENES: Mapping[str, Callable[[], Image.Image]] = {
    "park_before": lambda: park(lit=False),
    "park_after": lambda: park(lit=True),
    "hedge_before": lambda: hedge(high=True),
    "hedge_after": lambda: hedge(high=False),
    "tunnel": tunnel,
    "waste_before": lambda: entrance(lit=False, bags=6),
    "waste_after": lambda: entrance(lit=True),
    "door_before": lambda: entrance(lit=False, seed=52),
    "door_after": lambda: entrance(lit=True, light="dusk", seed=52),
    "entrance_good": lambda: entrance(lit=True, warm=True, light="dusk", seed=33),
    "crossing": crossing,
    "benches_before": lambda: benches(tidy=False),
    "yard": lambda: benches(tidy=False, light="dark"),
    "benches_after": lambda: benches(tidy=True),
    "square": square,
    "swings": swings,
    "steps": lambda: steps(lit=False),
    "shortcut": shortcut,
    "sign": sign,
    "shore": shore,
}
"""Every scene by its name."""
