"""What the guard reads of a record, and what it leaves alone."""

from fieldwalk.domain.guarded import GUARDED, cleaned, pointing
from fieldwalk.domain.records import RECORDS, Action, Issue, Photo, Voice, field_table


def test_only_texts_that_exist_are_read() -> None:
    assert all(name in field_table(RECORDS[record]) for record, names in GUARDED.items() for name in names)


def test_every_text_of_a_place_is_read_and_hidden() -> None:
    told = Issue("issue-0001", words="Ring 070-174 06 05", place="lgh 1203", cause="Mörkt", number=7)

    assert pointing(told) == {"words": ("phone",), "place": ("flat",)}
    assert cleaned(told) == Issue("issue-0001", words="Ring •••", place="•••", cause="Mörkt", number=7)
    assert cleaned(Photo("photo-0001", description="ABC 123")).description == "•••"
    assert cleaned(Voice("voice-0001", words="Hon bor i lgh 1203")).words == "Hon bor i •••"


def test_what_says_nothing_of_anybody_is_the_same_record() -> None:
    plain = Issue("issue-0001", words="Två lampor är släckta vid port 4")

    assert cleaned(plain) is plain
    assert pointing(plain) == {}


def test_an_answer_may_say_where_to_ring() -> None:
    answer = Action("issue-0001", answer="Felanmälan: 08-465 004 12")

    assert cleaned(answer) is answer
