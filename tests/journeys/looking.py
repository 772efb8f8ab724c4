"""Looking at a screen as the suite can: is it drawn, whole, alive, and can it be read by those who do not see it?"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

from fieldwalk.theme import DARK, LIGHT

_ERROR_BOX, _OPACITY = 0xC0, 0xF0 / 0xFF
"""What Flutter draws in a release where a widget could not be built: this grey, this opaque (widgets/error.dart)."""

FEWEST_COLOURS = 24
DARKEST_DAY = 3 * 72
"""Red, green and blue of the commonest colour: below it is night. A light page under the shade of a sheet is above."""
LEAST_BOX = 600
"""Pixels: smaller spots of that grey are the edges of letters."""

STRANGE = {
    "meta-viewport": "Flutter's engine writes user-scalable=no; the app's own texts follow the browser's text size",
    "region": "Flutter's semantics tree has no landmarks; a best practice, not a rule",
    "scrollable-region-focusable": "what scrolls is the engine's node; everything in it takes focus",
    "aria-dialog-name": "Flutter gives no name to the dialog's own node; the heading in it is read first",
}
"""axe's rules that the engine breaks by itself, and what that means."""

WORST = ("serious", "critical")

# What a person can tap or read must lie on the page, unless it lies in a row that scrolls sideways or on a map.
OUTSIDE = """() => [...document.querySelectorAll('flt-semantics')].filter(node => {
    const box = node.getBoundingClientRect();
    if (box.width < 2 || (box.left > -1.5 && box.right < innerWidth + 1.5)) return false;
    for (let up = node.parentElement; up; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.overflowX === 'scroll' || style.overflowX === 'auto') return false;
        if (/kart|map|خريطة/i.test(up.getAttribute?.('aria-label') ?? '')) return false;
    }
    return true;
}).map(node => (node.getAttribute('aria-label') || node.textContent || node.id).slice(0, 60))"""


def error_greys() -> set[tuple[int, int, int]]:
    """The error box over every ground that a screen has, by day and by night."""
    grounds = {tones[name] for tones in (LIGHT, DARK) for name in tones if name.startswith("surface")} | {"#FFFFFF"}
    return {_over(ground) for ground in grounds}


def _over(ground: str) -> tuple[int, int, int]:
    red, green, blue = (
        round(_ERROR_BOX * _OPACITY + int(ground[at : at + 2], 16) * (1 - _OPACITY)) for at in (1, 3, 5)
    )
    return red, green, blue


def what_is_wrong(png: bytes, theme: str) -> list[str]:
    """What no good picture shows: error boxes, next to nothing, or the ground of the other theme."""
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    shades = {(red + dr, green + dg, blue + db) for red, green, blue in error_greys()
              for dr in (-1, 0, 1) for dg in (-1, 0, 1) for db in (-1, 0, 1)}  # fmt: skip
    grey = max((count for count, colour in counted if colour in shades), default=0)
    wrong = [f"{grey} pixels of an error box"] if grey > LEAST_BOX else []
    if len(counted) < FEWEST_COLOURS:
        wrong.append(f"only {len(counted)} colours")
    ground = max(counted)[1]
    if (sum(ground) < DARKEST_DAY) != (theme == "dark"):
        wrong.append(f"{ground} is no ground of the {theme} theme")
    return wrong


def outside(page: Page) -> list[str]:
    """What sticks out at the sides."""
    found: list[str] = page.evaluate(OUTSIDE)
    return found


def violations(page: Page) -> list[str]:
    """axe's serious findings that are ours to mend, each with the first node that breaks the rule."""
    told: Iterable[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in told
        if rule["impact"] in WORST and rule["id"] not in STRANGE
        for node in rule["nodes"][:3]
    ]
