"""The port: what looks for faces and number plates in a picture. Which one there is, :mod:`sync.server.app` chooses."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Found(NamedTuple):
    """A rectangle of a picture, from its upper left corner, as parts of its width and height: 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


class Finder(Protocol):
    """Finds what may be a face or a number plate. It says where, never whose, and keeps nothing."""

    def find(self, content: bytes) -> list[Found]:
        """The rectangles of what was found in a JPEG; none when it cannot be read."""


class Nothing:
    """Where nobody has chosen a finder: a person looks, as ever."""

    def find(self, _content: bytes) -> list[Found]:
        """Nothing."""
        return []
