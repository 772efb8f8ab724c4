"""The audit log: what must be in it is, nobody is named who may not be, and a tampered line is found."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, delete, insert, select, update

from fieldwalk.domain.roles import ROLES, may
from fieldwalk.domain.secrecy import classed_as
from sync.server.audit import Audit, Line
from sync.server.command import main
from sync.server.store.tables import AUDIT, AUDIT_HEADS
from tests.fakes.central_world import Phone, World
from tests.fakes.classed import REPORTER, tell_of_every_class

pytestmark = pytest.mark.both_stores


def lines(world: World, *acts: str) -> list[Line]:
    return [line for line in world.central.audit.lines(world.organisation) if not acts or line.act in acts]


def get(phone: Phone, path: str) -> int:
    return int(phone.client.get(path, headers=phone.headers).status_code)


def test_who_came_in_as_what_is_told_and_residents_are_not_named(world: World) -> None:
    world.phone("walker", person_id=REPORTER)
    world.phone("coordinator", person_id=world.coordinator)

    joined = lines(world, "joined")

    assert [(line.role, line.person) for line in joined] == [("walker", ""), ("coordinator", world.coordinator)]
    assert joined[0].about == {"walk": world.walk}
    assert REPORTER not in str(joined)


def test_reading_what_is_classed_leaves_a_line_and_reading_what_is_open_none(world: World) -> None:
    points = {point.secrecy: point for point in tell_of_every_class(world, "m")}
    leader, walker = world.phone("leader"), world.phone("walker")
    before = len(lines(world))
    for path in (f"/api/v1/files/{points['open'].sha256}", "/api/v1/walks"):
        assert get(leader, path) == 200
    assert get(walker, f"/api/v1/walks/{world.walk}") == 200
    assert get(leader, f"/api/v1/files/{points['est'].sha256}") == 404
    walker.pull()
    assert len(lines(world)) == before

    get(leader, f"/api/v1/files/{points['company'].sha256}")
    get(leader, f"/api/v1/walks/{world.walk}")
    leader.pull()

    assert [line.about for line in lines(world, "read")[-3:]] == [
        {"what": "photo", "sha256": points["company"].sha256},
        {"what": "walk", "walk": world.walk, "classed": 1},
        {"what": "exchange", "classed": 6, "after": 0, "until": walker.cursor},
    ]
    assert {line.role for line in lines(world, "read")[-3:]} == {"leader"}


def test_exports_invitations_and_reading_the_log_itself_leave_lines(world: World) -> None:
    leader, auditor = world.phone("leader"), world.phone("auditor")
    path = f"/api/v1/walks/{world.walk}"
    world.client.post(f"{path}/exports", json={"format": "csv", "secrecy": "company"}, headers=leader.headers)
    world.client.post(f"{path}/invitations", json={"role": "walker"}, headers=leader.headers)
    assert get(auditor, "/api/v1/audit") == 200

    exported, invited, read = lines(world)[-3:]

    assert (exported.act, exported.about) == (
        "exported", {"walk": world.walk, "format": "csv", "secrecy": "company"},
    )  # fmt: skip
    assert (invited.act, invited.role, invited.about["role"]) == ("invited", "leader", "walker")
    assert (read.act, read.about["what"], read.role) == ("read", "audit", "auditor")


def test_raising_and_lowering_are_lines_and_a_refused_lowering_is_none(world: World) -> None:
    desk, leader = world.phone("coordinator"), world.phone("leader")
    desk.push(desk.change("issue", world.issue, **classed_as({}, "est")))
    leader.push(leader.change("issue", world.issue, **classed_as(classed_as({}, "est"), "open")))
    desk.push(desk.change("issue", world.issue, **classed_as(classed_as({}, "est"), "company")))

    told = [(line.act, line.role, line.about) for line in lines(world, "raised", "lowered")]

    assert told == [
        ("raised", "coordinator", {"issue": world.issue, "before": "open", "after": "est"}),
        ("lowered", "coordinator", {"issue": world.issue, "before": "est", "after": "company"}),
    ]


@pytest.mark.parametrize("role", ROLES)
def test_the_log_is_read_by_the_auditor_alone_and_page_by_page(world: World, role: str) -> None:
    phone = world.phone(role, walk_id=world.walk)

    reply = world.client.get("/api/v1/audit?after=1", headers=phone.headers)

    assert reply.status_code == (200 if may(role, "audit") else 403)
    if may(role, "audit"):
        assert [line["number"] for line in reply.json()] == list(range(2, len(reply.json()) + 2))


def test_another_organisations_log_is_another(world: World) -> None:
    other = world.other()
    other.phone("coordinator")

    assert lines(world) == []
    assert [line.number for line in lines(other)] == [1, 2]


def test_many_who_write_at_once_make_one_whole_chain(world: World) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: world.central.audit.noted(world.admin, "read", n=n), range(40)))

    verdict = world.central.audit.verify(world.organisation)

    assert (verdict.whole, verdict.broken) == (40, None)
    assert {line.about["n"] for line in lines(world)} == set(range(40))


def at(number: int) -> tuple[object, ...]:
    return (AUDIT.c.number == number,)


def change(column: str, value: object) -> Callable[[Connection], None]:
    return lambda connection: connection.execute(update(AUDIT).where(*at(3)).values({column: value}))


def remove(number: int) -> Callable[[Connection], None]:
    return lambda connection: connection.execute(delete(AUDIT).where(*at(number)))


def remove_and_close_the_gap(connection: Connection) -> None:
    remove(3)(connection)
    for number in (4, 5):
        connection.execute(update(AUDIT).where(*at(number)).values(number=number - 1))


def swap(connection: Connection) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        connection.execute(update(AUDIT).where(*at(old)).values(number=new))


def repeat(connection: Connection) -> None:
    row = dict(connection.execute(select(AUDIT).where(*at(5))).mappings().one())
    connection.execute(insert(AUDIT).values({**row, "number": 6}))


def forget_the_end(connection: Connection) -> None:
    """The last line, and its name as the last."""
    remove(5)(connection)
    last = connection.scalar(select(AUDIT.c.hash).where(*at(4)))
    connection.execute(update(AUDIT_HEADS).values(number=4, hash=f"{last[:-1]}x"))


TAMPERED = {
    "who": (change("person", "somebody-else"), 3),
    "as what": (change("role", "walker"), 3),
    "when": (change("at", 5), 3),
    "what": (change("act", "slept"), 3),
    "about what": (change("about", '{"n":7}'), 3),
    "no json": (change("about", "{"), 3),
    "its hash": (change("hash", "0" * 64), 3),
    "the first line": (remove(1), 1),
    "a line between": (remove(3), 3),
    "a line between, numbers mended": (remove_and_close_the_gap, 3),
    "the last line": (remove(5), 5),
    "two lines in each other's place": (swap, 3),
    "a line twice": (repeat, 6),
    "the end forgotten": (forget_the_end, 5),
    "everything": (lambda connection: connection.execute(delete(AUDIT)), 1),
    "no last line named": (lambda connection: connection.execute(delete(AUDIT_HEADS)), 6),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_line_that_was_changed_taken_out_or_moved_is_found(world: World, name: str) -> None:
    for n in range(5):
        world.central.audit.noted(world.admin, "read", n=n)
    assert world.central.audit.verify(world.organisation).broken is None
    tamper, found = TAMPERED[name]

    with world.central.database.write() as connection:
        tamper(connection)

    assert world.central.audit.verify(world.organisation).broken == found


def purged_log(world: World) -> int:
    """A log whose first six lines are purged: two before the first seal, and what came until the second."""
    audit = world.central.audit
    for n in range(8):
        world.clock.now += 1000
        audit.noted(world.admin, "read", n=n)
    times = [line.at for line in lines(world)]
    assert audit.purge(world.admin, times[1]) == 2
    return audit.purge(world.admin, times[5])


def test_a_purged_log_is_whole_from_the_seal_on_and_says_how_many_went(world: World) -> None:
    assert purged_log(world) == 4

    verdict = world.central.audit.verify(world.organisation)

    assert (verdict.broken, verdict.purged, verdict.whole) == (None, 6, 4)
    assert [line.number for line in lines(world)] == [7, 8, 9, 10]
    assert [line.about["until"] for line in lines(world, "log_purged")] == [2, 6]
    assert world.central.audit.purge(world.admin, 0) == 0


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (remove(7), 1),
        (remove(8), 8),
        (remove(10), 1),
        (lambda connection: connection.execute(update(AUDIT).where(*at(10)).values(about='{"until": 7}')), 1),
        (lambda connection: connection.execute(update(AUDIT).where(*at(10)).values(about="{")), 1),
        (lambda connection: connection.execute(update(AUDIT).where(*at(7)).values(person="another")), 7),
    ],
)
def test_what_is_taken_from_a_purged_log_is_found(
    world: World, tamper: Callable[[Connection], None], found: int
) -> None:
    purged_log(world)

    with world.central.database.write() as connection:
        tamper(connection)

    assert world.central.audit.verify(world.organisation).broken == found
    assert world.central.audit.purge(world.admin, world.clock.now) == 0


def test_the_last_line_of_a_log_stays_however_old_it_is(world: World) -> None:
    for n in range(3):
        world.central.audit.noted(world.admin, "read", n=n)

    assert world.central.audit.purge(world.admin, world.clock.now) == 2
    assert [line.act for line in lines(world)] == ["read", "log_purged"]
    assert world.central.audit.verify(world.organisation).broken is None


def test_who_has_the_database_but_not_the_secret_writes_no_line_that_passes(world: World) -> None:
    world.central.audit.noted(world.admin, "read")
    Audit(world.central.database, "guessed", world.clock).noted(world.admin, "read")

    assert world.central.audit.verify(world.organisation).broken == 2


def test_a_line_is_there_only_if_what_it_tells_of_was_done(world: World) -> None:
    def fail() -> None:
        with world.central.database.write() as connection:
            world.central.audit.note(connection, world.admin, "read")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert lines(world) == []
    assert world.central.audit.verify(world.organisation).broken is None


def test_the_command_line_says_whether_the_logs_are_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in world.settings.environment().items():
        monkeypatch.setenv(name, value)
    world.central.audit.noted(world.admin, "read")
    whole = CliRunner().invoke(main, ["audit", "verify"])
    with world.central.database.write() as connection:
        change("act", "slept")(connection)
        connection.execute(update(AUDIT).values(act="slept"))
    broken = CliRunner().invoke(main, ["audit", "verify"])

    assert (whole.exit_code, broken.exit_code) == (0, 1)
    assert "1 lines are as they were written" in whole.output
    assert "line 1 is not as it was written" in broken.output
