"""The store's shape: reached by steps, the same fresh or upgraded, and never a newer one's."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from fieldwalk.domain.refusals import Refused
from sync.server.store import migrations
from sync.server.store.database import Database
from sync.server.store.migrations import epoch, migrate
from sync.server.store.postgres import Postgres
from sync.server.store.sqlite import Sqlite
from sync.server.store.tables import SOURCES
from tests.fakes.stores import FILES, SERVERS, Stores

Open = Callable[[], Database]


@pytest.fixture(params=[FILES, SERVERS])
def fresh(request: pytest.FixtureRequest, tmp_path: Path, stores: Stores) -> Iterator[Open]:
    """Opens a database in which nothing has ever been, and the same again."""
    url = stores.fresh() if request.param == SERVERS else ""
    made: list[Database] = []

    def open_() -> Database:
        made.append(Postgres(url) if url else Sqlite(tmp_path / "server.sqlite"))
        return made[-1]

    yield open_
    for database in made:
        database.close()


def opened(fresh: Open) -> Database:
    database = fresh()
    migrate(database)
    return database


def test_the_steps_lead_to_the_tables_that_the_code_uses(fresh: Open) -> None:
    with opened(fresh).read() as connection:
        seen = inspect(connection)
        for table in SOURCES.sorted_tables:
            columns = {(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table.name)}
            assert columns == {(c.name, str(c.type), bool(c.nullable)) for c in table.columns}, table.name
            found = [i for i in seen.get_indexes(table.name) if not i.get("duplicates_constraint")]
            indexes = {(i["name"], tuple(i["column_names"])) for i in found}
            assert indexes == {(i.name, tuple(c.name for c in i.columns)) for i in table.indexes}, table.name
            keys = {tuple(u["column_names"]) for u in seen.get_unique_constraints(table.name)}
            assert keys == ({("organisation", "stamp")} if table.name == "journal" else set())


def history_of(database: Database) -> str:
    with database.read_sources() as connection:
        return epoch(connection)


def test_a_store_that_is_opened_again_goes_on_with_its_history(fresh: Open) -> None:
    before = history_of(opened(fresh))

    assert history_of(opened(fresh)) == before


@pytest.mark.parametrize("fresh", [SERVERS], indirect=True)
def test_a_dump_that_was_read_back_is_another_history_with_nobody_having_to_say_so(fresh: Open) -> None:
    database = opened(fresh)
    before = history_of(database)
    with database.write() as connection:
        for statement in ("CREATE TABLE copy (LIKE journal INCLUDING ALL)", "DROP TABLE journal"):
            connection.execute(text(statement))
        connection.execute(text("ALTER TABLE copy RENAME TO journal"))

    after = history_of(opened(fresh))

    assert after != before
    assert history_of(opened(fresh)) == after


def everything(database: Database) -> list[object]:
    with database.read_sources() as connection:
        return [sorted(map(tuple, connection.execute(select(table)))) for table in SOURCES.sorted_tables]


def test_opening_again_changes_nothing_and_keeps_the_epoch(fresh: Open) -> None:
    first = opened(fresh)
    before = everything(first)

    again = opened(fresh)

    assert everything(again) == before
    with again.read() as connection:
        assert epoch(connection)


def test_several_workers_that_start_at_once_make_one_database(fresh: Open) -> None:
    with ThreadPoolExecutor(4) as pool:
        databases = list(pool.map(lambda _: opened(fresh), range(4)))

    epochs = set()
    for database in databases:
        with database.read_sources() as connection:
            epochs.add(epoch(connection))
    assert len(epochs) == 1


def test_a_later_versions_database_is_left_alone(fresh: Open) -> None:
    database = opened(fresh)
    with database.write() as connection:
        connection.execute(text("UPDATE meta SET value = '99' WHERE name = 'schema'"))

    with pytest.raises(Refused, match="store_is_newer"):
        migrate(database)


def test_a_transaction_that_raises_leaves_nothing(fresh: Open) -> None:
    database = opened(fresh)
    with suppress(ZeroDivisionError), database.write() as connection:
        connection.execute(text("DELETE FROM meta"))
        raise ZeroDivisionError

    with database.read_sources() as connection:
        assert epoch(connection)


def test_a_journal_of_before_there_were_classes_gets_them(fresh: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as then:
        then.setattr(migrations, "STEPS", migrations.STEPS[:2])
        for later in ("derive", "derive_classes", "derive_sums"):
            then.setattr(migrations, later, lambda _connection: None)
        migrate(fresh())
    point = {"stamp": "s1", "record": "issue", "record_id": "issue-0001", "fields": '{"category":"overlook"}'}
    photo = {"stamp": "s2", "record": "photo", "record_id": "photo-0001", "fields": '{"issue_id":"issue-0001"}'}
    other = {"stamp": "s3", "record": "issue", "record_id": "issue-0002", "fields": '{"category":"door"}'}
    database = fresh()
    with database.write() as connection:
        for seq, row in enumerate((point, photo, other), 1):
            kept = (
                "INSERT INTO journal (organisation, seq, stamp, sha256, person, record, record_id, fields, received_at,"
                f" replica) VALUES ('o', {seq}, :stamp, '{seq:064}', 'p', :record, :record_id, :fields, 1, 'r')"
            )
            connection.execute(text(kept), row)
        connection.execute(text("INSERT INTO organisations VALUES ('o', 3)"))

    migrate(database)

    with database.read() as connection:
        assert connection.execute(text("SELECT secrecy FROM journal ORDER BY seq")).scalars().all() == [2, 2, 0]
        sections = connection.execute(text("SELECT section FROM sums ORDER BY section")).scalars().all()
        assert sections == ["", "#2#p"]


def test_who_takes_the_same_turn_waits_for_it(fresh: Open) -> None:
    database = opened(fresh)

    def add(_: int) -> None:
        with database.write("count") as connection:
            count = int(connection.scalar(text("SELECT value FROM meta WHERE name = 'count'")) or 0)
            connection.execute(text("DELETE FROM meta WHERE name = 'count'"))
            connection.execute(text("INSERT INTO meta VALUES ('count', :value)"), {"value": str(count + 1)})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(20)))

    with database.read_sources() as connection:
        assert connection.scalar(text("SELECT value FROM meta WHERE name = 'count'")) == "20"


def test_every_commit_is_on_the_disk_before_it_is_told(tmp_path: Path) -> None:
    with closing(Sqlite(tmp_path / "server.sqlite")) as database, database.read_sources() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA journal_mode")) == "truncate"
