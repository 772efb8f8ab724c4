"""A hub without internet: phones level with it, it levels with the central server later, and nothing comes twice."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from fieldwalk.domain.refusals import Refused
from sync.client.journal import Edit
from sync.hub.uplink import HubFiles, Uplink
from sync.server.caller import Caller
from sync.server.catchup import repairs
from sync.server.register import extract
from sync.server.store.tables import TOKENS
from tests.fakes.central_world import JPEG, World
from tests.recordings import recording
from tests.sync.client.phones import Phone
from tests.sync.hub.conftest import Field, stamps, words

Level = Callable[..., None]


def photographed(phone: Phone, world: World, words: str) -> str:
    """A place of the central walk with a photo; the photo's hash."""
    content = JPEG[:-2] + words.encode() + JPEG[-2:]
    sha256 = asyncio.run(phone.shelf.put(content, "photo"))
    issue, photo = world.identity(), world.identity()
    phone.write(issue, walk_id=world.walk, words=words)
    photo_fields = {"walk_id": world.walk, "issue_id": issue, "sha256": sha256}
    phone.journal.write("", [Edit("photo", photo, photo_fields)])  # type: ignore[arg-type]
    return sha256


def alarms(world: World) -> int:
    with world.central.database.read() as connection:
        return repairs(connection)


