"""What kind of machine somebody comes in with, in a word: enough to tell one's phone from one's desk, and no more."""

from __future__ import annotations

from starlette.requests import Request

_KINDS = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("mac os", "Mac"),
    ("cros", "Chromebook"),
    ("linux", "Linux"),
)
"""The first that the browser's own name for itself holds. Nothing else of that name is kept."""


def kind_of(request: Request) -> str:
    """The kind of machine that ``request`` says that it comes from; empty when it says none that is known."""
    said = request.headers.get("user-agent", "").lower()
    return next((kind for mark, kind in _KINDS if mark in said), "")
