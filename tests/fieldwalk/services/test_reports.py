"""Mark now, describe later: one tap is a kept place."""

from dataclasses import asdict

import pytest

from fieldwalk.domain.records import Issue
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.secrecy import secrecy_of
from fieldwalk.domain.tracks import Fix
from tests.fieldwalk.services.conftest import Phone

FITTJA = Fix(1_795_000_000_000, 59.25, 17.86, 6.04)


def issue_of(phone: Phone, issue_id: str) -> Issue:
    issue = phone.fieldwalk.store.issue(issue_id)
    assert issue is not None
    return issue


def test_a_tap_keeps_place_time_light_and_number(phone: Phone, walk_id: str) -> None:
    first = issue_of(phone, phone.fieldwalk.reports.mark(walk_id, FITTJA))
    second = issue_of(phone, phone.fieldwalk.reports.mark(walk_id, FITTJA))
    assert (first.number, second.number) == (1, 2)
    assert (first.position, first.marked_at, first.kind) == ([59.25, 17.86, 6.0], phone.clock.now(), "care")
    assert first.light in ("day", "dusk", "dark")


def test_a_place_without_a_position_is_kept_too(phone: Phone, walk_id: str) -> None:
    issue = issue_of(phone, phone.fieldwalk.reports.mark(walk_id, None))
    assert (issue.position, issue.light, issue.number) == (None, None, 1)


def test_what_is_told_is_kept_and_what_is_told_again_is_not_written_again(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, FITTJA)
    phone.fieldwalk.reports.describe(issue_id, category="lighting", severity=3, words="Mörkt 🌙")
    written = len(phone.journal.history("issue", issue_id))
    phone.fieldwalk.reports.describe(issue_id, category="lighting", severity=3)
    assert len(phone.journal.history("issue", issue_id)) == written
    assert issue_of(phone, issue_id).words == "Mörkt 🌙"


def test_a_place_that_turns_out_good_has_no_severity_and_no_unsafe_category(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, FITTJA)
    phone.fieldwalk.reports.describe(issue_id, category="unsafe", severity=2)
    phone.fieldwalk.reports.describe(issue_id, kind="good")
    issue = issue_of(phone, issue_id)
    assert (issue.kind, issue.category, issue.severity) == ("good", None, None)


def test_control_characters_are_left_out_of_words_and_nothing_else_is(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, FITTJA)
    phone.fieldwalk.reports.describe(issue_id, words="a\x00b\nسلام \u200f👩‍👧\ud83d")
    assert issue_of(phone, issue_id).words == "ab\nسلام \u200f👩‍👧"


def test_a_million_characters_are_refused_and_what_was_there_stays(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, FITTJA)
    phone.fieldwalk.reports.describe(issue_id, words="kort")
    with pytest.raises(Refused) as caught:
        phone.fieldwalk.reports.describe(issue_id, words="x" * 1_000_000)
    assert (caught.value.code, issue_of(phone, issue_id).words) == ("text_too_long", "kort")


def test_only_what_is_told_about_a_place_can_be_told(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, FITTJA)
    with pytest.raises(Refused):
        phone.fieldwalk.reports.describe(issue_id, walk_id="another")


def test_a_moved_pin_is_where_a_person_put_it(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, FITTJA)
    phone.fieldwalk.reports.move(issue_id, 59.2512345678, 17.8612345678)
    assert issue_of(phone, issue_id).position == [59.2512346, 17.8612346, 0.0]


def test_undo_brings_a_removed_place_back(phone: Phone, walk_id: str) -> None:
    issue_id = phone.fieldwalk.reports.mark(walk_id, FITTJA)
    phone.fieldwalk.reports.remove(issue_id)
    assert phone.fieldwalk.store.issues(walk_id) == []
    phone.fieldwalk.reports.bring_back(issue_id)
    assert [issue.id for issue in phone.fieldwalk.store.issues(walk_id)] == [issue_id]


def of_others(phone: Phone, issue_id: str) -> None:
    """The place as if another phone had told of it."""
    phone.database.execute("update journal set mine = 0 where record_id = ?", (issue_id,))


def test_a_place_of_ones_own_is_kept_in_any_circle_and_let_out_again(phone: Phone, walk_id: str) -> None:
    reports = phone.fieldwalk.reports
    issue_id = reports.mark(walk_id, FITTJA)
    for secrecy in ("police", "company", "est", "open"):
        reports.classify(issue_id, secrecy)
        assert secrecy_of(asdict(issue_of(phone, issue_id))) == secrecy


def test_a_place_of_others_is_kept_in_the_circles_that_the_role_sees_and_let_out_by_nobody_without_the_right(
    phone: Phone, walk_id: str
) -> None:
    reports = phone.fieldwalk.reports
    issue_id = reports.mark(walk_id, FITTJA)
    of_others(phone, issue_id)
    assert reports.choices(issue_of(phone, issue_id)) == ("open", "company")
    with pytest.raises(Refused, match="not_allowed"):
        reports.classify(issue_id, "est")

    reports.classify(issue_id, "company")

    assert reports.choices(issue_of(phone, issue_id)) == ("company",)
    with pytest.raises(Refused, match="not_allowed"):
        reports.classify(issue_id, "open")


def test_another_category_keeps_the_circle_of_what_others_told(phone: Phone, walk_id: str) -> None:
    reports = phone.fieldwalk.reports
    slip, theirs = reports.mark(walk_id, FITTJA), reports.mark(walk_id, FITTJA)
    for issue_id in (slip, theirs):
        reports.describe(issue_id, category="overlook")
    of_others(phone, theirs)

    for issue_id in (slip, theirs):
        reports.describe(issue_id, category="lighting")

    assert secrecy_of(asdict(issue_of(phone, slip))) == "open"
    assert secrecy_of(asdict(issue_of(phone, theirs))) == "est"
    assert (reports.may_remove(slip), reports.may_remove(theirs)) == (True, True)
