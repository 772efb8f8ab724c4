"""A recording is heard by who leads, by the desk and by whoever made it; what is said in it is read by all who see its
point once it is written out."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from fieldwalk.domain.roles import ROLES
from fieldwalk.domain.voices import CONTAINERS, LARGEST_VOICE, TAKEN_BACK, may_hear
from sync.client.parcel import PART
from sync.server.hushing import PATIENCE, hush
from sync.server.organisations import keepers
from sync.server.purging import purge_one
from sync.server.register import erase
from tests.fakes.central_world import JPEG, Phone, World
from tests.recordings import recording

SOUND = recording()
VOICE, ISSUE = "voice-00001", "issue-00001"
MONTH = 31 * 24 * 60 * 60 * 1000


def path(content: bytes = SOUND) -> str:
    return f"/api/v1/files/{hashlib.sha256(content).hexdigest()}"


def send(phone: Phone, content: bytes = SOUND) -> tuple[int, str]:
    reply = phone.client.put(path(content), content=content, headers=phone.headers)
    return reply.status_code, reply.json().get("code", "")


def status(phone: Phone, content: bytes = SOUND) -> int:
    return int(phone.client.get(path(content), headers=phone.headers).status_code)


def speaks(phone: Phone, **fields: object) -> list[str | None]:
    told = {"issue_id": ISSUE, "sha256": path().rpartition("/")[2], "seconds": 12, "language": "so", **fields}
    return phone.push(phone.change("voice", VOICE, **told))  # type: ignore[arg-type]


@pytest.fixture
def speaker(world: World) -> Phone:
    """A resident who has sent a recording about a point of theirs."""
    phone = world.phone("walker")
    phone.push(phone.change("issue", ISSUE, walk_id=world.walk, kind="care"))
    assert speaks(phone) == [None]
    assert send(phone) == (201, "")
    return phone


@pytest.mark.both_stores
def test_only_who_leads_the_desk_and_the_speaker_hear_it_and_it_is_gone_when_it_is_taken_back(
    world: World, speaker: Phone
) -> None:
    phones = {role: world.phone(role) for role in ROLES}
    assert {role for role, phone in phones.items() if status(phone) == 200} == {r for r in ROLES if may_hear(r)}
    assert status(speaker) == 200
    assert world.client.get(path()).status_code == 401

    assert speaker.push(speaker.change("voice", VOICE, **TAKEN_BACK)) == [None]
    assert [status(phone) for phone in (speaker, *phones.values())] == [404] * (1 + len(ROLES))
    assert world.central.files.sweep() == 1
    name = path().rpartition("/")[2]
    assert world.central.files._place.size(f"{name[:2]}/{name[2:]}") is None


@pytest.mark.both_stores
def test_a_recording_of_two_parts_goes_on_where_it_was_cut(world: World, speaker: Phone) -> None:
    long = recording(size=LARGEST_VOICE, seed=2)
    for begin in range(0, len(long), PART):
        part = long[begin : begin + PART]
        span = f"bytes {begin}-{begin + len(part) - 1}/{len(long)}"
        reply = speaker.client.put(path(long), content=part, headers={**speaker.headers, "Content-Range": span})
        held = speaker.client.get(f"{path(long)}/parts", headers=speaker.headers).json()
        assert held["held"] == begin + len(part)
    assert reply.json()["safe"]
    assert speaker.client.get(path(long), headers=speaker.headers).content == long


@pytest.mark.parametrize("container", CONTAINERS)
def test_it_is_served_as_sound_to_be_saved_and_never_as_a_page(world: World, container: str) -> None:
    phone, sound = world.phone("leader"), recording(container, seed=3)
    send(phone, sound)

    said = phone.client.get(path(sound), headers=phone.headers)

    assert said.content == sound
    assert said.headers["content-type"] == CONTAINERS[container]
    assert said.headers["content-disposition"] == "attachment"
    assert said.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in said.headers["cache-control"]


def test_what_is_no_recording_and_what_is_too_large_is_refused(world: World) -> None:
    phone = world.phone("leader")
    film = recording("mp4").replace(b"soun", b"vide")
    assert send(phone, film) == (422, "voice_unreadable")
    assert send(phone, recording(size=LARGEST_VOICE + 1)) == (413, "voice_too_large")
    first = recording(size=PART)
    headers = {**phone.headers, "Content-Range": f"bytes 0-{PART - 1}/{LARGEST_VOICE + 1}"}
    refused = phone.client.put(path(b"long"), content=first, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (413, "voice_too_large")


def test_a_recording_is_read_as_nothing_else_whatever_names_it(world: World, speaker: Phone) -> None:
    thief, name = world.phone("walker"), path().rpartition("/")[2]
    thief.push(thief.change("photo", "photo-00001", issue_id=ISSUE, sha256=name, covered=name))
    thief.push(thief.change("voice", "voice-00002", issue_id=ISSUE, sha256=name))
    assert status(thief) == 404


def test_what_is_written_out_is_everybodys_and_takes_nothing_from_the_speaker(world: World, speaker: Phone) -> None:
    desk = world.phone("coordinator")
    assert desk.push(desk.change("voice", VOICE, words="Lampan är sönder, och \"sha256\": är inget")) == [None]
    read = world.phone("walker").pull()
    assert "Lampan är sönder" in str([change.fields for change in read if change.record == "voice"])
    walk = world.phone("police").client.get(f"/api/v1/walks/{world.walk}", headers=speaker.headers).json()
    assert [(each["seconds"], each["language"]) for each in walk["voices"]] == [(12, "so")]
    assert speaker.push(speaker.change("voice", VOICE, **TAKEN_BACK)) == [None]


def test_nobody_else_takes_it_back_or_puts_another_in_its_place(world: World, speaker: Phone) -> None:
    for role in ("walker", "caretaker"):
        other = world.phone(role)
        assert other.push(other.change("voice", VOICE, **TAKEN_BACK)) == ["not_allowed"]
        assert other.push(other.change("voice", VOICE, sha256="a" * 64)) == ["not_allowed"]
        assert other.push(other.change("voice", VOICE, issue_id=world.issue)) == ["not_allowed"]
    leader = world.phone("leader")
    assert leader.push(leader.change("voice", VOICE, removed=True)) == [None]


def test_it_follows_its_point_into_a_circle_and_is_withdrawn_from_those_outside(world: World, speaker: Phone) -> None:
    leader, desk, neighbour = world.phone("leader"), world.phone("coordinator"), world.phone("walker")
    assert [change.record for change in neighbour.pull() if change.record_id == VOICE] == ["voice"]
    desk.push(desk.change("issue", ISSUE, for_est="kept"))

    assert [status(phone) for phone in (leader, desk)] == [404, 200]
    assert not [change for change in world.phone("walker").pull() if change.record == "voice"]
    lines = world.central.audit.between(world.organisation, 0, 2**60, 99)
    assert "voice" in [line.about.get("what") for line in lines]


def test_who_tells_as_nobody_records_nothing_and_none_of_it_is_kept(world: World) -> None:
    phone = world.phone("walker")
    phone.push(phone.change("issue", ISSUE, walk_id=world.walk))
    phone.client.post("/api/v1/anonymous", headers=phone.headers)

    assert speaks(phone) == ["voice_names_you"]
    assert send(phone) == (403, "voice_names_you")
    headers = {**phone.headers, "Content-Range": f"bytes 0-{len(SOUND) - 1}/{len(SOUND) + 9}"}
    assert phone.client.put(path(), content=SOUND, headers=headers).json()["code"] == "voice_names_you"
    lost = replace(world.caller("walker", world.walk), person_id="nobody-" + "a" * 32, lost_at=1)
    with pytest.raises(Exception, match="voice_names_you"):
        world.central.files.put(lost, path().rpartition("/")[2], SOUND)
    assert send(phone, JPEG) == (201, "")


def test_who_becomes_nobody_is_heard_by_nobody_and_what_was_written_out_stays(world: World, speaker: Phone) -> None:
    leader = world.phone("leader")
    leader.push(leader.change("voice", VOICE, words="Lampan"))
    speaker.client.post("/api/v1/anonymous", headers=speaker.headers)

    assert [status(leader), status(speaker)] == [404, 404]
    [voice] = leader.client.get(f"/api/v1/walks/{world.walk}", headers=leader.headers).json()["voices"]
    assert (voice["sha256"], voice["words"]) == (None, "Lampan")
    assert world.central.files.sweep() == 1


@pytest.mark.parametrize("words", [False, True])
def test_who_is_erased_is_heard_no_more(world: World, words: bool) -> None:
    speaker = world.phone("walker")
    speaker.push(speaker.change("issue", ISSUE, walk_id=world.walk))
    speaks(speaker)
    send(speaker)
    desk = world.phone("coordinator")
    desk.push(desk.change("voice", VOICE, words="Lampan"))
    [person] = {change.person for change in desk.pull() if change.record_id == ISSUE}

    [keeper] = keepers(world.central.database)
    done = erase(world.central, keeper, person, words=words)

    assert done.files == 1
    assert status(desk) == 404
    left = desk.client.get(f"/api/v1/walks/{world.walk}", headers=desk.headers).json()["voices"]
    assert [voice["words"] for voice in left] == ([] if words else ["Lampan"])


def test_hushing_twice_changes_nothing(world: World, speaker: Phone) -> None:
    [person] = {change.person for change in world.phone("coordinator").pull() if change.record_id == VOICE}
    for _ in range(2):
        with world.central.database.write() as connection:
            hush(connection, world.clock, world.organisation, person)
    assert status(world.phone("leader")) == 404


def test_what_was_taken_away_can_be_brought_back_for_a_week_and_then_its_sound_is_gone(
    world: World, speaker: Phone
) -> None:
    [keeper] = keepers(world.central.database)
    speaker.push(speaker.change("voice", VOICE, removed=True))
    assert [status(world.phone(role)) for role in ("leader", "walker")] == [404, 404]
    world.clock.now += PATIENCE - 1
    purge_one(world.central, keeper)
    assert world.central.files.sweep() == 0
    world.clock.now += 2
    purge_one(world.central, keeper)
    assert world.central.files.sweep() == 1
    assert status(speaker) == 404
    leader = world.phone("leader")
    assert leader.client.get(f"/api/v1/walks/{world.walk}", headers=leader.headers).json()["voices"] == []


def test_who_becomes_nobody_brings_nothing_back_that_they_took_away(world: World, speaker: Phone) -> None:
    speaker.push(speaker.change("voice", VOICE, removed=True))
    speaker.client.post("/api/v1/anonymous", headers=speaker.headers)
    leader = world.phone("leader")
    assert leader.client.get(f"/api/v1/walks/{world.walk}", headers=leader.headers).json()["voices"] == []
    assert world.central.files.sweep() == 1


def test_it_is_kept_for_its_own_period_and_no_longer(world: World, speaker: Phone) -> None:
    admin = world.phone("company_admin")
    admin.push(admin.change("organisation", world.organisation, keep_voice=2))
    [keeper] = keepers(world.central.database)
    world.clock.now += MONTH
    assert purge_one(world.central, keeper).is_nothing
    world.clock.now += 2 * MONTH
    done = purge_one(world.central, keeper)

    assert done.records == {"voice": 1}
    assert done.files == 1
    assert status(world.phone("leader")) == 404
