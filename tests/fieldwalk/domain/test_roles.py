"""Who may do and see what are two tables, and nobody may more than they say."""

import pytest

from fieldwalk.domain.actions import STEPS
from fieldwalk.domain.records import RECORDS
from fieldwalk.domain.roles import (
    CLEARED,
    ONE_WALK,
    RIGHTS,
    ROLES,
    WRITES,
    clearance,
    may,
    may_answer,
    may_export,
    may_write,
    sees,
)
from fieldwalk.domain.secrecy import CLASSES, EST, OPEN


def test_the_tables_know_every_record_and_role_and_only_what_exists() -> None:
    assert set(WRITES) == set(RECORDS)
    assert set(CLEARED) == set(ROLES)
    assert set(CLEARED.values()) <= set(CLASSES)
    assert all(role in ROLES for roles in (*RIGHTS.values(), *STEPS.values(), ONE_WALK) for role in roles)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("record", sorted(RECORDS))
def test_a_role_writes_what_the_table_says(role: str, record: str) -> None:
    assert may_write(role, record) == may(role, f"write.{record}")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_that_sees_a_class_sees_every_class_below_it(role: str) -> None:
    seen = [sees(role, each) for each in CLASSES]

    assert seen == sorted(seen, reverse=True)
    assert seen[0]
    assert clearance(role) == sum(seen) - 1


def test_residents_see_what_is_open_and_the_est_circle_is_small() -> None:
    assert {role for role in ROLES if not sees(role, "company")} == set(ONE_WALK)
    assert {role for role in ROLES if sees(role, EST)} == {"coordinator", "est_partner", "police", "company_admin"}
    assert {role for role in ROLES if sees(role, "police")} == {"police"}


def test_a_role_or_a_class_of_a_newer_version_gets_nothing() -> None:
    assert clearance("drone_pilot") == CLASSES.index(OPEN)
    assert not any(sees(role, "cosmic") for role in ROLES)


def test_who_lowers_a_class_may_raise_one_too() -> None:
    assert RIGHTS["secrecy.lower"] < RIGHTS["secrecy.raise"]


def test_an_action_that_is_in_no_table_is_a_fault_and_no_right() -> None:
    with pytest.raises(KeyError):
        may("coordinator", "fly")


def test_what_a_newer_phone_invents_is_for_staff_only() -> None:
    assert [role for role in ROLES if may_write(role, "sound")] == ["coordinator", "company_admin"]


def test_guests_walkers_police_and_auditors_neither_answer_nor_export() -> None:
    quiet = ("guest", "walker", "police", "auditor", "est_partner")
    assert not any(may_answer(role) or may_export(role) for role in quiet)


def test_only_who_leads_records_a_track() -> None:
    assert not WRITES["fixes"] & {"guest", "walker", "caretaker"}


def test_only_the_coordinator_knows_who_reported_and_only_the_auditor_reads_the_log() -> None:
    assert RIGHTS["see.reporter"] == {"coordinator"}
    assert RIGHTS["audit"] == {"auditor"}
