"""The hybrid clock puts all changes into one order, whatever the phones' own clocks do."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.clock import TOLERANCE, Stamp, apart, is_of, is_stamp, tick, witness

moments = st.integers(0, 2**47)
counts = st.integers(0, 0xFFFF)
stamps = st.builds(Stamp, moments, counts, st.sampled_from(["aaaaaaaa", "bbbbbbbb"]))


@given(stamps, moments)
def test_the_next_stamp_is_always_greater_even_when_the_clock_falls_back(last: Stamp, now: int) -> None:
    assert tick(last, now) > last


@given(stamps, stamps)
def test_the_text_of_stamps_sorts_as_the_stamps_do(a: Stamp, b: Stamp) -> None:
    assert (str(a) < str(b)) == (a < b)


@given(stamps)
def test_a_stamp_comes_back_from_its_text(stamp: Stamp) -> None:
    assert Stamp.parse(str(stamp)) == stamp


@given(stamps, stamps, moments)
def test_what_is_written_after_reading_sorts_after_what_was_read(last: Stamp, seen: Stamp, now: int) -> None:
    after = tick(witness(last, seen, now), now)
    assert after > last
    if seen.time <= now + TOLERANCE:
        assert (after.time, after.count) > (seen.time, seen.count)


def test_a_clock_three_days_ahead_is_not_followed() -> None:
    now = 1_795_000_000_000
    ours = Stamp(now, 0, "aaaaaaaa")
    assert witness(ours, Stamp(now + 3 * 86_400_000, 0, "bbbbbbbb"), now) == ours


@pytest.mark.parametrize("text", ["", "0", "x" * 25, "0000000000050000_abcdefgh", "000000000005000G-abcdefgh"])
def test_another_text_is_no_stamp(text: str) -> None:
    with pytest.raises(ValueError, match="not a stamp"):
        Stamp.parse(text)


@given(stamps, st.binary(), st.binary())
def test_what_goes_apart_from_a_stamp_keeps_its_moment_and_its_writer(stamp: Stamp, one: bytes, other: bytes) -> None:
    hashes = [hashlib.sha256(content).hexdigest() for content in (one, other)]
    became = [apart(str(stamp), sha256) for sha256 in hashes]
    assert all(is_stamp(each) and is_of(each, stamp.replica) and each > str(stamp) for each in became)
    assert all(Stamp.parse(each).time == stamp.time for each in became)
    assert (became[0] == became[1]) == (one == other)
