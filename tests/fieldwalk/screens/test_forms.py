"""What is filled in is on the disk before a press hands it on: a killed app, or a closed tab, loses none of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fieldwalk import routes
from fieldwalk.domain.refusals import Refused
from fieldwalk.screens import forms
from fieldwalk.screens.desk_detail import Promise
from fieldwalk.screens.forms import packed_facts, unpacked_facts
from tests.fieldwalk.screens.in_use import in_use, killed, opened

ANSWER, WHY, CANNOT = "Svar till gruppen", "Varför görs det inte?", "Varför går det inte?"
NOT_SENT = "Det här skrev du förut, men det är inte skickat."
TEXTS = some.sampled_from(["", "å", "b"])
PROMISES = some.builds(Promise, some.none() | TEXTS, TEXTS, some.none() | TEXTS, TEXTS)


@given(PROMISES, PROMISES, PROMISES)
def test_what_was_touched_is_found_again_over_what_is_known_by_then(
    now: Promise, known: Promise, by_then: Promise
) -> None:
    found = unpacked_facts(packed_facts(now, known), by_then)
    for name in ("owner_id", "owner", "due", "answer"):
        touched = getattr(now, name) != getattr(known, name)
        assert getattr(found, name) == getattr(now if touched else by_then, name)


async def test_an_answer_that_was_not_sent_is_there_again_after_a_kill() -> None:
    async with in_use("coordinator", routes.action("{new}")) as app:
        await app.press("Ansvarig")
        await app.press("Jonas Berg")
        await app.write(ANSWER, "Vi byter båda lamporna")
        app.fieldwalk.unsaved.keep()  # the page is hidden: the last that an app hears before it is killed
        later = killed(app.phone)
    async with opened(later, routes.action("{new}")) as app:
        assert app.field(ANSWER).value == "Vi byter båda lamporna"
        assert NOT_SENT in app.texts
        await app.press("Planera och svara")
        action = app.action("new")
        assert (action.owner, action.answer, app.fieldwalk.drafts.all()) == ("Jonas Berg", "Vi byter båda lamporna", {})
        assert NOT_SENT not in app.texts


async def test_a_rest_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "RESTED", 0)
    async with in_use("coordinator", routes.action("{new}")) as app:
        await app.write(ANSWER, "Vi byter")
        later = killed(app.phone)
    async with opened(later, routes.action("{new}")) as app:
        assert app.field(ANSWER).value == "Vi byter"


async def test_who_looks_at_another_place_finds_the_answer_again_and_may_discard_it() -> None:
    async with in_use("coordinator", routes.action("{progress}")) as app:
        before = app.field(ANSWER).value
        await app.write(ANSWER, "Något annat")
        for route in (routes.action(app.names["new"]), routes.action(app.names["progress"])):
            app.page.navigate(route)
            await app.settle()
        assert app.field(ANSWER).value == "Något annat"
        await app.press("Släng det")
        assert (app.field(ANSWER).value, NOT_SENT in app.texts, app.fieldwalk.drafts.all()) == (before, False, {})


async def test_what_was_written_and_taken_back_is_no_draft() -> None:
    async with in_use("coordinator", routes.action("{new}")) as app:
        await app.write(ANSWER, "Vi")
        await app.write(ANSWER, "")
        app.fieldwalk.unsaved.keep()
        assert app.fieldwalk.drafts.all() == {}


@pytest.mark.parametrize(
    ("role", "route", "ask", "label", "send"),
    [
        ("coordinator", routes.action("{new}"), ["Görs inte"], WHY, "Spara skälet"),
        ("caretaker", routes.ACTIONS, ["Gångtunneln, norra sidan", "Kan inte"], CANNOT, "Säg till samordnaren"),
    ],
    ids=["desk", "caretaker"],
)
async def test_a_reason_survives_a_kill_and_going_back(
    role: str, route: str, ask: list[str], label: str, send: str
) -> None:
    async with in_use(role, route) as app:
        for words in ask:
            await app.press(words)
        await app.write(label, "Kommunens")
        app.fieldwalk.unsaved.keep()
        later = killed(app.phone)
    async with opened(later, route) as app:
        for words in ask:
            await app.press(words)
        assert app.field(label).value == "Kommunens"
        await app.write(label, "Kommunens stege")
        await app.press("Tillbaka")
        await app.press(ask[-1])
        await app.press(send)
        assert app.fieldwalk.drafts.all() == {}
        reasons = [action.reason for action in app.store.actions(app.names.values()).values()]
        assert "Kommunens stege" in reasons


async def test_a_reason_that_was_refused_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise Refused("storage_full")

    async with in_use("coordinator", routes.action("{new}")) as app:
        await app.press("Görs inte")
        await app.write(WHY, "Kommunens")
        monkeypatch.setattr(app.fieldwalk.follow_up._pen._journal, "write", full)
        await app.press("Spara skälet")
        assert "Telefonen är full." in app.texts
        await app.press("Görs inte")
        assert app.field(WHY).value == "Kommunens"
