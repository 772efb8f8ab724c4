"""Which photos wait to be looked through, asked of the phone's own table of them."""

from __future__ import annotations

WAITS = (
    "(sha256 is not null and sha256 || coalesce(' ' || thumbnail, '')"
    " not in (coalesce(covered, ''), coalesce(approved, '')))"
)
"""As :func:`fieldwalk.domain.looking.waits` asks it of one."""
