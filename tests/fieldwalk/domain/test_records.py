"""One field table per record; nothing in it names a suspect, an ethnicity or a private person."""

from fieldwalk.domain.fields import FLAG
from fieldwalk.domain.records import RECORDS, REMOVED, Issue, field_table, kind_of, make

FORBIDDEN = (
    "suspect",
    "ethnic",
    "religion",
    "personnummer",
    "phone",
    "email",
    "reporter",
    "born",
    "gender",
    "nationality",
)


def test_every_record_is_known_by_its_own_name() -> None:
    assert {record.name: record for record in RECORDS.values()} == RECORDS


def test_no_record_has_a_field_for_a_person_who_is_talked_about() -> None:
    fields = [field for record in RECORDS.values() for field in field_table(record)]
    assert not [field for field in fields if any(word in field for word in FORBIDDEN)]


def test_a_record_is_made_of_its_values_and_leaves_out_what_this_version_does_not_know() -> None:
    issue = make(Issue, "issue-0001", {"words": "mörkt", "smell": "damp", REMOVED: False})
    assert issue == Issue("issue-0001", words="mörkt")


def test_every_record_can_be_removed_and_an_unknown_field_has_no_kind() -> None:
    assert kind_of("issue", REMOVED) is FLAG
    assert kind_of("issue", "smell") is None
    assert kind_of("sound", "decibel") is None
