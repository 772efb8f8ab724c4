"""Which photos wait to be looked through, asked of the phone's own table of them; and what is gone from a record."""

from __future__ import annotations

from fieldwalk.domain.records import Voice
from sync.protocol.changes import Change

WAITS = (
    "(sha256 is not null and sha256 || coalesce(' ' || thumbnail, '')"
    " not in (coalesce(covered, ''), coalesce(approved, '')))"
)
"""As :func:`fieldwalk.domain.looking.waits` asks it of one."""


def leaves_files(change: Change) -> bool:
    """Whether a photo was covered, or a recording taken back, by another phone: what it had is to go from this one."""
    taken_back = change.record == Voice.name and change.fields.get("sha256", "") is None
    return taken_back or "covered" in change.fields
