"""Which of some changes may be kept on this phone."""

from __future__ import annotations

from collections.abc import Sequence

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change, all_sound, check
from sync.protocol.table import by_shape


def sound_of(changes: Sequence[Change]) -> list[Change]:
    """Those that may be kept; asked of all that are alike at once."""
    together = {id(change) for rows in by_shape(changes).values() if all_sound(rows) for change in rows}
    return [change for change in changes if id(change) in together or _is_sound(change)]


def _is_sound(change: Change) -> bool:
    try:
        check(change)
    except Refused:
        return False
    return True
