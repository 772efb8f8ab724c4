"""The pen: who writes, when, and under which new identity. Every service writes with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from fieldwalk.domain.fields import Json, clean
from fieldwalk.domain.identities import identity
from fieldwalk.domain.records import SEEN
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.troubles import code_of
from sync.client.journal import Edit, Journal
from sync.protocol.changes import Change
from sync.protocol.versions import naming


class Pen:
    """Writes edits through the journal as the phone's present person.

    ``now`` gives UTC milliseconds, ``random`` that many random bytes, ``person`` the person's id or ''.
    """

    def __init__(
        self,
        journal: Journal,
        now: Callable[[], int],
        random: Callable[[int], bytes],
        person: Callable[[], str],
    ) -> None:
        self._journal = journal
        self._random = random
        self._person = person
        self.now = now

    def new_id(self) -> str:
        """An identity that nothing else has."""
        return identity(self.now(), self._random(10))

    def write(self, record: str, record_id: str, **fields: Json) -> None:
        """Keep ``fields`` of one record durably. Texts lose control characters, nothing else. May be refused."""
        self.write_all(Edit(record, record_id, fields))

    def write_all(self, *edits: Edit, instead_of: Sequence[Change] = ()) -> None:
        """Keep several edits durably, all or none; ``instead_of`` is as the journal has it.

        Raises :class:`Refused`: ``storage_full`` without room.
        """
        try:
            self._journal.write(self._person(), [self._told(_cleaned(edit)) for edit in edits], instead_of)
        except sqlite3.OperationalError as error:
            code = code_of(error)
            if code == "something_broke":
                raise
            raise Refused(code) from error

    def _told(self, edit: Edit) -> Edit:
        """The edit with whose words its writer had before them: only what they knew of is replaced by theirs."""
        seen = self._journal.others_words(edit.record, edit.record_id, edit.fields)
        known = edit.fields.get(SEEN)
        return Edit(edit.record, edit.record_id, {**edit.fields, SEEN: naming(seen)}) if seen and not known else edit


def _cleaned(edit: Edit) -> Edit:
    fields = {name: clean(value) if isinstance(value, str) else value for name, value in edit.fields.items()}
    return Edit(edit.record, edit.record_id, fields)
