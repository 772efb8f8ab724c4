"""An identity is a UUID version 7, and sorts by the time it was made."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwalk.domain.fields import IDENTITY
from fieldwalk.domain.identities import identity

moments = st.integers(0, 2**48 - 1)
randoms = st.binary(min_size=10, max_size=10)


@given(moments, randoms)
def test_an_identity_is_a_uuid_of_version_7(now: int, random: bytes) -> None:
    made = uuid.UUID(identity(now, random))
    assert (made.version, made.variant, made.int >> 80) == (7, uuid.RFC_4122, now)
    IDENTITY.check(str(made))


@given(moments, randoms, randoms)
def test_a_later_one_sorts_after(now: int, first: bytes, second: bytes) -> None:
    assert identity(now, first) < identity(now + 1, second) if now < 2**48 - 1 else True


def test_too_little_chance_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        identity(1, b"short")
