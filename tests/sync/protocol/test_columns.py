"""A column comes back exactly, whatever stood in it, and nonsense never becomes values."""

import math
import uuid
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.bytes import Reader, Writer
from sync.protocol.columns import read_column, write_column

LETTERS = st.text(st.characters(codec="utf-8"), max_size=20)
SIMPLE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), LETTERS, st.uuids().map(str),
    st.binary(max_size=12).map(bytes.hex), st.floats(-180, 180).map(lambda x: round(x, 7)),
)  # fmt: skip
VALUES = st.recursive(SIMPLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=2))
COLUMNS = st.one_of(
    st.lists(VALUES, min_size=1, max_size=12),
    *(st.lists(kind, min_size=1, max_size=12) for kind in (st.integers(), st.uuids().map(str), LETTERS)),
    st.lists(st.sampled_from([None, "a", True, 1, 0, False, "b"]), min_size=1, max_size=40),
    st.lists(st.tuples(st.floats(-90, 90).map(lambda x: round(x, 6)), st.just(17.5)).map(list), min_size=1, max_size=9),
)


def there_and_back(values: list[object]) -> list[object]:
    out = Writer()
    write_column(out, values)  # type: ignore[arg-type]
    source = Reader(out.written())
    back = read_column(source, len(values))
    source.end()
    return back


@given(COLUMNS)
def test_every_column_comes_back_equal_type_for_type(values: list[object]) -> None:
    assert repr(there_and_back(values)) == repr(values)


@pytest.mark.parametrize(
    "values",
    [
        [1, 1.0, True, "1"],
        [0.0, -0.0, 1.5],
        [math.inf, 1.0],
        [2**63, -(2**63), 2**200],
        ["", ""],
        ["a\0b", "c"],
        ["half \ud83d"],
        ["YWJj", "YWI="],
        ["YWJj\n"],
        ["00ff", "00FF"],
        [str(uuid.UUID(int=n)) for n in range(3)],
        [[1, [2]], [3, [4]]],
        [[]],
        [{"a": None}],
        [None] * 5,
        [True, False] * 4,
        [1, True, 1, True, 1, True, 1, True],
    ],
)
def test_values_that_look_alike_stay_what_they_are(values: list[object]) -> None:
    assert repr(there_and_back(values)) == repr(values)


def test_a_number_that_is_none_stays_none() -> None:
    assert math.isnan(there_and_back([math.nan, 1.0])[0])  # type: ignore[arg-type]


@given(st.binary(max_size=60), st.integers(1, 20))
def test_nonsense_is_a_value_error_and_nothing_else(noise: bytes, count: int) -> None:
    with suppress(ValueError, RecursionError):
        assert len(read_column(Reader(noise), count)) == count


def test_a_few_repeated_words_need_a_byte_each() -> None:
    out = Writer()
    write_column(out, ["lighting", "vegetation", "lighting", None] * 250)
    assert len(out.written()) < 1050
