"""A change is immutable, named by its stamp, and checked field by field."""

import pytest

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change, check, from_wire

STAMP = "0000000000050000-abcdefgh"


def change(**fields: object) -> Change:
    return Change(STAMP, "", "issue", "issue-0001", fields)  # type: ignore[arg-type]


def refusal(bad: Change) -> Refused:
    with pytest.raises(Refused) as caught:
        check(bad)
    return caught.value


def test_a_change_comes_back_from_the_wire() -> None:
    one = change(words="Mörkt här 🌙", severity=3, position=[59.25, 17.86, 6.0])
    assert from_wire(one.wire()) == one


def test_the_hash_does_not_depend_on_the_person_or_the_order_of_fields() -> None:
    one = Change(STAMP, "amina", "issue", "issue-0001", {"words": "a", "severity": 1})
    other = Change(STAMP, "", "issue", "issue-0001", {"severity": 1, "words": "a"})
    assert one.sha256() == other.sha256()


@pytest.mark.parametrize(
    "wire",
    [
        None,
        [],
        "x",
        [STAMP, "", "issue", "issue-0001"],
        [STAMP, "", "issue", "issue-0001", {}],
        [STAMP, "", "is sue", "issue-0001", {"a": 1}],
        [STAMP, "", "issue", "issue-0001", {"not a name": 1}],
        [1, 2, 3, 4, 5],
    ],
)
def test_another_form_is_refused(wire: object) -> None:
    with pytest.raises(Refused) as caught:
        from_wire(wire)
    assert caught.value.code == "message_not_readable"


def test_a_field_and_a_record_of_a_newer_phone_are_kept() -> None:
    check(change(smell="damp"))
    check(Change(STAMP, "", "sound", "sound-0001", {"decibel": 61}))


def test_a_category_of_a_newer_phone_is_kept() -> None:
    check(change(category="drone_landing"))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"severity": 9}, "field_not_valid"),
        ({"severity": True}, "field_not_valid"),
        ({"severity": "3"}, "field_not_valid"),
        ({"category": "Not A Word"}, "field_not_valid"),
        ({"position": [91, 0, 0]}, "field_not_valid"),
        ({"position": [59.0, 17.0]}, "field_not_valid"),
        ({"position": [float("nan"), 17.0, 1.0]}, "field_not_valid"),
        ({"marked_at": -1}, "field_not_valid"),
        ({"words": "x" * 1_000_000}, "text_too_long"),
        ({"words": "a\x00b"}, "text_not_clean"),
        ({"words": "half \ud83d"}, "text_not_clean"),
        ({"smell": "x" * 1_000_000}, "text_too_long"),
        ({"smell": "half \ud83d"}, "field_not_valid"),
    ],
)
def test_a_value_that_its_field_can_not_hold_is_refused_by_name(fields: dict[str, object], code: str) -> None:
    refused = refusal(change(**fields))
    assert (refused.code, refused.details["field"]) == (code, next(iter(fields)))


def test_emoji_and_right_to_left_marks_are_words() -> None:
    check(change(words="سلام \u200f👨‍👩‍👧 \u2068x\u2069\n\tå"))


def test_a_stamp_or_an_identity_of_another_form_is_refused() -> None:
    assert refusal(Change("soon", "", "issue", "issue-0001", {"words": "a"})).details["field"] == "stamp"
    assert refusal(Change(STAMP, "", "issue", "../../etc", {"words": "a"})).code == "field_not_valid"
