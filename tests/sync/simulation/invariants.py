"""What must be true when all is quiet again, told by looking at the tables alone, with no help of the code at trial."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sync.protocol.clock import TOLERANCE
from sync.server.catchup import repairs
from sync.server.store.holdings import Holdings

if TYPE_CHECKING:
    from tests.sync.simulation.parts import Device
    from tests.sync.simulation.story import Story

Row = Mapping[str, Any]
FIELDS = ("walk_id", "words", "cause", "severity")


def broken(story: Story) -> str | None:
    """The first thing that is not as it must be, ``None`` when everything is."""
    return next((fault for check in CHECKS for fault in check(story)), None)


def broken_meanwhile(story: Story) -> str | None:
    """The first thing that is not as it must be at every moment, in the middle of any misfortune."""
    return next((fault for check in ALWAYS for fault in check(story)), None)


def _rows(connection: Any, sql: str) -> list[Row]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _server(story: Story) -> list[Row]:
    return _rows(story.server.raw, "select * from journal")


def _mine(device: Device, rows: list[Row]) -> list[Row]:
    """Those of the server's changes that the device's holder may have."""
    only = device.caller.walk_id
    return [row for row in rows if only in (None, row["walk_id"])]


def i1_nothing_is_lost_and_nothing_comes_twice(story: Story) -> Iterator[str]:
    there = Counter(json.loads(row["fields"])["mark"] for row in _server(story))
    parked = {json.loads(row["fields"])["mark"] for row in _rows(story.server.raw, "select * from parked")}
    turned = {one.change.fields["mark"] for device in story.devices for one in device.journal.turned()}
    for mark, edit in story.marks():
        if not there[mark] and mark not in parked | turned:
            yield f"I1 lost: {mark} {edit}"
    if not (story.twins or story.backed_up) and max(there.values(), default=1) > 1:
        yield f"I1 twice: {there.most_common(3)}"


def i2_all_are_level(story: Story) -> Iterator[str]:
    rows = _server(story)
    for device in story.devices:
        kept = _rows(device.local, "select * from journal where refused is null")
        held = {row["stamp"]: row["fields"] for row in kept}
        if held != {row["stamp"]: row["fields"] for row in _mine(device, rows)}:
            yield f"I2 {device.name} holds other changes than the server"
        yield from _states(device, _mine(device, rows) + _refused(device))


def _states(device: Device, rows: list[Row], what: str = "I2") -> Iterator[str]:
    expected = _expected(rows)
    shown = {row["id"]: row for row in _rows(device.local, "select * from state_issue")}
    if shown.keys() != expected.keys():
        yield f"{what} {device.name} shows other issues"
        return
    for record_id, fields in expected.items():
        row = shown[record_id]
        wrong = [name for name in FIELDS if row[name] != fields.get(name, ("", None))[1]]
        if wrong:
            yield f"{what} {device.name} shows another {wrong[0]} of {record_id}"
        if bool(row["is_removed"]) != _removed(fields):
            yield f"{what} {device.name} has {record_id} removed or not"


def _refused(device: Device) -> list[Row]:
    return _rows(device.local, "select * from journal where refused is not null")


def _expected(rows: list[Row]) -> dict[str, dict[str, tuple[str, Any]]]:
    """What each issue is: of every field the value with the greatest stamp. Nothing else, and no code of ours."""
    issues: dict[str, dict[str, tuple[str, Any]]] = {}
    for row in rows:
        if row["record"] == "issue":
            fields = issues.setdefault(row["record_id"], {})
            for name, value in json.loads(row["fields"]).items():
                fields[name] = max(fields.get(name, ("", None)), (row["stamp"], value), key=lambda pair: pair[0])
    return issues


def _removed(fields: Mapping[str, tuple[str, Any]]) -> bool:
    """Removed, unless an edit is newer: an edit beats a delete."""
    stamp, removed = fields.get("removed", ("", False))
    return bool(removed) and stamp == max(stamp for stamp, _ in fields.values())


def i2_the_server_shows_what_its_journal_says(story: Story) -> Iterator[str]:
    with story.server.database.read():  # whoever reads has the tables drawn first
        shown = {row["id"]: row for row in _rows(story.server.raw, "select * from state_issue")}
    for record_id, fields in _expected(_server(story)).items():
        row = shown.get(record_id, {})
        # The walk may be known from another change of the same record: the server fills it in.
        wrong = [name for name in FIELDS[1:] if row.get(name) != fields.get(name, ("", None))[1]]
        if wrong or bool(row.get("removed")) != _removed(fields):
            yield f"I2 the server shows another {record_id}"


def i2_the_sums_are_true(story: Story) -> Iterator[str]:
    for device in story.devices:
        with story.server.database.read() as connection:
            theirs = Holdings(connection, device.caller).digest()
        sums = sum(device.journal.holding.sums()) % 2**64
        if not theirs == device.journal.holding.total() == sums:
            yield f"I2 the sums of {device.name} differ"


def i3_beaten_values_are_kept(story: Story) -> Iterator[str]:
    """Every device that may hold a record holds its whole history."""
    written = dict(story.marks())
    for device in story.devices:
        history = {json.loads(row["fields"])["mark"] for row in _rows(device.local, "select * from journal")}
        missing = [m for m in device.written if m in written and m not in history]
        if missing:
            yield f"I3 {device.name} forgot what it wrote: {missing}"


def i4_every_outbox_is_empty(story: Story) -> Iterator[str]:
    for device in story.devices:
        if device.journal.waiting() or _rows(device.local, "select * from batches"):
            yield f"I4 {device.name} still has something to send"
        if device.caller.walk_id is None and device.journal.turned():
            yield f"I4 {device.name} was refused what it may write"


def i2_no_clock_pulls_the_others(story: Story) -> Iterator[str]:
    """A stamp far ahead would beat every later edit until its day comes."""
    for row in _server(story):
        if int(row["stamp"][:12], 16) > row["received_at"] + TOLERANCE:
            yield f"I2 the stamp {row['stamp']} is ahead of its time"


def i5_nothing_was_repaired_without_a_reason(story: Story) -> Iterator[str]:
    with story.server.database.read() as connection:
        count = repairs(connection)
    explained = story.twins or (story.backed_up and story.mode == "restored")
    if count and not explained:
        yield f"I5 {count} repairs that nothing explains"


def i5_nobody_took_another_name_without_a_reason(story: Story) -> Iterator[str]:
    """A batch's number that means two things would be answered by a new name, and lost in the noise."""
    for device in story.devices:
        if device.journal.replica != device.first_name and not story.twins:
            yield f"I5 {device.name} had to take another name"


