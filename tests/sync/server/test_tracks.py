"""Only who leads holds a walk's track: nobody else's phone has a fix of it, nor a trail of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldwalk.domain import roles
from fieldwalk.domain.fixes import Fix, pack
from fieldwalk.domain.roles import ROLES, may
from tests.fakes.central_world import World
from tests.fakes.levelled import alarms, held, level, real_phone
from tests.sync.client.phones import Phone


def recorded(world: World, folder: Path) -> Phone:
    """The phone of who leads, with a burst that the server has."""
    leader = real_phone(world, folder, "leader")
    burst = pack([Fix(world.clock.now + n * 4000, 59.25, 17.86 + n / 5000, 5) for n in range(5)])
    leader.write(world.identity(), record="fixes", walk_id=world.walk, segment=0, packed=burst)
    level(leader)
    return leader


def fixes(phone: Phone) -> int:
    """How many bursts the phone holds, in its journal and its table."""
    there = "select count(*) from journal where record = 'fixes'", "select count(*) from state_fixes"
    journal, table = (phone.db.execute(sql).fetchone()[0] for sql in there)
    assert journal == table
    return int(journal)


def test_the_tables_of_who_walks_along_hold_no_fix(world: World, tmp_path: Path) -> None:
    leading = recorded(world, tmp_path)

    for role in ("walker", "caretaker", "coordinator", "auditor"):
        phone = real_phone(world, tmp_path, role)
        level(phone)
        assert fixes(phone) == may(role, "see.track")
        assert phone.journal.holding.total() == held(world, phone)
    assert (fixes(leading), alarms(world)) == (1, 0)
    assert [role for role in ROLES if may(role, "see.track")] == ["leader", "coordinator", "company_admin"]


def test_a_phone_that_held_a_track_from_before_forgets_it_and_nobody_is_alarmed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(world, tmp_path)
    walker = real_phone(world, tmp_path, "walker")
    with monkeypatch.context() as before:
        before.setitem(roles.RIGHTS, "see.track", frozenset(ROLES))  # type: ignore[misc]
        level(walker)
    assert fixes(walker) == 1

    level(walker)
    level(walker)

    assert (fixes(walker), alarms(world)) == (0, 0)
    assert walker.journal.holding.total() == held(world, walker)
