"""How a point of the demo is told. Everything told is made up: no real place, house or person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldwalk.domain.ground import Metres

CARETAKER = "Jonas Berg, fastighetsskötare"
GROUNDS = "Lindviks Bostäder, utemiljö"
STREETS = "Kommunen, gata och park"
LEISURE = "Kommunen, fritid"

CHECKLIST = "Kvällens frågor"
QUESTIONS = "\n".join(
    (
        "Ser du vem som kommer emot dig?",
        "Ser du dit du ska?",
        "Skymmer något sikten?",
        "Vart går du om något händer?",
        "Hör någon dig här?",
        "Vad är bra på den här platsen?",
    )
)
"""What is asked on the planned walk, one a line."""


@dataclass(frozen=True)
class Shot:
    """A photo: its scene, whether it shows the place ``before`` or ``after``, and what is to be seen.

    One of ``noon`` was taken in daylight, whenever the walk was. Nobody has looked one of ``waits`` through yet.
    """

    scene: str
    role: str
    description: str
    noon: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Told:
    """One point or good place. Days are counted from the walk; ``steps`` are the states its action went through."""

    place: str
    at: Metres
    category: str
    words: str
    severity: int | None = None
    cause: str | None = None
    proposal: str | None = None
    shots: Sequence[Shot] = ()
    owner: str | None = None
    due: int | None = None
    steps: Sequence[str] = ()
    answer: str | None = None
    reason: str | None = None
    answered: int | None = None
    done: int | None = None
    indoors: bool = False
    """The phone has no sky there: for seven minutes nobody knows the way."""

    @property
    def kind(self) -> str:
        """A place with no severity is one to keep."""
        return "care" if self.severity else "good"


def before(scene: str, description: str, waits: bool = False) -> Shot:
    """A photo of the place as the walk found it."""
    return Shot(scene, "before", description, waits=waits)


def after(scene: str, description: str, noon: bool = False) -> Shot:
    """A photo of the same place when the work was done."""
    return Shot(scene, "after", description, noon)
