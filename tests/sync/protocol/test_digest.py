"""Sums tell whether two sides hold the same, in whatever order it came, and where they differ."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.digest import added, bucket, differing, sums, weight

HASHES = st.sets(st.integers().map(lambda n: hashlib.sha256(str(n).encode()).hexdigest()), max_size=30)


@given(HASHES, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(hashes: set[str], chance: object) -> None:
    shuffled = sorted(hashes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sums(shuffled) == sums(sorted(hashes))
    assert added(0, *sums(shuffled)) == added(0, *map(weight, hashes))


@given(HASHES, HASHES)
def test_two_sides_differ_exactly_where_only_one_holds_something(ours: set[str], theirs: set[str]) -> None:
    assert set(differing(sums(ours), sums(theirs))) == {bucket(one) for one in ours ^ theirs}


@given(HASHES)
def test_what_is_taken_away_leaves_what_was_there(hashes: set[str]) -> None:
    total = added(0, *map(weight, hashes))
    assert added(total, *(-weight(one) for one in hashes)) == 0
