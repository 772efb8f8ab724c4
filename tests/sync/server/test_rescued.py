"""A rescue file comes home once, however often it is imported."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from fieldwalk.domain.records import Issue
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.rescue import Rescue, pack_rescue, unpack_rescue
from sync.server import approvals
from sync.server.command import main
from sync.server.rescued import Homecoming, bring_home
from sync.server.store.holdings import Holdings
from sync.server.writer import found
from tests.fakes.central_world import JPEG, World

SHA = hashlib.sha256(JPEG).hexdigest()


def changes(walk_id: str, count: int = 3) -> tuple[Change, ...]:
    return tuple(
        Change(
            f"{1_795_000_000_000 + n:012x}0000-rescued1",
            "",
            "issue",
            f"issue-{n:06d}",
            {"walk_id": walk_id, "number": n + 1},
        )
        for n in range(count)
    )


def rescue_of(world: World, *more: Change) -> Rescue:
    return Rescue(world.organisation, "person-9", (*changes(world.walk), *more), {SHA: JPEG})


def test_everything_in_it_is_on_the_server_afterwards(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    home = bring_home(world.central, rescue_of(world))
    assert (home.taken, home.files, home.refused) == (3, 1, {})
    with world.central.database.read() as connection:
        assert len(Holdings(connection, world.admin).records(Issue, world.walk)) == 4
    assert world.central.files.content(world.admin, SHA) == JPEG
    world.central.close()


def test_importing_it_again_changes_nothing(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    assert bring_home(world.central, rescue_of(world)) == bring_home(world.central, rescue_of(world))
    with world.central.database.read() as connection:
        assert len(Holdings(connection, world.admin).records(Issue, world.walk)) == 4
    world.central.close()


def test_one_bad_change_and_one_bad_file_stop_no_other(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    bad = Change("000000000005ffff-rescued1", "", "issue", "issue-bad-1", {"walk_id": world.walk, "severity": 9})
    rescue = rescue_of(world, bad)
    home = bring_home(world.central, Rescue(rescue.organisation, "", rescue.changes, {SHA: JPEG, "0" * 64: b"noise"}))
    assert (home.taken, home.files) == (3, 1)
    assert sum(home.refused.values()) == 2
    world.central.close()


def test_what_a_copied_phone_wrote_under_a_stamp_that_is_taken_comes_home_too(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    bring_home(world.central, rescue_of(world))
    first, *_ = changes(world.walk)
    twin = Change(first.stamp, "", "issue", "issue-of-the-copy", {"walk_id": world.walk, "words": "Mörkt"})

    home = [bring_home(world.central, Rescue(world.organisation, "person-9", (twin,), {})) for _ in range(2)]

    assert [(each.taken, each.refused) for each in home] == [(1, {}), (1, {})]
    with world.central.database.read() as connection:
        kept = {issue.id: issue.words for issue in Holdings(connection, world.admin).records(Issue, world.walk)}
    assert (len(kept), kept["issue-of-the-copy"]) == (5, "Mörkt")
    world.central.close()


def drafting(world: World, **drafts: str) -> Rescue:
    """A rescue file with words that were not handed on: of its first point, and a form."""
    places = {f"issue/issue-000000/{field}": words for field, words in drafts.items()}
    return replace(rescue_of(world), drafts={**places, "walk/new": '{"title": "Genom parken"}'})


def test_words_that_were_not_handed_on_wait_for_a_yes_however_often_they_are_imported(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    rescue = unpack_rescue(pack_rescue(drafting(world, words="Ring 070-174 06 05", cause="Rut låser")))
    for _ in range(2):
        home = bring_home(world.central, rescue)
        assert (home.taken, home.drafts, home.forms, home.refused) == (3, 2, 1, {})
    [held] = approvals.waiting(world.central, world.admin, world.walk)
    assert (held.id, dict(held.values)) == ("issue-000000", {"words": "Ring 070-174 06 05", "cause": "Rut låser"})
    with world.central.database.read() as connection:
        assert [point.words for point in Holdings(connection, world.admin).records(Issue, world.walk)].count(None) == 3

    approvals.decide(world.central, world.admin, world.walk, held.id, accept=True)
    assert bring_home(world.central, rescue).drafts == 2
    assert approvals.waiting(world.central, world.admin, world.walk) == []
    with world.central.database.read() as connection:
        points = {point.id: point for point in Holdings(connection, world.admin).records(Issue, world.walk)}
    assert points["issue-000000"].words == "Ring 070-174 06 05"
    world.central.close()


def test_a_no_to_a_draft_is_a_no_however_often_it_is_imported(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    rescue = drafting(world, words="Ring 070-174 06 05")
    bring_home(world.central, rescue)
    approvals.decide(world.central, world.admin, world.walk, "issue-000000", accept=False)
    assert bring_home(world.central, rescue).refused == {}
    assert approvals.waiting(world.central, world.admin, world.walk) == []
    world.central.close()


def test_a_draft_that_no_record_could_hold_is_told_and_stops_no_other(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    home = bring_home(world.central, drafting(world, words="x" * 100_000, cause="Rut låser"))
    assert (home.drafts, home.refused) == (1, {"text_too_long": 1})
    world.central.close()


def test_what_came_of_the_drafts_is_said_in_words() -> None:
    taken, left = str(Homecoming(3, 1, {}, 0, drafts=2, forms=1)).split(". ")
    assert taken == "3 changes, 1 files, 2 drafts for a yes at the desk"
    assert left == "Forms that were not sent, to be read in its drafts.json: 1."


def test_another_organisations_file_is_not_mixed_in(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    with pytest.raises(Refused) as caught:
        bring_home(world.central, Rescue("org-elsewhere", "", changes(world.walk)))
    assert caught.value.code == "other_organisation"
    found(world.central, "Haninge")
    with pytest.raises(Refused):
        bring_home(world.central, Rescue("", "", changes(world.walk)))
    world.central.close()


def test_the_command_line_takes_it_home(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    file = tmp_path / "rescue.zip"
    file.write_bytes(pack_rescue(rescue_of(world)))
    world.central.close()
    for _ in range(2):
        result = CliRunner().invoke(main, ["import", str(file), "--data", str(world.settings.data)])
        assert (result.exit_code, result.output) == (0, "3 changes, 1 files.\n")


def test_what_could_not_be_taken_is_an_exit_status_of_its_own(tmp_path: Path) -> None:
    world = World(tmp_path / "data")
    bad = Change("000000000005ffff-rescued1", "", "issue", "issue-bad-1", {"walk_id": world.walk, "severity": 9})
    file = tmp_path / "rescue.zip"
    file.write_bytes(pack_rescue(rescue_of(world, bad)))
    world.central.close()
    result = CliRunner().invoke(main, ["import", str(file), "--data", str(world.settings.data)])
    assert result.exit_code == 1
    assert "1 refused (field_not_valid)" in result.output
    assert "Keep the file" in result.output
