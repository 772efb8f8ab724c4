"""A walk and its track stay in step, whatever is pressed and whenever the app is ended."""

from fieldwalk.domain.fixes import Fix
from fieldwalk.services.outing import Outing
from tests.fieldwalk.services.conftest import Phone, phone_over


def outing_as(phone: Phone, role: str) -> Outing:
    """The outing of a phone whose holder has this role."""
    fieldwalk = phone.fieldwalk
    return Outing(fieldwalk.store, fieldwalk.walks, fieldwalk.recorder, lambda: role)


def walk_on(phone: Phone, seconds: int) -> None:
    """So many seconds pass, with a fix each."""
    for _ in range(seconds):
        phone.clock._now += 1000
        phone.position.give(Fix(phone.clock.now(), 59.25 + phone.clock.now() % 10**8 * 1.4e-3 / 111_320, 17.86, 5.0))


def test_no_fix_lies_in_a_pause_and_none_that_was_walked_is_lost(phone: Phone) -> None:
    outing, store = phone.fieldwalk.outing, phone.fieldwalk.store
    walk_id = phone.fieldwalk.walks.plan("Kväll")
    outing.start(walk_id)
    walk_on(phone, 30)
    outing.pause(walk_id)
    walk_on(phone, 30)
    outing.resume(walk_id)
    walk_on(phone, 30)
    outing.finish(walk_id)
    walk_on(phone, 30)
    walk = store.walk(walk_id)
    assert walk is not None
    [[begin, end]] = walk.pauses or []
    moments = [fix.at for fix in store.track(walk_id).fixes]
    assert begin is not None
    assert end is not None
    assert [at for at in moments if begin < at < end or at > (walk.finished_at or 0)] == []
    assert begin - max(at for at in moments if at <= begin) < 10_000
    assert walk.state == "finished"


def test_a_walk_that_was_recorded_here_is_recorded_on_after_a_kill(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.outing.start(walk_id)
    phone.fieldwalk.outing.pause(walk_id)
    later = phone_over(phone.database)
    later.fieldwalk.outing.go_on()
    assert (later.fieldwalk.recorder.walk_id, later.fieldwalk.recorder.recording) == (walk_id, False)
    later.fieldwalk.outing.resume(walk_id)
    assert later.fieldwalk.recorder.recording


def test_one_that_was_finished_elsewhere_meanwhile_is_not(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.outing.start(walk_id)
    phone.fieldwalk.walks.finish(walk_id)
    later = phone_over(phone.database)
    later.fieldwalk.outing.go_on()
    assert later.fieldwalk.recorder.walk_id is None


def test_a_leader_records_the_walk_that_is_looked_at_and_a_walker_only_looks(phone: Phone, walk_id: str) -> None:
    walk, recorder = phone.fieldwalk.store.walk(walk_id), phone.fieldwalk.recorder
    assert walk is not None
    for role, here in (("walker", None), ("leader", walk_id)):
        outing = outing_as(phone, role)
        outing.follow(walk)
        outing.follow(walk)
        assert (outing.leads(walk), recorder.walk_id) == (here is not None, here)
        assert phone.position.listening


def test_the_position_is_let_go_when_nothing_is_recorded(phone: Phone, walk_id: str) -> None:
    outing = phone.fieldwalk.outing
    outing.start(walk_id)
    outing.let_go()
    assert phone.position.listening
    outing.finish(walk_id)
    phone.fieldwalk.recorder.watch()
    outing.let_go()
    assert not phone.position.listening
