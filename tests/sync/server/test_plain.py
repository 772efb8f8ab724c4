"""Plain changes: taken a column at a time, they leave what one after the other leaves."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fieldwalk.domain.fields import Json
from sync.protocol.changes import Change
from sync.protocol.clock import Stamp
from sync.protocol.messages import Request, pack_request, unpack_request
from sync.protocol.receipts import Receipt
from sync.protocol.table import Tables
from sync.server import intake
from sync.server.caller import Caller
from sync.server.intake import Pushed
from sync.server.plain import Sieve
from sync.server.store.tables import JOURNAL, ORGANISATIONS, PARKED, RESTAMPED, SUMS
from tests.fakes.central_world import START, World

OURS, THEIRS = "aaaaaaaa", "bbbbbbbb"
DAY = 86_400_000


class Undone(Exception):
    """Thrown so that nothing of a transaction stays."""


def tables(changes: Sequence[Change]) -> Tables:
    """``changes`` as a server gets them."""
    read = unpack_request(pack_request(Request(OURS, START, 0, changes, 1))).changes
    assert isinstance(read, Tables)
    return read


def taken(world: World, caller: Caller, changes: Sequence[Change], batch: int) -> tuple[list[Receipt], list[Any]]:
    """The receipts, and what would be in the database; nothing of it stays there."""
    receipts: list[Receipt] = []
    held: list[Any] = []
    with suppress(Undone), world.central.database.write() as connection:
        pushed = Pushed(OURS, batch, "0" * 32)
        receipts += intake.take_within(connection, world.clock, caller, changes, pushed)
        for table in (JOURNAL, PARKED, RESTAMPED, SUMS, ORGANISATIONS):
            rows = map(dict, connection.execute(select(table)).mappings())
            held.append(sorted(str({name: row[name] for name in row if name != "seq"}) for row in rows))
        numbers = list(connection.scalars(select(JOURNAL.c.seq).where(JOURNAL.c.organisation == caller.organisation)))
        assert len(set(numbers)) == len(numbers)
        raise Undone
    return receipts, held


said = st.fixed_dictionaries(
    {},
    optional={
        "walk_id": st.sampled_from([None, "walk-0001"]),
        "category": st.sampled_from(["lighting", "overlook", None]),
        "words": st.sampled_from(["Mörkt", "NUL \x00 here"]),
        "for_est": st.sampled_from(["kept", "lifted"]),
    },
).filter(bool)
points = st.tuples(st.just("issue"), st.sampled_from(["issue-0001", "issue-0002", "issue-0003"]), said)
photos = st.tuples(
    st.just("photo"),
    st.sampled_from(["photo-0001", "photo-0002"]),
    st.fixed_dictionaries({"issue_id": st.sampled_from(["issue-0001", "issue-0002"]), "walk_id": st.just("walk-0001")}),
)
walks = st.tuples(st.just("walk"), st.just("walk-0001"), st.fixed_dictionaries({"title": st.just("Kväll")}))
tracks = st.tuples(st.just("fixes"), st.just("fixes-001"), st.fixed_dictionaries({"walk_id": st.just("walk-0001")}))
moments = st.lists(st.sampled_from([(OURS, 0), (OURS, 0), (OURS, 0), (THEIRS, 0), (OURS, DAY)]), min_size=9, max_size=9)
pushes = st.tuples(st.lists(st.one_of(walks, points, tracks), max_size=6), st.lists(photos, max_size=2))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pushes, moments, st.sampled_from(["leader", "police", "walker"]))
def test_a_push_leaves_the_same_as_columns_and_one_change_after_the_other(
    world: World, push: tuple[list[Any], list[Any]], moments: list[tuple[str, int]], role: str
) -> None:
    caller = world.caller(role, "walk-0001" if role == "walker" else None)
    stamps = [str(Stamp(START + n + ahead, 0, replica)) for n, (replica, ahead) in enumerate(moments)]
    told = [*push[0], *push[1]]
    changes = [Change(stamp, "", *one) for stamp, one in zip(stamps, told, strict=False)]

    whole = tables(changes)

    assert taken(world, caller, whole, 1) == taken(world, caller, list(whole), 1)


def point(n: int, replica: str = OURS, ahead: int = 0, **fields: Json) -> Change:
    return Change(str(Stamp(START + n + ahead, 0, replica)), "", "issue", f"issue-{n:04}", fields)


def parted(changes: Sequence[Change]) -> tuple[list[str], list[Change]]:
    """The ids of what is plain, when the third point was there and the fourth's stamp is known; and the others."""
    caller, too_far = Caller("organisation", "person-0001", "leader"), str(Stamp(START + DAY, 0, ""))
    sieve = Sieve(caller, OURS, lambda _record, _ids: {"issue-0003"}, {point(4).stamp}, too_far)
    plain, others = sieve.part(tables(changes))
    return [one for table in plain for one in table.ids], others


def test_a_first_push_is_plain_but_for_what_was_there_and_what_is_written_twice() -> None:
    first = [point(n, walk_id="walk-0001") for n in range(1, 8)]
    again = Change(str(Stamp(START + 20, 0, OURS)), "", "issue", "issue-0005", {"words": "Mörkt"})

    plain, others = parted([*first, again])

    assert plain == ["issue-0001", "issue-0002", "issue-0006", "issue-0007"]
    assert others == [first[2], first[3], first[4], again]


@pytest.mark.parametrize(
    "other",
    [
        point(9, walk_id="walk-0001", category="overlook"),
        point(9, words="In no walk"),
        point(9, walk_id="walk-0001", words="NUL \x00 here"),
        point(9, walk_id="walk-0001", state="a field that no version knows yet"),
        point(9, walk_id="walk-0001", for_est="kept"),
        point(9, ahead=DAY, walk_id="walk-0001"),
        point(9, replica=THEIRS, walk_id="walk-0001"),
    ],
)
def test_what_is_to_be_asked_by_itself_is_not_plain(other: Change) -> None:
    assert parted([point(1, walk_id="walk-0001", number=1), other]) == (["issue-0001"], [other])


@pytest.mark.both_stores
def test_what_was_plain_is_known_when_it_comes_again(world: World) -> None:
    phone = world.phone("leader")
    changes = [phone.change("issue", world.identity(), walk_id=world.walk, number=n) for n in range(1, 21)]
    push = tables(changes)

    once = world.central.take(world.caller("leader"), push, Pushed(phone.replica, 1, "0" * 32))
    twice = world.central.take(world.caller("leader"), push, Pushed(phone.replica, 2, "0" * 32))

    assert once == twice == [Receipt(change.stamp, change.sha256()) for change in changes]


def test_half_of_a_table_says_the_same_as_the_whole() -> None:
    changes = [Change(str(Stamp(START + n, 0, OURS)), "", "issue", f"issue-{n:04}", {"number": n}) for n in range(6)]
    (table,) = tables(changes).tables

    assert table.only([n % 2 == 0 for n in range(6)]).changes() == changes[::2]
    assert [change.sha256() for change in table.only([False, *[True] * 5]).changes()] == list(table.hashes[1:])