def i6_nobody_holds_what_they_may_not(story: Story) -> Iterator[str]:
    for device in story.devices:
        if device.caller.walk_id is None:
            continue
        walks = {row["record_id"]: row["walk_id"] for row in _server(story)}
        for row in _rows(device.local, "select * from journal where mine = 0"):
            if walks.get(row["record_id"]) != device.caller.walk_id:
                yield f"I6 {device.name} holds {row['record_id']}"


def i7_what_a_phone_has_shown_never_vanishes(story: Story) -> Iterator[str]:
    """Whatever else comes or is lost on the way; and what it shows is always what its own journal says."""
    for device in story.touched:
        marks = device.marks()
        if device.seen - marks:
            yield f"I7 {device.name} no longer has {sorted(device.seen - marks)}"
        device.seen = marks
        if story.chance_to_look():
            yield from _states(device, _rows(device.local, "select * from journal"), "I7")


def i8_what_was_done_in_one_go_is_there_whole_or_not_at_all(story: Story) -> Iterator[str]:
    """On the phone that wrote it; and what was pushed together is on the server whole or not at all."""
    for device in story.devices:
        marks, whole = device.marks(), (group for group in device.groups if not group & story.lost)
        if any(group & marks not in (frozenset(), group) for group in whole):
            yield f"I8 {device.name} holds half of what was done in one go"


def i9_phone_and_server_show_the_same(story: Story) -> Iterator[str]:
    """Two stores, two programs that draw the tables: one result, unknown fields and all."""
    theirs = {row["id"]: row for row in _rows(story.server.raw, "select * from state_issue")}
    for device in story.devices:
        if device.caller.walk_id is not None or device.journal.turned():
            continue
        for row in _rows(device.local, "select * from state_issue"):
            other = theirs.get(row["id"], {})
            wrong = [name for name in FIELDS[1:] if row[name] != other.get(name)]
            if wrong or json.loads(row["stamps"]) != json.loads(other.get("stamps", "{}")):
                yield f"I9 {device.name} and the server show another {row['id']}"


def i8_i12_seen_by_the_server(story: Story) -> Iterator[str]:
    yield from story.server.faults


def i10_what_is_sent_again_changes_nothing(story: Story) -> Iterator[str]:
    def everything() -> list[list[Row]]:
        tables = ("journal", "parked", "sums", "organisations", "restamped", "state_issue")
        return [_rows(story.server.raw, f"select * from {table}") for table in tables]

    before = everything()
    for device in story.devices:
        device.level(unkind=0.0)
    if everything() != before:
        yield "I10 a quiet night changed the server"


Check = Callable[["Story"], Iterator[str]]
ALWAYS: tuple[Check, ...] = (
    i7_what_a_phone_has_shown_never_vanishes,
    i8_i12_seen_by_the_server,
)
CHECKS: tuple[Check, ...] = (
    *ALWAYS,
    i1_nothing_is_lost_and_nothing_comes_twice,
    i4_every_outbox_is_empty,
    i2_all_are_level,
    i2_the_server_shows_what_its_journal_says,
    i2_the_sums_are_true,
    i2_no_clock_pulls_the_others,
    i3_beaten_values_are_kept,
    i5_nothing_was_repaired_without_a_reason,
    i5_nobody_took_another_name_without_a_reason,
    i6_nobody_holds_what_they_may_not,
    i8_what_was_done_in_one_go_is_there_whole_or_not_at_all,
    i9_phone_and_server_show_the_same,
    i10_what_is_sent_again_changes_nothing,
)
