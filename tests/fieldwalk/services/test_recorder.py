"""The track is kept in bursts and broken where the phone saw nothing."""

from dataclasses import replace

from fieldwalk.domain.tracks import Fix
from fieldwalk.services.recorder import BURST_TIME
from tests.fieldwalk.services.conftest import Phone, phone_over

START = 1_795_000_000_000


def walking(seconds: int, since: int = START) -> list[Fix]:
    """A fix a second, 1.4 metres north each."""
    return [Fix(since + s * 1000, 59.25 + s * 1.4 / 111_320, 17.86, 5.0) for s in range(seconds)]


def play(phone: Phone, fixes: list[Fix]) -> None:
    for fix in fixes:
        phone.position.give(fix)


def test_a_walk_is_recorded_within_three_percent(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.recorder.start(walk_id)
    play(phone, walking(300))
    phone.fieldwalk.recorder.stop()
    track = phone.fieldwalk.store.track(walk_id)
    assert len(track.segments) == 1
    assert abs(track.length - 299 * 1.4) / (299 * 1.4) < 0.03


def test_a_kill_loses_at_most_the_last_ten_seconds(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.recorder.start(walk_id)
    fixes = walking(125)
    play(phone, fixes)
    kept = phone.fieldwalk.store.track(walk_id)
    assert fixes[-1].at - kept.fixes[-1].at <= BURST_TIME + 8_000


def test_writes_come_in_bursts_not_per_fix(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.recorder.start(walk_id)
    play(phone, walking(600))
    assert len(phone.fieldwalk.store.fixes(walk_id)) <= 60


def test_a_four_minute_hole_is_two_segments(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.recorder.start(walk_id)
    play(phone, walking(120))
    play(phone, [replace(fix, at=fix.at + 240_000) for fix in walking(240)[120:]])
    phone.fieldwalk.recorder.stop()
    track = phone.fieldwalk.store.track(walk_id)
    assert len(track.segments) == 2
    assert len(track.gaps) == 1


def test_a_pause_records_nothing_and_is_no_gap(phone: Phone, walk_id: str) -> None:
    recorder, walks = phone.fieldwalk.recorder, phone.fieldwalk.walks
    recorder.start(walk_id)
    play(phone, walking(60))
    phone.clock.move(60_000)
    walks.pause(walk_id)
    recorder.pause()
    play(phone, walking(60, START + 61_000))
    phone.clock.move(60_000)
    walks.resume(walk_id)
    recorder.resume()
    play(phone, walking(60, START + 121_000))
    recorder.stop()
    track = phone.fieldwalk.store.track(walk_id)
    assert len(track.segments) == 2
    assert not any(START + 62_000 < fix.at < START + 119_000 for fix in track.fixes)


def test_going_on_after_a_restart_begins_a_new_segment(phone: Phone, walk_id: str) -> None:
    recorder = phone.fieldwalk.recorder
    recorder.start(walk_id)
    play(phone, walking(60))
    recorder.stop()
    recorder.start(walk_id)
    play(phone, walking(60, START + 600_000))
    recorder.stop()
    assert {burst.segment for burst in phone.fieldwalk.store.fixes(walk_id)} == {0, 1}


def test_trouble_is_told_until_a_fix_comes(phone: Phone, walk_id: str) -> None:
    recorder = phone.fieldwalk.recorder
    heard: list[str | None] = []
    leave = recorder.subscribe(lambda: heard.append(recorder.trouble))
    recorder.start(walk_id)
    phone.position.fail("denied")
    phone.position.give(walking(1)[0])
    leave()
    phone.position.fail("denied")
    assert heard == ["denied", None]


def test_watching_shows_where_we_are_and_keeps_nothing(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.recorder.watch()
    play(phone, walking(60))
    assert phone.fieldwalk.recorder.latest == walking(60)[-1]
    assert phone.fieldwalk.store.fixes(walk_id) == []


def test_stopping_lets_the_position_go(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.recorder.start(walk_id)
    phone.fieldwalk.recorder.stop()
    assert not phone.position.listening


def test_the_end_of_the_track_is_known_before_it_is_written(phone: Phone, walk_id: str) -> None:
    recorder = phone.fieldwalk.recorder
    recorder.start(walk_id)
    play(phone, walking(123))
    written = phone.fieldwalk.store.track(walk_id).fixes
    recent = recorder.recent
    assert 0 < len(recent) <= 10
    assert recent[0].at - written[-1].at <= 5_000
    recorder.stop()
    kept = [fix.at for fix in (*written, *recent)]
    assert [fix.at for fix in phone.fieldwalk.store.track(walk_id).fixes][: len(kept)] == kept
    assert recorder.recent == ()


def test_who_recorded_knows_it_after_a_kill_and_who_stopped_has_forgotten(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.recorder.start(walk_id)
    again = phone_over(phone.database)
    assert (again.fieldwalk.recorder.left_off, again.fieldwalk.recorder.walk_id) == (walk_id, None)
    again.fieldwalk.recorder.stop()
    assert phone_over(phone.database).fieldwalk.recorder.left_off is None


def test_only_watching_is_nothing_to_go_on_with(phone: Phone, walk_id: str) -> None:
    phone.fieldwalk.recorder.watch()
    assert phone.fieldwalk.recorder.left_off is None
