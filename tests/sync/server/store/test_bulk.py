"""Many rows are written and found in one statement each, whatever they are called."""

import pytest
from sqlalchemy import select

from sync.server.store.bulk import insert_rows, one_of
from sync.server.store.tables import META
from tests.fakes.central_world import World

pytestmark = pytest.mark.both_stores

NAMES = ["plain", 'a "quoted" one', "it's", "per%cent", "åäö", "back\\slash", "{curly}"]


def test_each_of_many_is_found_and_nothing_else(world: World) -> None:
    many = [*NAMES, *(f"row {number}" for number in range(7_000))]
    with world.central.database.write() as connection:
        insert_rows(connection, META, [{"name": name, "value": "x"} for name in many])

        wanted = [*NAMES, *many[2_000:], "never written"]
        found = connection.scalars(select(META.c.name).where(one_of(connection, META.c.name, wanted))).all()
        none = connection.scalars(select(META.c.name).where(one_of(connection, META.c.name, []))).all()

    assert sorted(found) == sorted({*NAMES, *many[2_000:]})
    assert none == []


def test_what_no_store_can_hold_is_found_nowhere_and_breaks_nothing(world: World) -> None:
    with world.central.database.read() as connection:
        found = connection.scalars(select(META.c.name).where(one_of(connection, META.c.name, ["a\0b"]))).all()

    assert found == []
