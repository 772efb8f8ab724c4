"""Where more than one phone has put words: what two people may have written differently."""

from __future__ import annotations

from sqlite_utils import Database

from fieldwalk.domain.records import RECORDS, words_of
from sync.client.rows import fetch_all, fetch_one

_NAMED = [name for name in RECORDS if words_of(name)]
_FIELDS = sorted({field for name in _NAMED for field in words_of(name)})
_SHARED = (
    f"select record, record_id from journal where record in ({', '.join('?' * len(_NAMED))})"
    f" and ({' or '.join('instr(fields, ?)' for _ in _FIELDS)})"
    " and record_id in (select record_id from journal where n > ?)"
    " group by record, record_id having count(distinct substr(stamp, 18, 8)) > 1"
)


def shared(db: Database, after: int) -> tuple[list[tuple[str, str]], int]:
    """The records whose words more than one phone has written and that were touched since place ``after``.

    With the place that the journal has reached, for the next time. Some of them may be about different words.
    """
    row = fetch_one(db, "select coalesce(max(n), 0) as place from journal")
    place = int(row["place"]) if row else 0
    asked = (*_NAMED, *(f'"{field}":' for field in _FIELDS), after)
    found = fetch_all(db, _SHARED, asked) if place > after else []
    return [(row["record"], row["record_id"]) for row in found], place
