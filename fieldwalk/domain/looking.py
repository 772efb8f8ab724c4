"""Looking a photo through for faces and plates before others see it. Pure, the same on the phone and on the server.

A photo waits until somebody has covered it (``covered``) or who may has said that there is nothing to cover
(``approved``). Both fields name the very files that were looked at, so that a photo that gets other files waits anew,
and of one who covers and one who approves what was before, at once, nobody lets anything through that they have not
seen. Each is a field of its own, and one of them is enough.

Who covers has looked: that is for whoever took the photo, and for those who may take it away. A caretaker's own after
photo waits like a resident's: who stands in the picture is as easily overlooked by whoever has just mended the lamp.
Staff who may approve say so of their own photo with the same press.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Photo

RIGHT = "approve.photo"
"""The action of the table of roles: to say that a photo shows nobody, and to see it before that was said."""

SAYING = ("covered", "approved")
"""The fields of a photo that name the files that were looked at."""


def looked_at(photo: Photo) -> str | None:
    """What ``approved`` says of the photo as it is now; ``None`` while it has no file."""
    return files_in(asdict(photo))


def files_in(values: Mapping[str, Json]) -> str | None:
    """The files that ``values`` of a photo name: the photo's hash, and its thumbnail's behind a blank."""
    if values.get("sha256") is None:
        return None
    return " ".join(str(values[name]) for name in ("sha256", "thumbnail") if values.get(name) is not None)


def waits(photo: Photo) -> bool:
    """Whether it has a file that nobody has looked through yet: only who took it and who may approve it see it."""
    files = looked_at(photo)
    return files is not None and files not in (photo.covered, photo.approved)
