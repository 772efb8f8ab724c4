"""What is sealed is read again by its own secret and purpose, and by nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.server.sealing import Seal

TEXTS = st.text(st.characters(codec="utf-8"), max_size=50)


@given(TEXTS, TEXTS)
def test_what_was_sealed_opens_for_its_own_secret_and_purpose_alone(words: str, nonsense: str) -> None:
    seal = Seal("kept", "second factor")
    sealed = seal.close(words)

    assert seal.open(sealed) == words
    assert Seal("kept", "another").open(sealed) is None
    assert Seal("other", "second factor").open(sealed) is None
    assert seal.open(sealed[:-2]) is None
    assert seal.open(nonsense) is None


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert Seal("kept", "x").close("a") != Seal("kept", "x").close("a")
