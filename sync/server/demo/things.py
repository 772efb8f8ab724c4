"""What stands in the demo's drawings more than once: a street, a bench, bags, a bicycle, somebody who sits."""

from __future__ import annotations

from sync.server.demo.canvas import METAL, WOOD, Canvas, varied


def street(c: Canvas, lit: float) -> None:
    """The sky, the ground and houses, so many of their windows ``lit`` (a share)."""
    c.sky()
    c.ground()
    c.houses(lit)


def bench(c: Canvas, x: float, y: float, size: float) -> None:
    """A bench whose seat begins at ``x`` and stands on ``y``."""
    for rail in (-120, -88, -30):
        c.box((x, y + rail * size, x + 330 * size, y + (rail + 20) * size), WOOD, 4)
    for leg in (26, 288):
        c.box((x + leg * size, y - 130 * size, x + (leg + 14) * size, y + 50 * size), METAL)


def bag(c: Canvas, x: float, y: float, index: int, size: float = 1.0) -> None:
    """A full bin bag; ``index`` chooses its colour."""
    colour = ((44, 48, 52), (92, 112, 130), (188, 186, 176))[index % 3]
    c.leaves(x, y, 62 * size, 60 * size, colour)
    c.shape([(x - 16 * size, y - 48 * size), (x + 16 * size, y - 48 * size), (x + 4, y - 92 * size)], colour)


def bicycle(c: Canvas, x: float, y: float, size: float) -> None:
    """A bicycle whose rear wheel is at ``x``, ``y``."""
    for wheel in (0, 120):
        c.pen.ellipse(
            (x + wheel - 44 * size, y - 44 * size, x + wheel + 44 * size, y + 44 * size), outline=(50, 52, 56), width=6
        )
    frame = [(x, y), (x + 44 * size, y - 66 * size), (x + 104 * size, y - 66 * size), (x + 60 * size, y), (x, y)]
    c.pen.line(frame, fill=(160, 60, 54), width=7)
    c.pen.line(
        [(x + 120, y), (x + 100 * size, y - 90 * size), (x + 124 * size, y - 94 * size)], fill=(60, 64, 68), width=7
    )


def sitting(c: Canvas, x: float, y: float, colour: tuple[int, int, int]) -> None:
    """Somebody who sits, seen from afar: nobody."""
    c.box((x - 34, y - 128, x + 34, y - 20), colour, 28)
    c.box((x - 30, y - 40, x + 30, y + 44), varied(colour, -34), 14)
    c.pen.ellipse((x - 24, y - 176, x + 24, y - 128), fill=(176, 138, 110))


def scribble(c: Canvas, x: float, y: float) -> None:
    """Two lines of paint on a wall."""
    for index, colour in enumerate(((182, 96, 70), (72, 110, 128))):
        line = [(x + step * 26, y + index * 60 + c.chance.randint(-34, 34)) for step in range(7)]
        c.pen.line(line, fill=colour, width=10, joint="curve")
