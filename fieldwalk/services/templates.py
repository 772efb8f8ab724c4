"""Checklists that walks are planned with: the organisation's own, and what others on the server share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from fieldwalk.data.store import Store
from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import OWN, SHARED, Template
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.templates import Shared
from fieldwalk.services.asking import Asking
from fieldwalk.services.pen import Pen

_PATH = "/api/v1/templates/shared"


class Templates:
    """Who may write them is asked elsewhere; a refusal of the server is told as any other."""

    def __init__(self, store: Store, pen: Pen, asking: Asking) -> None:
        self._store, self._pen, self._asking = store, pen, asking

    def write(self, template_id: str | None, title: str, questions: str) -> None:
        """Keep a new checklist, or a changed one as its next version.

        The same words are no new version; without a name or a question nothing is kept.
        """
        named, asked = title.strip(), "\n".join(questions_of(questions))
        known = self._store.template(template_id) if template_id else None
        if not (named and asked) or (known and (known.title, known.questions) == (named, asked)):
            return
        says: dict[str, Json] = {"title": named, "questions": asked, "version": 1, "sharing": OWN}
        if known:
            says = {"title": named, "questions": asked, "version": (known.version or 0) + 1}
        self._pen.write(Template.name, known.id if known else self._pen.new_id(), **says)

    def share(self, template_id: str, *, shared: bool) -> None:
        """Let the other organisations on the server read and copy it, or no longer; copies stay theirs."""
        self._pen.write(Template.name, template_id, sharing=SHARED if shared else OWN)

    def remove(self, template_id: str) -> None:
        """No walk is planned with it from now on; those that were keep their questions."""
        self._pen.write(Template.name, template_id, removed=True)

    async def shared(self) -> Sequence[Shared]:
        """What other organisations share. Raises :class:`Refused` as the server says, or ``unreachable``."""
        said = await self._asking.ask("GET", _PATH)
        try:
            return [_shared(each) for each in said]
        except (TypeError, KeyError, AttributeError):
            raise Refused("message_not_readable") from None

    async def copy(self, template_id: str) -> None:
        """Take a copy that is the organisation's own; it comes to this phone with the next exchange. May be refused."""
        await self._asking.ask("POST", f"{_PATH}/{quote(template_id, safe='')}/copies")


def questions_of(text: str | None) -> list[str]:
    """The questions in a text that has one a line; empty lines ask nothing."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _shared(said: Any) -> Shared:
    whose, title = str(said["organisation"]), str(said["title"])
    return Shared(str(said["id"]), whose, title, int(said["version"]), str(said["questions"]))
