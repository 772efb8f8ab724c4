"""State tables are drawn from the domain's field tables, column for column."""

from fieldwalk.domain.records import RECORDS, field_table
from sync.client import state_tables
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
