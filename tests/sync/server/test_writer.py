"""Writing on the server itself goes through the intake like everybody's."""

import pytest

from fieldwalk.domain.refusals import Refused
from sync.server.writer import Writer, found
from tests.fakes.central_world import World


def test_nothing_is_written_before_the_commit(world: World) -> None:
    writer = Writer(world.central, world.admin)
    walk = writer.write("walk", title="Snart")
    assert walk not in [change.record_id for change in world.phone("leader").pull()]

    writer.commit()

    assert walk in [change.record_id for change in world.phone("leader").pull()]


def test_what_the_writer_may_not_write_is_raised(world: World) -> None:
    writer = Writer(world.central, world.caller("auditor"))
    writer.write("walk", title="Nej")

    with pytest.raises(Refused, match="not_allowed"):
        writer.commit()


def test_a_later_edit_of_the_same_millisecond_wins(world: World) -> None:
    writer = Writer(world.central, world.admin)
    walk = writer.write("walk", title="först")
    writer.write("walk", walk, title="sedan")
    writer.commit()

    listed = world.client.get(f"/api/v1/walks/{walk}", headers=world.phone("coordinator").headers).json()
    assert listed["title"] == "sedan"


def test_a_founded_organisation_is_empty_and_its_own(world: World) -> None:
    caller = found(world.central, "Ny förening")

    assert caller.organisation != world.organisation
    assert caller.role == "company_admin"
