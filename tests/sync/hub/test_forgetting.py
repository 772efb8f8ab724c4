"""What the central server has forgotten its hub forgets too, and who is nobody at one of the two is so at both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, select

from fieldwalk.domain.refusals import Refused
from sync.client.journal import Edit
from sync.hub import forgetting, uplink
from sync.hub.uplink import HubFiles
from sync.server import register
from sync.server.caller import KEEPER, Caller
from sync.server.purging import purge_all
from sync.server.settings import DAY
from sync.server.store.tables import JOURNAL
from tests.fakes.central_world import World
from tests.fakes.little_server import Reply
from tests.sync.client.phones import Phone
from tests.sync.hub.conftest import Field, begun, words
from tests.sync.hub.test_uplink import alarms, photographed, written_by

Level = Callable[..., None]


def keeper(world: World) -> Caller:
    return Caller(world.organisation, KEEPER, "company_admin")


def erase(world: World, person: str, *, words: bool = False) -> None:
    register.erase(world.central, keeper(world), person, words=words)


def has_file(world: World, sha256: str) -> bool:
    return asyncio.run(HubFiles(world.central, keeper(world)).load(sha256)) is not None


def names(world: World, person: str) -> set[str]:
    """The tables of the server that name the person, but for the audit log."""
    tables = MetaData()
    with world.central.database.read() as connection:
        tables.reflect(connection)
        kept = {name: [str(tuple(row)) for row in connection.execute(select(t))] for name, t in tables.tables.items()}
    return {name for name, lines in kept.items() if person in str(lines) and name != "audit"}


def become_nobody(world: World, phone: Phone) -> None:
    """As far as they are still let in."""
    reply = world.client.post("/api/v1/anonymous", headers={"Authorization": f"Bearer {phone.token}"})
    assert reply.status_code in (200, 403)


def person_of(world: World, phone: Phone) -> str:
    return world.central.joining.caller(str(phone.token)).person_id


def up(field_: Field, times: int = 2) -> None:
    for _ in range(times):
        asyncio.run(field_.uplink.level())


def test_what_was_purged_above_is_gone_from_the_hub_its_phones_and_its_files(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    field_.join("leader")
    near = field_.phone(tmp_path, field_.hub, "walker", field_.central.walk)
    photo = photographed(near, field_.central, "Vid hubben")
    level(near)
    up(field_)
    assert [has_file(each, photo) for each in (field_.central, field_.hub)] == [True, True]

    field_.central.clock.now += 25 * 31 * DAY
    purge_all(field_.central.central)
    near.token = field_.hub.phone("walker", field_.central.walk).headers["Authorization"].removeprefix("Bearer ")
    field_.join("leader")  # all that came in two years ago has ended
    up(field_)
    level(near)

    assert (words(near), near.journal.fact("withdrawn") is None) == (set(), False)
    assert [has_file(each, photo) for each in (field_.central, field_.hub)] == [False, False]
    assert names(field_.hub, field_.central.issue) == {"purged"}
    assert len(field_.digests()) == 1
    assert alarms(field_.central) == alarms(field_.hub) == 0


def test_what_the_hub_has_said_of_it_since_is_not_handed_back(field_: Field, tmp_path: Path, level: Level) -> None:
    field_.join("leader")
    anna = field_.phone(tmp_path, field_.hub, "walker", field_.central.walk)
    photographed(anna, field_.central, "Annas plats")
    photographed(anna, field_.central, "Annas andra")
    level(anna)
    person = person_of(field_.hub, anna)
    up(field_)
    by_words = {issue.words: issue.id for issue in anna.issues()}
    place, other = by_words["Annas plats"], by_words["Annas andra"]
    desk, near = field_.phone(tmp_path, field_.central, "coordinator"), field_.phone(tmp_path, field_.hub)
    desk.write(other, walk_id=field_.central.walk, cause="Lampan är trasig")
    level(desk, near)
    erase(field_.central, person, words=True)

    near.write(place, walk_id=field_.central.walk, severity=3)
    level(near)
    up(field_)
    level(near, desk)
    up(field_)

    assert words(desk) == words(near) == {"Mörkt", "Annas andra"}
    assert names(field_.hub, place) == names(field_.central, place) == {"purged"}
    assert len(field_.digests()) == 1
    assert alarms(field_.central) == alarms(field_.hub) == 0
    with pytest.raises(Refused, match="right_ended"):  # at the hub too
        level(anna)


def test_what_the_hubs_holder_might_not_see_for_a_while_was_not_purged(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    field_.join("leader")
    near, police = field_.phone(tmp_path, field_.hub), field_.phone(tmp_path, field_.central, "police")
    level(near, police)
    for word in ("kept", "lifted"):
        police.journal.write("", [Edit("issue", field_.central.issue, {"for_police": word})])
        level(police)
        up(field_)
    level(near)
    near.write(field_.central.issue, walk_id=field_.central.walk, severity=3)
    level(near)
    up(field_)
    level(police)
    assert [(each.words, each.severity) for each in police.issues()] == [("Mörkt", 3)]
    assert len(field_.digests()) == 1


@pytest.mark.parametrize("cut", range(3))
def test_a_hub_that_is_killed_while_it_forgets_forgets_the_rest_the_next_time(
    field_: Field, tmp_path: Path, level: Level, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    field_.join("leader")
    anna = field_.phone(tmp_path, field_.hub, "walker", field_.central.walk)
    person, photo = person_of(field_.hub, anna), photographed(anna, field_.central, "Annas plats")
    near = field_.phone(tmp_path, field_.hub)
    level(anna, near)
    up(field_)
    erase(field_.central, person, words=True)

    def killed(*_: object, **__: object) -> None:
        raise RuntimeError

    for named, at in ((forgetting, "purge_named"), (forgetting.Forgetting, "_ask"), (uplink.Bridge, "down"))[cut:][:1]:
        with monkeypatch.context() as patched:
            patched.setattr(named, at, killed)
            with pytest.raises(RuntimeError):
                asyncio.run(field_.uplink.level())
    up(field_)
    level(near)
    assert words(near) == {"Mörkt"}
    assert not has_file(field_.hub, photo)
    assert len(field_.digests()) == 1


def test_an_earlier_central_server_is_asked_again_later(field_: Field, tmp_path: Path, level: Level) -> None:
    field_.join("leader")
    anna = field_.phone(tmp_path, field_.hub, "walker", field_.central.walk)
    person, _ = person_of(field_.hub, anna), photographed(anna, field_.central, "Annas plats")
    near = field_.phone(tmp_path, field_.hub)
    level(anna, near)
    up(field_)
    erase(field_.central, person, words=True)
    send = field_.internet.send

    async def earlier(method: str, path: str, *rest: object) -> Reply:
        return Reply(404, b"", {}) if path == forgetting.PATH else await send(method, path, *rest)  # type: ignore[arg-type]

    field_.internet.send = earlier  # type: ignore[method-assign,assignment]
    up(field_)
    level(near)
    assert words(near) == {"Mörkt", "Annas plats"}
    field_.internet.send = send  # type: ignore[method-assign]
    up(field_)
    level(near)
    assert words(near) == {"Mörkt"}


def test_who_was_erased_above_is_named_by_nothing_at_a_hub_that_was_told_their_name(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    """They joined above; only a coordinator's hub is told who wrote."""
    field_.join("coordinator")
    far = field_.phone(tmp_path, field_.central, "walker", field_.central.walk)
    bo = person_of(field_.central, far)
    far.write(field_.central.identity(), walk_id=field_.central.walk, words="Bos plats")
    level(far)
    up(field_)
    assert written_by(field_.hub, field_.hub.organisation, bo)[0] == {"Bos plats"}
    erase(field_.central, bo)
    up(field_)
    assert names(field_.hub, bo) == names(field_.central, bo) == set()
    assert bo not in field_.writers()
    near = field_.phone(tmp_path, field_.hub)
    level(near)
    assert "Bos plats" in words(near)