def test_what_five_phones_gave_the_hub_is_above_afterwards_once_with_its_photos(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    field_.join()
    field_.internet.away = True
    five = [field_.phone(tmp_path, field_.hub, "walker", field_.central.walk) for _ in range(5)]
    photos = {photographed(phone, field_.central, f"Plats {n}") for n, phone in enumerate(five)}
    level(*five)
    assert all({f"Plats {n}" for n in range(5)} | {"Mörkt"} == words(phone) for phone in five)
    with pytest.raises(Refused, match="unreachable"):
        asyncio.run(field_.uplink.level())

    field_.internet.away = False
    for _ in range(3):
        asyncio.run(field_.uplink.level())

    desk = field_.phone(tmp_path, field_.central, "coordinator")
    level(desk)
    assert words(desk) == words(five[0])
    assert photos <= desk.files.held.keys()
    assert len(stamps(desk)) == len(set(stamps(desk)))
    assert len(field_.digests()) == 1
    assert alarms(field_.central) == alarms(field_.hub) == field_.uplink.refused() == 0


def written_by(world: World, organisation: str, person: str) -> tuple[set[str], list[str]]:
    """What the server says that somebody wrote in words, and which files are theirs."""
    told = extract(world.central, Caller(organisation, "keeper", "company_admin"), person, "sv")
    words = {change["fields"]["words"] for change in told["written"] if change["record"] == "issue"}
    return words, [file["sha256"] for file in told["files"]]


def walker_at(hub: World) -> str:
    """The person who joined last at the hub."""
    with hub.central.database.read_sources() as connection:
        return str(connection.scalars(select(TOKENS.c.person_id).order_by(TOKENS.c.made_at.desc())).first())


def test_who_wrote_at_the_hub_is_known_above_after_a_backup_too(field_: Field, tmp_path: Path, level: Level) -> None:
    field_.join("leader")
    phone = field_.phone(tmp_path, field_.hub, "walker", field_.central.walk)
    anna = walker_at(field_.hub)
    photo = photographed(phone, field_.central, "Annas plats")
    level(phone)
    asyncio.run(field_.uplink.level())
    known = {"Annas plats"}, [photo]
    assert written_by(field_.central, field_.central.organisation, anna) == known
    with field_.central.central.database.write() as connection:  # the centre is as it was before she came
        connection.execute(delete(TOKENS).where(TOKENS.c.person_id == anna))
    phone.write(field_.central.identity(), walk_id=field_.central.walk, words="Och en till")
    level(phone)
    asyncio.run(field_.uplink.level())
    desk = field_.phone(tmp_path, field_.central, "coordinator")
    level(desk)
    assert "Och en till" in words(desk)
    assert written_by(field_.central, field_.central.organisation, anna)[0] == {"Annas plats", "Och en till"}
    assert field_.uplink.refused() == 0


def test_what_was_spoken_at_the_hub_is_heard_above_and_is_the_speakers(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    field_.join("leader")
    phone = field_.phone(tmp_path, field_.hub, "walker", field_.central.walk)
    anna, sound, issue = walker_at(field_.hub), recording(), field_.central.identity()
    sha256 = asyncio.run(phone.shelf.put(sound, "voice"))
    phone.write(issue, walk_id=field_.central.walk, words="Annas plats")
    said = {"walk_id": field_.central.walk, "issue_id": issue, "sha256": sha256, "seconds": 4, "language": "so"}
    phone.journal.write("", [Edit("voice", field_.central.identity(), said)])  # type: ignore[arg-type]
    level(phone)
    asyncio.run(field_.uplink.level())
    assert written_by(field_.central, field_.central.organisation, anna) == ({"Annas plats"}, [sha256])
    for role, there in (("coordinator", sound), ("caretaker", None)):
        above = field_.phone(tmp_path, field_.central, role)
        level(above)
        assert above.files.held.get(sha256) == there


def test_who_leads_at_the_hub_is_its_holder_above(field_: Field, tmp_path: Path, level: Level) -> None:
    field_.join("leader")
    me = field_.uplink.membership()
    assert me is not None
    opened = field_.hub.central.joining.invite(me.organisation, "leader", person_id=me.person)
    phone = field_.phone(tmp_path, field_.hub)
    phone.token = field_.hub.central.joining.join(opened.url.rsplit("/", 1)[-1], "here").token
    photographed(phone, field_.central, "Ledarens plats")
    level(phone)
    asyncio.run(field_.uplink.level())
    assert written_by(field_.central, me.organisation, me.person)[0] == {"Ledarens plats"}


def test_what_is_written_above_meanwhile_reaches_the_phones_at_the_hub(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    field_.join()
    near, far = field_.phone(tmp_path, field_.hub), field_.phone(tmp_path, field_.central, "coordinator")
    level(near, far)
    far.write(field_.central.issue, walk_id=field_.central.walk, severity=3)
    near.write(field_.central.issue, walk_id=field_.central.walk, cause="Lampan är trasig")
    photo = photographed(far, field_.central, "Från skrivbordet")
    level(near, far)
    asyncio.run(field_.uplink.level())
    level(near, far)
    for phone in (near, far):
        [issue] = [issue for issue in phone.issues() if issue.id == field_.central.issue]
        assert (issue.severity, issue.cause) == (3, "Lampan är trasig")
    assert photo in near.files.held
    assert stamps(near) == stamps(far)


def test_a_hub_that_was_cut_at_any_moment_goes_on_where_it_was(field_: Field, tmp_path: Path, level: Level) -> None:
    field_.join()
    phone = field_.phone(tmp_path, field_.hub)
    for number in range(8):
        photographed(phone, field_.central, f"Plats {number}")
        level(phone)
        sends, send = [0], field_.internet.send

        async def cut(*what: object, sends: list[int] = sends, send: object = send, after: int = number) -> object:
            sends[0] += 1
            if sends[0] > after:
                raise Refused("unreachable")
            return await send(*what)  # type: ignore[operator]

        field_.internet.send = cut  # type: ignore[method-assign,assignment]
        try:
            asyncio.run(field_.uplink.level())
        except Refused:
            field_.uplink.close()
            field_.uplink = Uplink(field_.hub.central, tmp_path / "hub", field_.internet)
        field_.internet.send = send  # type: ignore[method-assign]
    asyncio.run(field_.uplink.level())
    desk = field_.phone(tmp_path, field_.central, "coordinator")
    level(desk)
    assert {f"Plats {n}" for n in range(8)} <= words(desk)
    assert len(field_.digests()) == 1
    assert alarms(field_.central) == 0


def test_a_laptop_whose_clock_was_days_ahead_ends_level_with_the_rest(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    field_.join()
    right = field_.central.clock.now
    field_.hub.clock.now += 3 * 86_400_000
    phone = field_.phone(tmp_path, field_.hub)
    phone.write(field_.central.issue, walk_id=field_.central.walk, words="Tre dagar före")
    level(phone)
    field_.hub.clock.now = right + 60_000
    asyncio.run(field_.uplink.level())
    level(phone)
    desk = field_.phone(tmp_path, field_.central, "coordinator")
    level(desk)
    assert words(desk) == words(phone) == {"Tre dagar före"}
    assert stamps(desk) == stamps(phone)
    assert len(field_.digests()) == 1


def test_what_the_central_server_refuses_stays_at_the_hub_and_stops_nothing(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    field_.join("leader")
    phone = field_.phone(tmp_path, field_.hub, "coordinator")
    phone.write(field_.central.issue, record="action", walk_id=field_.central.walk, answer="Klart på tisdag")
    photographed(phone, field_.central, "Ändå")
    level(phone)
    asyncio.run(field_.uplink.level())
    desk = field_.phone(tmp_path, field_.central, "coordinator")
    level(desk)
    assert "Ändå" in words(desk)
    assert field_.uplink.refused() == 1


def test_a_phone_that_was_at_the_hub_goes_on_at_the_central_server(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    """Its cursor counted in the hub's numbers, and what it wrote has come up before it: nothing twice, no alarm."""
    field_.join()
    phone = field_.phone(tmp_path, field_.hub)
    photographed(phone, field_.central, "Skickat vid hubben")
    level(phone)
    photographed(phone, field_.central, "Inte skickat")
    asyncio.run(field_.uplink.level())
    far = field_.phone(tmp_path, field_.central, "coordinator")
    photographed(far, field_.central, "Skrivet ovan")
    level(far)

    field_.move(phone, field_.central)
    level(phone, far, phone)

    told = {"Mörkt", "Skickat vid hubben", "Inte skickat", "Skrivet ovan"}
    assert words(phone) == words(far) == told
    assert stamps(phone) == stamps(far) == sorted(set(stamps(far)))
    assert alarms(field_.central) == 0


def test_a_hub_joins_once_and_no_other_organisation(field_: Field) -> None:
    field_.join()
    me = field_.uplink.membership()
    field_.internet.away = True
    assert asyncio.run(field_.uplink.join("once-more")) == me
    field_.internet.away = False
    other = field_.central.other()
    opened = other.central.joining.invite(other.organisation, "leader")
    with pytest.raises(Refused, match="other_organisation"):
        asyncio.run(field_.uplink.join(opened.url.rsplit("/", 1)[-1]))
    assert field_.uplink.membership() == me


def test_a_hub_that_never_joined_levels_with_nobody(field_: Field) -> None:
    with pytest.raises(Refused, match="sign_in_needed"):
        asyncio.run(field_.uplink.level())


def test_the_hubs_files_are_its_servers_and_none_is_forgotten(field_: Field) -> None:
    files = HubFiles(field_.hub.central, Caller(field_.hub.organisation, "keeper", "company_admin"))
    sha256 = hashlib.sha256(JPEG).hexdigest()
    assert asyncio.run(files.load(sha256)) is None
    asyncio.run(files.save(sha256, JPEG))
    asyncio.run(files.remove(sha256))
    assert asyncio.run(files.load(sha256)) == JPEG


def test_what_two_copies_of_a_phone_wrote_in_one_moment_here_and_there_is_both_kept(
    field_: Field, tmp_path: Path, level: Level
) -> None:
    field_.join()
    one, copy = (field_.phone(tmp_path, at, "leader") for at in (field_.hub, field_.central))
    level(one)
    copy.journal.replica, copy.clock = one.journal.replica, one.clock
    copy.journal._last, copy.journal._now = one.journal._last, one.journal._now
    issues = field_.central.identity(), field_.central.identity()
    for phone, issue in zip((one, copy), issues, strict=True):
        phone.write(issue, walk_id=field_.central.walk, words=phone.path.stem)
    assert one.journal.unsent(1)[0].stamp == copy.journal.unsent(1)[0].stamp
    level(copy)
    field_.internet.away = True
    level(one)
    field_.internet.away = False

    for _ in range(3):
        asyncio.run(field_.uplink.level())

    for at in (field_.central, field_.hub):
        desk = field_.phone(tmp_path, at, "coordinator")
        level(desk)
        assert {one.path.stem, copy.path.stem} < words(desk)
    assert field_.uplink.refused() == 0
