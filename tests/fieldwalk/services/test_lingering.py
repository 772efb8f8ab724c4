"""A phone that meets no server forgets a walk that is over in its time, and nothing that was not sent."""

from __future__ import annotations

import asyncio

import pytest

from fieldwalk.domain.retention import months_after
from sync.client.journal import RIGHT_ENDED, Edit
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_joining import welcome

DAY = 24 * 60 * 60 * 1000
WALK = "walk-0001"


def here(phone: Phone, role: str = "walker", **told: int) -> int:
    """The phone has joined a walk that is over, and all of it is at the server. Returns when it was there."""
    phone.server.answers = [welcome(role)]
    asyncio.run(phone.fieldwalk.joining.join("123456"))
    now = phone.clock.now()
    over = Edit("walk", WALK, {"title": "Kvällsvandring", "state": "finished", "finished_at": now})
    phone.journal.write("", [over, Edit("organisation", "org-botkyrka", {"title": "Fittja", **told})])
    assert turn(phone)
    return phone.clock.now()


def turn(phone: Phone) -> bool:
    return asyncio.run(phone.fieldwalk.exchange.turn())


def away(phone: Phone, until: int) -> None:
    phone.server.away = True
    phone.clock.move(until - phone.clock.now())
    assert not turn(phone)


def walk_is_here(phone: Phone) -> bool:
    return phone.fieldwalk.store.walk(WALK) is not None


def test_a_phone_that_was_away_for_the_period_after_the_walk_is_empty_and_says_so(phone: Phone) -> None:
    met = here(phone)
    assert phone.fieldwalk.lingering.forgets_at() == months_after(met, 1)

    away(phone, months_after(met, 1) - 1)
    assert walk_is_here(phone)
    away(phone, months_after(met, 1))

    assert not walk_is_here(phone)
    assert (phone.fieldwalk.joining.me(), phone.journal.fact(RIGHT_ENDED), phone.journal.own()) == (None, "yes", [])


def test_what_was_not_sent_stays_with_the_right_to_hand_it_in(phone: Phone) -> None:
    met = here(phone)
    issue_id = phone.fieldwalk.reports.mark(WALK, None)
    phone.fieldwalk.reports.describe(issue_id, words="Mörkt under bron")

    for until in (months_after(met, 1), months_after(met, 3)):
        away(phone, until)
        assert not walk_is_here(phone)
        assert "Mörkt under bron" in str([change.fields for change in phone.journal.own()])

    phone.server.away = False
    assert turn(phone)
    assert "Mörkt under bron" in str([change.fields for change in phone.server.changes])
    assert walk_is_here(phone)


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_or_a_photo_that_waits_is_not_sent_either(phone: Phone, draft: bool) -> None:
    met = here(phone)
    if draft:
        phone.fieldwalk.drafts.keep("issue/issue-0001/words", "Ring Amina")
    else:
        asyncio.run(phone.fieldwalk.photographs._shelf.put(b"photo", "photo"))

    away(phone, months_after(met, 1))

    assert not walk_is_here(phone)
    assert phone.fieldwalk.joining.me() is not None
    assert (len(phone.fieldwalk.drafts.all()), phone.fieldwalk.photographs._shelf.waiting()) == (draft, not draft)


def test_the_period_is_the_organisations_and_a_contact_begins_it_anew(phone: Phone) -> None:
    met = here(phone, keep_device=2)
    assert phone.fieldwalk.lingering.forgets_at() == months_after(met, 2)

    away(phone, months_after(met, 1))
    phone.server.away = False
    assert turn(phone)

    assert phone.fieldwalk.lingering.forgets_at() == months_after(phone.clock.now(), 2)


def test_staff_forget_when_their_right_has_ended_and_not_with_a_walk(phone: Phone) -> None:
    met = here(phone, "coordinator")
    assert phone.fieldwalk.lingering.forgets_at() is None
    away(phone, months_after(met, 2))
    assert walk_is_here(phone)

    me = phone.fieldwalk.joining.me()
    assert me
    assert me.expires_at
    away(phone, months_after(max(me.expires_at, met), 1))
    assert not walk_is_here(phone)


def test_a_phone_that_nobody_joined_with_forgets_nothing(phone: Phone) -> None:
    walk_id = phone.fieldwalk.walks.plan("Min egen")
    away(phone, phone.clock.now() + 400 * DAY)
    assert phone.fieldwalk.store.walk(walk_id) is not None
