"""Where more than one phone has put words: what two people may have written differently."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from fieldwalk.domain.records import RECORDS, SEEN, words_of
from sync.client.rows import changes_where, fetch_all, fetch_one
from sync.protocol.canonical import canonical_text
from sync.protocol.changes import Change
from sync.protocol.versions import naming

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


def naming_own(db: Database, unsent: Iterable[Change]) -> dict[str, str]:
    """By its stamp the content of each of ``unsent`` that is to name own words before it, as it would name another's.

    Those are the ones that the server holds. For a phone that takes another name: nobody could tell any more that
    whoever wrote both knew of the first, and what a person has rewritten would stand beside it as if another had
    meant something else.
    """
    contents = {}
    for change in unsent:
        known = _own_words_before(db, change)
        if known:
            said = str(change.fields.get(SEEN) or "").split()
            contents[change.stamp] = canonical_text({**change.fields, SEEN: naming({*said, *known})})
    return contents


def _own_words_before(db: Database, change: Change) -> set[str]:
    """The stamps of the last own words in each of the fields with words that ``change`` sets."""
    words = words_of(change.record).intersection(change.fields)
    before = "record = ? and record_id = ? and stamp < ? and mine = 1 and receipt is not null"
    own = changes_where(db, before, (change.record, change.record_id, change.stamp), "stamp") if words else []
    return set({field: each.stamp for each in own for field in words.intersection(each.fields)}.values())
