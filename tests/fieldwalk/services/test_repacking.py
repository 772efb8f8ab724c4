"""When a walk closes its track goes into few records, as far as nobody has seen it, and stays the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from fieldwalk.domain.fixes import Fix, pack
from fieldwalk.domain.records import Fixes
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.pen import Pen
from fieldwalk.services.repacking import MOST_FIXES, repack
from sync.client.journal import Edit
from sync.protocol.changes import Change
from sync.protocol.messages import Request, pack_request
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_levelling import join
from tests.fieldwalk.services.test_recorder import play, walking


def walked(phone: Phone, walk_id: str, fixes: list[Fix]) -> None:
    phone.fieldwalk.recorder.start(walk_id)
    play(phone, fixes)


def bursts(phone: Phone, walk_id: str) -> list[Fixes]:
    return list(phone.fieldwalk.store.fixes(walk_id))


def bytes_to_send(phone: Phone) -> int:
    return len(pack_request(Request(phone.journal.replica, 0, 0, phone.journal.unsent(100_000), 1)))


def test_a_walk_without_a_network_closes_as_one_record_a_segment_and_the_same_track(
    phone: Phone, walk_id: str
) -> None:
    walked(phone, walk_id, walking(600))
    phone.fieldwalk.recorder.pause()
    phone.fieldwalk.recorder.resume()
    play(phone, walking(600, walking(700)[-1].at))
    phone.fieldwalk.recorder.stop()
    before, many, large = phone.fieldwalk.store.track(walk_id), len(bursts(phone, walk_id)), bytes_to_send(phone)
    phone.fieldwalk.outing.finish(walk_id)
    assert phone.fieldwalk.store.track(walk_id) == before
    assert (many > 40, len(bursts(phone, walk_id))) == (True, 2), many
    assert bytes_to_send(phone) < large / 2
    phone.journal.rebuild()
    assert phone.fieldwalk.store.track(walk_id) == before


def test_what_was_sent_stays_as_it_is(phone: Phone, walk_id: str) -> None:
    join(phone)
    walked(phone, walk_id, walking(300))
    asyncio.run(phone.fieldwalk.exchange.turn())
    sent = bursts(phone, walk_id)
    play(phone, walking(600)[300:])
    phone.fieldwalk.recorder.stop()
    before = phone.fieldwalk.store.track(walk_id)
    phone.fieldwalk.outing.finish(walk_id)
    after = bursts(phone, walk_id)
    assert [burst for burst in after if burst in sent] == sent
    assert len(after) == len(sent) + 1
    assert phone.fieldwalk.store.track(walk_id) == before
    asyncio.run(phone.fieldwalk.exchange.turn())
    assert phone.journal.waiting() == 0


@pytest.mark.parametrize("answer", ["lost", "taken apart", "rescued"])
def test_what_may_be_known_elsewhere_stays_though_nobody_has_confirmed_it(
    phone: Phone, walk_id: str, answer: str
) -> None:
    walked(phone, walk_id, walking(300))
    phone.fieldwalk.recorder.stop()
    if answer == "rescued":
        asyncio.run(phone.fieldwalk.rescuing.file())
    else:
        assert phone.journal.batch(6000)
    if answer == "taken apart":
        phone.journal.thaw()
    before = bursts(phone, walk_id)
    phone.fieldwalk.outing.finish(walk_id)
    assert bursts(phone, walk_id) == before


def test_a_phone_of_before_whose_batches_were_never_noted_has_shown_all(phone: Phone, walk_id: str) -> None:
    walked(phone, walk_id, walking(300))
    phone.fieldwalk.recorder.stop()
    phone.journal.batch(6000)
    phone.database.execute("delete from device where key = 'shown'")
    before = bursts(phone, walk_id)
    phone.fieldwalk.outing.finish(walk_id)
    assert bursts(phone, walk_id) == before


def test_another_walks_track_and_what_cannot_be_read_are_left_alone(phone: Phone, walk_id: str) -> None:
    other = phone.fieldwalk.walks.plan("En annan")
    walked(phone, other, walking(100))
    phone.fieldwalk.recorder.stop()
    theirs = bursts(phone, other)
    pen = phone.fieldwalk.recorder._pen
    for packed in (pack(walking(10)), "?"):
        pen.write("fixes", pen.new_id(), walk_id=walk_id, segment=0, started_at=1, ended_at=2, packed=packed)
    mine = bursts(phone, walk_id)
    phone.fieldwalk.outing.finish(walk_id)
    assert (bursts(phone, other), bursts(phone, walk_id)) == (theirs, mine)


def test_a_day_of_walking_fits_into_what_a_field_may_hold(phone: Phone, walk_id: str) -> None:
    pen, fixes = phone.fieldwalk.recorder._pen, walking(MOST_FIXES + 100)
    for some in (fixes[:MOST_FIXES], fixes[MOST_FIXES:]):
        span = {"started_at": some[0].at, "ended_at": some[-1].at}
        pen.write("fixes", pen.new_id(), walk_id=walk_id, segment=0, **span, packed=pack(some))
    repack(phone.journal, pen, walk_id)
    assert len(bursts(phone, walk_id)) == 2
    assert len(phone.fieldwalk.store.track(walk_id).fixes) == MOST_FIXES + 100


class FullPen(Pen):
    """A phone without room."""

    def write_all(self, *edits: Edit, instead_of: Sequence[Change] = ()) -> None:
        raise Refused("storage_full")


def test_without_room_the_track_is_as_it_was(phone: Phone, walk_id: str) -> None:
    walked(phone, walk_id, walking(300))
    phone.fieldwalk.recorder.stop()
    before = bursts(phone, walk_id)
    repack(phone.journal, FullPen(phone.journal, phone.clock.now, bytes, lambda: ""), walk_id)
    assert bursts(phone, walk_id) == before
