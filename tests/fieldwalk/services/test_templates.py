"""Checklists: versions, walks that keep their questions, and what others share."""

from __future__ import annotations

import asyncio
import json

import pytest

from fieldwalk.domain.records import Template
from fieldwalk.domain.refusals import Refused
from tests.fakes.little_server import Reply
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_levelling import join

THEIRS = {"id": "template-1", "organisation": "Botkyrka hus", "title": "Kväll", "version": 3, "questions": "Ser du?"}


def written(phone: Phone, title: str = "Kväll", questions: str = " Ser du? \n\nHör någon dig?") -> Template:
    phone.fieldwalk.templates.write(None, title, questions)
    [template] = phone.fieldwalk.store.templates()
    return template


def test_a_template_holds_its_questions_one_a_line_and_is_ones_own(phone: Phone) -> None:
    template = written(phone)
    assert (template.questions, template.version, template.sharing) == ("Ser du?\nHör någon dig?", 1, "own")


def test_other_questions_are_the_next_version_and_the_same_are_none(phone: Phone) -> None:
    template = written(phone)
    phone.fieldwalk.templates.write(template.id, "Kväll", "Ser du?\nHör någon dig?\n")
    assert phone.fieldwalk.store.template(template.id) == template
    phone.fieldwalk.templates.write(template.id, "Kväll", "Vart går du?")
    [changed] = phone.fieldwalk.store.templates()
    assert (changed.version, changed.questions) == (2, "Vart går du?")


@pytest.mark.parametrize(("title", "questions"), [("", "Ser du?"), ("Kväll", " \n ")])
def test_without_a_name_or_a_question_nothing_is_kept(phone: Phone, title: str, questions: str) -> None:
    phone.fieldwalk.templates.write(None, title, questions)
    assert phone.fieldwalk.store.templates() == []


def test_a_walk_keeps_the_version_that_it_was_planned_with(phone: Phone) -> None:
    template = written(phone)
    walk_id = phone.fieldwalk.walks.plan("Kvällsvandring", template_id=template.id)
    phone.fieldwalk.templates.write(template.id, "Annat", "Vart går du?")
    phone.fieldwalk.templates.remove(template.id)

    walk = phone.fieldwalk.store.walk(walk_id)
    assert walk
    assert (walk.template, walk.template_version, walk.questions) == ("Kväll", 1, "Ser du?\nHör någon dig?")
    assert phone.fieldwalk.store.templates() == []


def test_sharing_is_no_new_version(phone: Phone) -> None:
    template = written(phone)
    for shared, word in ((True, "shared"), (False, "own")):
        phone.fieldwalk.templates.share(template.id, shared=shared)
        [now] = phone.fieldwalk.store.templates()
        assert (now.sharing, now.version) == (word, 1)


def test_what_others_share_is_told_and_copied_at_the_server(phone: Phone) -> None:
    join(phone)
    phone.server.answers = [Reply(200, json.dumps([THEIRS]).encode()), Reply(201, b'{"id": "template-2"}')]

    [shared] = asyncio.run(phone.fieldwalk.templates.shared())
    asyncio.run(phone.fieldwalk.templates.copy(shared.id))

    assert vars(shared) == THEIRS
    assert phone.server.asked[-1][:2] == ("POST", "/api/v1/templates/shared/template-1/copies")


@pytest.mark.parametrize("body", [b"<html>wifi</html>", b'{"a": 1}', b"[1]", b"[{}]", b"null"])
def test_a_captive_portal_is_no_list(phone: Phone, body: bytes) -> None:
    join(phone)
    phone.server.answers = [Reply(200, body)]
    with pytest.raises(Refused, match="message_not_readable"):
        asyncio.run(phone.fieldwalk.templates.shared())
