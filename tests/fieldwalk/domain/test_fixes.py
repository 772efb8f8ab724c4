"""Fixes, their distance, and what packing keeps."""

import base64
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.fields import LATEST, PACKED
from fieldwalk.domain.fixes import EARTH, MOST_FIXES, Fix, distance, pack, unpack
from fieldwalk.domain.refusals import Refused
from tests import synthetic

FIXES = st.builds(
    Fix,
    at=st.integers(0, LATEST),
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    accuracy=st.floats(0, 1_000_000),
)


def quantum(fix: Fix) -> Fix:
    return Fix(fix.at, round(fix.latitude * 1e6) / 1e6, round(fix.longitude * 1e6) / 1e6, round(fix.accuracy * 10) / 10)


@given(st.lists(FIXES, max_size=40))
def test_what_is_packed_comes_out_exact_to_the_quantum(fixes: list[Fix]) -> None:
    assert unpack(pack(fixes)) == [quantum(fix) for fix in fixes]


@given(st.lists(FIXES, max_size=20))
def test_packing_again_changes_nothing(fixes: list[Fix]) -> None:
    assert pack(unpack(pack(fixes))) == pack(fixes)


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: base64.b64encode(raw).decode())))
def test_nonsense_is_refused_or_read_as_fixes_on_earth(text: str) -> None:
    try:
        fixes = unpack(text)
    except Refused:
        return
    assert all(abs(fix.latitude) <= 90 and 0 <= fix.at <= LATEST for fix in fixes)


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"\x02\x00",
        b"\x01",
        b"\x01\x01",
        b"\x01\x01\x02\x02\x02",
        b"\x01\x01\x02\x02\x02\x02\x02",
        b"\x01\x01\x02\x02\x02\x01",
        b"\x01\x01\x02" + b"\xff" * 20 + b"\x01\x02\x02",
        b"\x01\x80",
        b"\x01\xff\xff\xff\xff\x7f",
    ],
    ids=["empty", "version", "no count", "no columns", "short", "long", "negative", "endless", "cut", "many"],
)
def test_what_pack_cannot_have_written_is_refused(packed: bytes) -> None:
    with pytest.raises(Refused) as refused:
        unpack(base64.b64encode(packed).decode())
    assert refused.value.code == "field_not_valid"


@pytest.mark.parametrize("wrong", [Fix(0, math.nan, 0, 0), Fix(0, 91, 0, 0), Fix(-1, 0, 0, 0), Fix(0, 0, 0, math.inf)])
def test_a_fix_that_is_nowhere_is_not_packed(wrong: Fix) -> None:
    with pytest.raises(Refused):
        pack([wrong])


def test_a_walk_of_ninety_minutes_fits_one_field_many_times_over() -> None:
    fixes = synthetic.plain_loop().fixes * 4
    assert 5400 <= len(fixes) <= MOST_FIXES
    assert len(pack(fixes)) < PACKED.longest / 2


def test_distance_is_along_the_great_circle() -> None:
    quarter = distance(Fix(0, 0, 0, 0), Fix(0, 0, 90, 0))
    assert quarter == pytest.approx(EARTH * math.pi / 2)
    assert distance(Fix(0, 0, 0, 0), Fix(0, 0, 180, 0)) == pytest.approx(EARTH * math.pi)
    assert distance(Fix(0, 59.0, 17.0, 0), Fix(0, 59.001, 17.0, 0)) == pytest.approx(111.195, abs=0.01)


@given(FIXES, FIXES)
def test_distance_is_the_same_both_ways_and_never_beyond_the_antipode(a: Fix, b: Fix) -> None:
    assert distance(a, b) == pytest.approx(distance(b, a))
    assert 0 <= distance(a, b) <= EARTH * math.pi + 1
