"""A figure: what was measured, and whether it reaches what was promised."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Direction = Literal["", "at most", "at least"]


@dataclass(frozen=True)
class Figure:
    """One measured figure. One without a reach promises nothing, and so always holds."""

    what: str
    value: float
    unit: str
    reach: float | None = None
    direction: Direction = ""

    @property
    def holds(self) -> bool:
        if self.reach is None:
            return True
        return self.value <= self.reach if self.direction == "at most" else self.value >= self.reach

    def as_record(self) -> dict[str, object]:
        """As build/bench.json holds it: what, value, unit, reach, holds."""
        record = asdict(self)
        del record["direction"]
        return {**record, "holds": self.holds}


@dataclass(frozen=True)
class Note:
    """Words beside the figures: what several figures say side by side, or what was not measured and why."""

    words: str


def at_most(what: str, value: float, unit: str, reach: float) -> Figure:
    """A figure that is better when it is small: a time, a size."""
    return Figure(what, value, unit, reach, "at most")


def at_least(what: str, value: float, unit: str, reach: float) -> Figure:
    """A figure that is better when it is great: a rate, a share."""
    return Figure(what, value, unit, reach, "at least")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed: nearest rank, never one in between."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked) - 1e-9) - 1)]


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text, a line each."""
    rows = [("what", "value", "unit", "reach", "holds"), *map(_row, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    reach = "" if figure.reach is None else f"{figure.direction} {figure.reach:,g}"
    holds = "" if figure.reach is None else ("yes" if figure.holds else "NO")
    return figure.what, f"{figure.value:,.6g}", figure.unit, reach, holds


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    what, value, *rest = row
    cells = [what.ljust(widths[0]), value.rjust(widths[1])]
    cells += [cell.ljust(width) for cell, width in zip(rest, widths[2:], strict=True)]
    return "  ".join(cells).rstrip()
