"""The intake: idempotent, fair to the others, and never wider than the caller's rights."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, apart, restamped
from sync.protocol.messages import LARGEST, PATH, unpack_response
from sync.server.intake import Pushed
from sync.server.store.tables import JOURNAL, PARKED
from sync.squeeze import unsqueeze
from tests.fakes.central_world import World, refusals

pytestmark = pytest.mark.both_stores

DAY = 86_400_000


def rows(world: World, table: object) -> int:
    with world.central.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_batch_fifty_times_in_parallel_is_one_set_of_rows(world: World) -> None:
    phone = world.phone("leader")
    before = rows(world, JOURNAL)
    changes = [phone.change("issue", world.identity(), walk_id=world.walk, number=n) for n in range(1, 21)]
    body = phone.packed(*changes)

    def send(_: int) -> list[tuple[str, str, str | None]]:
        content = world.client.post(PATH, content=body, headers=phone.headers).content
        receipts = phone.receipts(unpack_response(unsqueeze(content, LARGEST)), *changes)
        return [(receipt.stamp, receipt.sha256, receipt.refused) for receipt in receipts]

    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(send, range(50)))

    assert all(receipt == receipts[0] for receipt in receipts)
    assert receipts[0] == [(change.stamp, change.sha256(), None) for change in changes]
    assert rows(world, JOURNAL) == before + 20


def test_one_poisoned_item_among_a_hundred_is_named_and_the_others_arrive(world: World) -> None:
    phone = world.phone("leader")
    changes = [phone.change("issue", world.identity(), walk_id=world.walk, words=f"Punkt {n}") for n in range(100)]
    changes[41] = phone.change("issue", world.identity(), walk_id=world.walk, words="NUL \x00 here")

    refused = phone.push(*changes)

    assert refused[41] == "text_not_clean"
    assert refused.count(None) == 99
    assert rows(world, PARKED) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"words": "x" * 20_001}, "text_too_long"),
        ({"severity": 4}, "field_not_valid"),
        ({"position": [91, 0, 1]}, "field_not_valid"),
        ({"words": "\ud800"}, "text_not_clean"),
        ({"from_a_newer_phone": float("nan")}, "field_not_valid"),
        ({"from_a_newer_phone": "x" * 30_000}, "text_too_long"),
    ],
)
def test_what_no_field_may_hold_is_refused_with_its_code(world: World, fields: dict[str, object], code: str) -> None:
    phone = world.phone("leader")
    change = phone.change("issue", world.identity(), walk_id=world.walk, **fields)  # type: ignore[arg-type]

    [receipt] = world.central.take(world.caller("leader"), [change])

    assert receipt.refused == code


def test_words_in_every_script_come_back_as_they_were_written(world: World) -> None:
    phone, words = world.phone("leader"), "Mörkt 🌒 \u200fعتمة\u200e ängslan"
    phone.push(phone.change("issue", world.issue, words=words))

    assert [c.fields["words"] for c in world.phone("coordinator").pull() if "words" in c.fields][-1] == words


def test_an_unknown_category_and_an_unknown_field_of_a_newer_phone_are_kept(world: World) -> None:
    phone = world.phone("walker")
    assert phone.push(phone.change("issue", world.issue, category="drones", sound_level=[61.5, None])) == [None]

    newest = world.phone("leader").pull()[-1]
    assert newest.fields == {"category": "drones", "sound_level": [61.5, None]}


def test_a_record_type_of_a_newer_phone_is_kept_for_those_who_may_write_it(world: World) -> None:
    staff, walker = world.phone("coordinator"), world.phone("walker")

    assert staff.push(staff.change("rating", world.identity(), walk_id=world.walk, score=4)) == [None]
    assert walker.push(walker.change("rating", world.identity(), score=4)) == ["not_allowed"]
    assert "rating" in [change.record for change in walker.pull()]


def test_a_refused_change_gets_the_same_answer_again_and_is_kept_aside(world: World) -> None:
    phone = world.phone("walker")
    change = phone.change("walk", world.walk, title="Mine now")

    assert [phone.push(change), phone.push(change)] == [["not_allowed"], ["not_allowed"]]
    assert rows(world, PARKED) == 1


def test_a_stamp_that_is_taken_by_something_else_means_two_phones_with_one_name(world: World) -> None:
    phone = world.phone("leader")
    first = phone.change("issue", world.issue, words="först")
    second = Change(first.stamp, "", "issue", world.issue, {"words": "sedan"})
    phone.push(first)

    reply = world.client.post(PATH, content=phone.packed(second), headers=phone.headers)

    assert reply.json()["code"] == "replica_taken"
    assert [c.fields for c in world.phone("coordinator").pull() if c.stamp == first.stamp] == [first.fields]


def test_a_number_that_is_taken_by_another_batch_means_two_phones_with_one_name(world: World) -> None:
    phone = world.phone("leader")
    first, second = (phone.change("issue", world.issue, words=words) for words in ("först", "sedan"))
    phone.push(first)
    phone.batch = 0

    reply = world.client.post(PATH, content=phone.packed(second), headers=phone.headers)

    assert reply.json()["code"] == "replica_taken"


def test_the_writer_is_the_tokens_holder_whatever_the_change_says(world: World) -> None:
    phone = world.phone("leader")
    forged = phone.change("issue", world.issue, words="nytt")
    phone.push(Change(forged.stamp, "somebody-else", forged.record, forged.record_id, forged.fields))

    kept = next(c for c in world.phone("coordinator").pull() if c.stamp == forged.stamp)
    assert kept.person not in ("", "somebody-else")


def test_a_clock_far_ahead_or_behind_is_never_a_reason_to_refuse(world: World) -> None:
    phone = world.phone("leader")
    world.clock.now += 3 * 86_400_000
    ahead = phone.change("issue", world.issue, words="i övermorgon")
    world.clock.now -= 3 * 86_400_000

    [receipt] = phone.receipts(phone.turn(ahead), ahead)
    assert receipt.refused is None
    assert receipt.became is not None
    assert Stamp.parse(receipt.became).time <= world.clock.now
    assert [r.became for r in phone.receipts(phone.turn(ahead), ahead)] == [receipt.became]


def test_what_a_fast_clock_wrote_keeps_its_place_among_what_others_wrote(world: World) -> None:
    fast, other = world.phone("leader"), world.phone("coordinator")
    world.clock.now += 3 * DAY
    first = fast.change("issue", world.issue, words="först")
    second = fast.change("issue", world.issue, words="rättat")
    world.clock.now -= 3 * DAY - 60_000
    between = other.change("issue", world.issue, words="en minut senare")
    other.push(between)
    caller, pushed = world.caller("leader"), Pushed(fast.replica, 1, "x", ahead=3 * DAY)

    receipts = world.central.take(caller, [first, second], pushed)

    became = [receipt.became or "" for receipt in receipts]
    assert became == sorted(became)
    assert became[-1] < between.stamp


def test_what_one_phone_hands_back_for_another_names_no_writer(world: World) -> None:
    author, bearer = world.phone("walker"), world.phone("leader")
    change = author.change("issue", world.issue, words="hens ord")

    assert bearer.push(change) == [None]
    assert [c.person for c in world.phone("coordinator").pull() if c.stamp == change.stamp] == [""]


def test_a_stamp_that_is_none_is_refused_and_hurts_nobody(world: World) -> None:
    phone = world.phone("leader")
    good = phone.change("issue", world.issue, words="bra")
    bad = [Change(stamp, "", "issue", world.issue, {"words": "x"}) for stamp in ("", "nonsense", "\ud800")]

    receipts = world.central.take(world.caller("leader"), [*bad, good])

    assert refusals(receipts) == ["field_not_valid"] * 3 + [None]


def test_an_issue_with_no_walk_yet_belongs_to_the_walkers_own(world: World) -> None:
    phone = world.phone("walker")
    issue = world.identity()
    phone.push(phone.change("issue", issue, words="utan vandring"))

    assert issue in [change.record_id for change in world.phone("walker").pull()]


def test_a_record_never_moves_to_another_walk(world: World) -> None:
    phone = world.phone("leader")
    elsewhere = world.identity()

    assert phone.push(phone.change("issue", world.issue, walk_id=elsewhere)) == ["not_allowed"]


def test_what_came_before_its_walk_was_known_reaches_those_who_read_past_it(world: World) -> None:
    leader, walker = world.phone("leader"), world.phone("walker")
    stop = world.identity()
    leader.push(leader.change("stop", stop, title="Tunneln"))
    assert stop not in [change.record_id for change in walker.pull()]

    leader.push(leader.change("stop", stop, walk_id=world.walk))

    assert [c.fields for c in walker.turn().changes] == [{"title": "Tunneln"}, {"walk_id": world.walk}]


def test_what_staff_handed_back_first_under_its_new_stamp_belongs_to_the_walkers_walk(world: World) -> None:
    """The server was restored before the walker heard that their clock was ahead, and which stamp they got for it."""
    walker, staff = world.phone("walker"), world.phone("coordinator")
    issue, now = world.identity(), world.clock.now
    world.clock.now += 3 * DAY
    written = walker.change("issue", issue, words="före sin tid")
    world.clock.now = now
    became = Stamp(now, 0, restamped(written.moment))
    staff.push(Change(str(became), "", "issue", issue, written.fields))
    assert issue not in [change.record_id for change in walker.pull()]

    pushed = Pushed(walker.replica, 1, "x", ahead=3 * DAY + 1)
    receipts = world.central.take(world.caller("walker", world.walk), [written], pushed)

    assert [receipt.became for receipt in receipts] == [str(became)]
    assert [change.stamp for change in walker.pull() if change.record_id == issue] == [str(became)]


def test_what_is_handed_on_for_a_phone_that_was_copied_is_kept_beside_what_the_copy_wrote(world: World) -> None:
    """Both wrote in the same moment, under one name: one of them here, the other one at a hub."""
    copied, bearer = world.phone("leader"), world.phone("coordinator")
    first = copied.change("issue", world.issue, words="först")
    second = Change(first.stamp, "", "issue", world.issue, {"words": "sedan"})
    copied.push(first)

    receipts = [bearer.receipts(bearer.turn(second), second) for _ in range(2)]

    assert receipts[0] == receipts[1]
    became = receipts[0][0].became
    assert became == apart(first.stamp, second.sha256())
    said = {change.stamp: change.fields for change in world.phone("leader").pull()}
    said = {stamp: said[stamp] for stamp in (first.stamp, became)}
    assert said == {first.stamp: first.fields, became: second.fields}


def test_what_is_refused_of_a_copied_phone_is_set_aside_beside_what_the_copy_was_refused(world: World) -> None:
    copied, bearer = world.phone("walker"), world.phone("walker")
    first = copied.change("walk", world.walk, title="Mine now")
    copied.push(first)

    second = Change(first.stamp, "", "walk", world.walk, {"title": "No, mine"})

    assert [bearer.push(second), bearer.push(second)] == [["not_allowed"], ["not_allowed"]]
    assert copied.push(first) == ["not_allowed"]
