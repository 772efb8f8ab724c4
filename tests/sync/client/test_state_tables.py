"""State tables are drawn from the domain's field tables, column for column."""

import pytest

from fieldwalk.domain.records import RECORDS, field_table
from sync.client import state_tables
from sync.client.journal import Journal
from tests.sync.client.phones import Phone


def test_every_record_has_a_table_with_a_column_for_every_field(phone: Phone) -> None:
    for name, record in RECORDS.items():
        columns = {column.name: column.type for column in phone.db[state_tables.table_of(name)].columns}
        for field, kind in field_table(record).items():
            assert columns[field] == kind.column


def test_tables_of_todays_shape_are_left_alone(phone: Phone) -> None:
    phone.write(words="a")
    assert state_tables.ensure(phone.db) is False
    assert len(phone.issues()) == 1


def test_a_sound_file_is_intact(phone: Phone) -> None:
    assert state_tables.is_intact(phone.db)


def test_tables_that_were_emptied_to_be_drawn_anew_are_never_left_empty(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended between the two, the next start would find tables of today's shape and leave them as they are."""
    phone.write(words="a")
    phone.db.execute("alter table state_issue drop column words")

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(state_tables, "apply", ended)
        with pytest.raises(KeyboardInterrupt):
            Journal(phone.db, lambda: 1_795_000_000_000, "aaaaaaaa")
    Journal(phone.db, lambda: 1_795_000_000_000, "aaaaaaaa")
    assert [issue.words for issue in phone.issues()] == ["a"]
