"""The state tables: derived, and the same whenever they are derived."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from fieldwalk.domain.records import RECORDS, field_table
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp
from sync.protocol.merge import State, merge
from sync.server.store.states import DRAWN, TABLES, Key, behind, derive, draw, state_of
from sync.server.store.tables import DERIVED, JOURNAL
from tests.fakes.central_world import World

pytestmark = pytest.mark.both_stores


def everything(world: World) -> dict[str, list[Any]]:
    with world.central.database.read() as connection:
        return {
            record: [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]
            for record, table in TABLES.items()
        }


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_of_the_domain_has_a_column_of_its_own(record: str) -> None:
    assert set(field_table(RECORDS[record])) <= {column.name for column in TABLES[record].columns}


def test_tables_built_anew_from_the_journal_are_equal(world: World) -> None:
    phone = world.phone("coordinator")
    phone.push(
        phone.change("issue", world.issue, position=[59.25, 17.85, 6.5], severity=3),
        phone.change("issue", world.issue, removed=True),
        phone.change("issue", world.issue, words="ändå kvar"),
        phone.change("walk", world.walk, pauses=[[1, 2], [3, None]]),
        phone.change("action", world.issue, state="planned"),
        phone.change("stop", world.identity(), title="senare"),
    )
    before = everything(world)

    with world.central.database.write() as connection:
        connection.execute(delete(DERIVED))
        assert derive(connection) == list(TABLES)

    assert everything(world) == before


def test_a_table_that_has_another_shape_is_built_anew_and_the_others_are_not(world: World) -> None:
    before = everything(world)
    with world.central.database.write() as connection:
        TABLES["issue"].drop(connection)
        connection.exec_driver_sql("CREATE TABLE state_issue (organisation TEXT, id TEXT, old_field TEXT)")
        connection.execute(DERIVED.update().where(DERIVED.c.record == "issue").values(shape="of an older version"))
        assert derive(connection) == ["issue"]

    assert everything(world) == before


def drawn(world: World) -> int:
    with world.central.database.read_sources() as connection:
        return connection.scalar(select(DRAWN.c.seq).where(DRAWN.c.organisation == world.organisation)) or 0


def test_who_only_brings_and_fetches_changes_never_waits_for_the_tables(world: World) -> None:
    phone, before = world.phone("leader"), drawn(world)
    phone.push(phone.change("issue", world.issue, words="nytt"))
    phone.turn()
    assert drawn(world) == before

    with world.central.database.read() as connection:
        words = connection.scalar(select(TABLES["issue"].c.words).where(TABLES["issue"].c.id == world.issue))
    assert words == "nytt"
    assert drawn(world) > before


def test_what_left_the_journal_before_it_was_drawn_is_waited_for_by_nobody(world: World) -> None:
    phone, issue = world.phone("leader"), world.identity()
    phone.push(phone.change("issue", issue, walk_id=world.walk, number=2))
    with world.central.database.write() as connection:
        connection.execute(delete(JOURNAL).where(JOURNAL.c.record_id == issue))
        assert behind(connection) == [world.organisation]
        draw(connection, world.organisation)
        assert behind(connection) == []


def test_many_readers_at_once_draw_the_tables_once(world: World) -> None:
    phone = world.phone("leader")
    phone.push(*(phone.change("issue", world.identity(), walk_id=world.walk, number=n + 1) for n in range(300)))

    def read(_: int) -> int:
        with world.central.database.read() as connection:
            return connection.scalar(select(func.count()).select_from(TABLES["issue"])) or 0

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(read, range(12))) == {301}


def test_what_cannot_be_drawn_is_read_as_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk is full: what was drawn before can still be read."""
    with world.central.database.read():
        pass
    phone = world.phone("leader")
    phone.push(phone.change("issue", world.issue, words="nytt"))

    def full(*_: object) -> None:
        raise Refused("server_full")

    monkeypatch.setattr("sync.server.store.database.draw", full)
    with world.central.database.read() as connection:
        assert connection.scalar(select(TABLES["issue"].c.words).where(TABLES["issue"].c.id == world.issue)) == "Mörkt"


WORDS = st.sampled_from([None, "a", "b"])
EDITS = st.lists(st.tuples(st.integers(1, 6), st.fixed_dictionaries({}, optional={"words": WORDS, "cause": WORDS,
    "removed": st.booleans()}).filter(bool)), min_size=1, max_size=8)  # fmt: skip


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_the_tables_hold_what_the_protocols_merge_says_in_whatever_order(world: World, edits: list[Any]) -> None:
    issue = world.identity()
    world.clock.now += 1
    seen: dict[str, Change] = {}
    for count, fields in edits:
        stamp = str(Stamp(world.clock.now, count, "0123456789abcdef"))
        seen.setdefault(stamp, Change(stamp, "", "issue", issue, fields))
    world.central.take(world.caller("leader"), list(seen.values()))

    expected = State()
    for change in sorted(seen.values(), key=lambda c: c.stamp):
        expected = merge(expected, change).state
    with world.central.database.read() as connection:
        state = state_of(connection, Key(world.organisation, "issue", issue))
        row = connection.execute(select(TABLES["issue"]).where(TABLES["issue"].c.id == issue)).mappings().one()
    assert state == expected
    assert json.loads(row["stamps"]) == expected.stamps
    assert bool(row["removed"]) == expected.removed
    assert all(row[name] == value for name, value in expected.values.items() if name != "removed")
