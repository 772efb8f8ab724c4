"""A field holds what its kind says, and ``None``."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.fields import DAY, FLAG, HASH, IDENTITY, MOMENT, PLACE, SPANS, Choice, Json, Kind, Text, clean
from fieldwalk.domain.records import RECORDS, field_table
from fieldwalk.domain.refusals import Refused

KINDS = [kind for record in RECORDS.values() for kind in field_table(record).values()]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(KINDS), json_values)
def test_any_json_value_is_held_or_refused_and_never_breaks_a_check(kind: Kind, value: Json) -> None:
    with suppress(Refused):
        kind.check(value)


def held(kind: Kind, value: Json) -> bool:
    try:
        kind.check(value)
    except Refused:
        return False
    return True


plain = st.sampled_from(
    [None, True, 0, 1, -1, 1.0, math.nan, math.inf, "a", "a\0", "2026-12-31", "f" * 64, "x" * 201, "lighting"]
)
places = st.sampled_from([[59.25, 17.86, 6.5], [91, 0, 0], [0, 0, math.nan], [10**400, 0, 0], [1, 2], []])
spans = st.sampled_from([[[1, 2]], [[1, None], [3, 4]], [[1, "b"]], [[2, 1]]])
fitting = plain | places | spans


@given(st.sampled_from(KINDS), st.lists(fitting | json_values, max_size=4))
def test_a_column_is_held_when_each_of_its_values_is(kind: Kind, values: list[Json]) -> None:
    assert kind.holds_all(values) == all(held(kind, value) for value in values)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_may_be_empty(kind: Kind) -> None:
    kind.check(None)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DAY, "2026-12-31"),
        (FLAG, True),
        (HASH, "a" * 64),
        (IDENTITY, "0190b7e2-aaaa-7bbb-8ccc-0123456789ab"),
        (MOMENT, 0),
        (PLACE, [-90, 180, 0]),
        (PLACE, [59.25, 17.86, 6.5]),
        (SPANS, []),
        (SPANS, [[1, 2], [3, None]]),
        (Choice(["a"]), "zebra"),
    ],
)
def test_a_right_value_is_held(kind: Kind, value: Json) -> None:
    kind.check(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DAY, "2026-13-01"),
        (DAY, "31/12/2026"),
        (FLAG, 1),
        (HASH, "A" * 64),
        (IDENTITY, "short"),
        (IDENTITY, "../etc/passwd"),
        (MOMENT, 4_102_444_800_001),
        (MOMENT, 1.5),
        (PLACE, [59.25, 17.86, -1]),
        (PLACE, {"lat": 1}),
        (SPANS, [[2, 1]]),
        (SPANS, [[1]]),
        (Choice(["a"]), "Not A Word"),
    ],
)
def test_a_wrong_value_is_refused(kind: Kind, value: Json) -> None:
    with pytest.raises(Refused) as caught:
        kind.check(value)
    assert caught.value.code == "field_not_valid"


@given(st.text())
def test_cleaned_text_can_always_be_kept_and_cleaning_twice_is_cleaning_once(text: str) -> None:
    cleaned = clean(text)
    Text(10_000).check(cleaned)
    assert clean(cleaned) == cleaned
