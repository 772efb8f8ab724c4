"""Telling as nobody."""

from fieldwalk.domain.anonymity import is_nobody, nobody


def test_the_same_token_is_the_same_nobody_and_another_is_another() -> None:
    assert nobody("one") == nobody("one") != nobody("two")
    assert is_nobody(nobody("one"))


def test_a_person_is_not_nobody() -> None:
    assert not is_nobody("0199aaaa-0000-7000-8000-00000000beef")
    assert not is_nobody("")
