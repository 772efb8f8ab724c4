"""Who may change what is one table, and nobody may do more than it says."""

import pytest

from fieldwalk.domain.actions import STEPS
from fieldwalk.domain.records import RECORDS
from fieldwalk.domain.roles import ANSWERS, EXPORTS, ONE_WALK, ROLES, WRITES, may_answer, may_export, may_write


def test_the_table_knows_every_record_and_only_roles_that_exist() -> None:
    assert set(WRITES) == set(RECORDS)
    named = [*WRITES.values(), *STEPS.values(), ONE_WALK, EXPORTS, ANSWERS]
    assert all(role in ROLES for roles in named for role in roles)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("record", sorted(RECORDS))
def test_a_role_writes_what_the_table_says(role: str, record: str) -> None:
    assert may_write(role, record) == (role in WRITES[record])


def test_what_a_newer_phone_invents_is_for_staff_only() -> None:
    assert [role for role in ROLES if may_write(role, "sound")] == ["coordinator", "company_admin"]


def test_guests_walkers_police_and_auditors_neither_answer_nor_export() -> None:
    quiet = ("guest", "walker", "police", "auditor", "est_partner")
    assert not any(may_answer(role) or may_export(role) for role in quiet)


def test_only_who_leads_records_a_track() -> None:
    assert not WRITES["fixes"] & {"guest", "walker", "caretaker"}
