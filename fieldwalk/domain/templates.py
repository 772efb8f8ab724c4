"""Checklists that organisations on one server share with each other. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shared:
    """A checklist of another organisation, as it is now; ``questions`` one a line."""

    id: str
    organisation: str
    title: str
    version: int
    questions: str
