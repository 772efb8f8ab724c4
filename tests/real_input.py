"""The recording and the photos that other people's devices made, where this machine has them.

They are not ours to copy into the repository. Without them the same journeys run on a synthetic track
and drawn photos.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path | None:
    """The folder that FIELDWALK_REAL_DATA names, by default ../shared/data; None where it is missing."""
    named = os.environ.get("FIELDWALK_REAL_DATA")
    place = Path(named) if named else ROOT.parent / "shared" / "data"
    return place if place.is_dir() else None


def described() -> str:
    """One line for the report: which input the journeys use."""
    found = folder()
    return "real recordings and photos" if found else "our own synthetic track and drawn photos"