STEPS = ("writes", "becomes nobody", "erased at the hub", "erased above", "levels", "is cut")


@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate])
@example(steps=["becomes nobody", "writes"])
@example(steps=["erased above", "is cut", "writes"])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=7))
def test_who_is_nobody_at_one_of_the_two_is_named_at_neither(steps: list[str]) -> None:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        field_ = begun(Path(folder), stack)
        field_.join("coordinator")
        phone = field_.phone(Path(folder), field_.hub, "walker", field_.central.walk)
        anna, told = person_of(field_.hub, phone), set()
        gone = False
        for step in ["writes", "levels", *steps]:
            gone |= done(field_, phone, anna, step, told)
        up(field_, 3)
        named = {"journal", "tokens"}
        assert (names(field_.hub, anna), names(field_.central, anna)) == ((set(), set()) if gone else (named, named))
        assert (anna in field_.writers()) is not gone
        with field_.central.central.database.read() as connection:
            assert told <= set(connection.scalars(select(JOURNAL.c.record_id)))
        assert len(field_.digests()) == 1
        assert alarms(field_.central) == alarms(field_.hub) == 0


def done(field_: Field, phone: Phone, anna: str, step: str, told: set[str]) -> bool:
    """Take one step. Returns whether somebody is nobody from then on."""
    with suppress(Refused):
        if step == "writes":
            issue = field_.central.identity()
            phone.write(issue, walk_id=field_.central.walk, words=f"Plats {len(told)}")
            asyncio.run(phone.exchange.level())
            # Of who was put out it waits for a yes.
            told |= {issue} - {turned.change.record_id for turned in phone.journal.turned()}
        elif step == "becomes nobody":
            become_nobody(field_.hub, phone)
        elif step == "erased at the hub":
            erase(field_.hub, anna)
        elif step == "erased above":
            erase(field_.central, anna)
        else:
            field_.internet.away = step == "is cut"
            asyncio.run(field_.uplink.level())
    field_.internet.away = False
    return step in STEPS[1:4]
