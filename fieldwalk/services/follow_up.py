"""Following up: an owner, a date and an answer for every point, until it is done and shown to be done."""

from __future__ import annotations

from collections.abc import Callable

from fieldwalk.data.store import ALL, Store
from fieldwalk.domain.actions import check_step
from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Issue
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.pen import Pen


class FollowUp:
    """The steps of an action, each checked against the one table of states. ``role`` and ``person`` are the phone's."""

    def __init__(self, store: Store, pen: Pen, role: Callable[[], str], person: Callable[[], str]) -> None:
        self._store = store
        self._pen = pen
        self._role = role
        self._person = person

    def answer(self, issue_id: str, *, owner_id: str | None, owner: str, due: str | None, answer: str) -> None:
        """Give the issue an owner, a day (ISO 8601) and an answer; it is planned then, unless it is further on."""
        state = self._state(issue_id)
        fields: dict[str, Json] = {
            "owner_id": owner_id,
            "owner": owner or None,
            "due": due,
            "answer": answer or None,
            "answered_at": self._pen.now() if answer else None,
        }
        self._step(issue_id, "planned" if state in (None, "new", "reopened", "wont") else state, fields)

    def refuse(self, issue_id: str, reason: str) -> None:
        """It will not be done. Raises :class:`Refused` ``reason_needed`` without a reason in words."""
        self._step(issue_id, "wont", {"reason": reason, "answer": reason, "answered_at": self._pen.now()})

    def begin(self, issue_id: str) -> None:
        self._step(issue_id, "progress", {})

    def hand_back(self, issue_id: str, reason: str) -> None:
        """The owner can not do it: back to planned, with the reason for the coordinator."""
        if not reason.strip():
            raise Refused("reason_needed")
        self._step(issue_id, "planned", {"reason": reason})

    def done(self, issue_id: str) -> None:
        """It is done, from now on; an after photo shows it."""
        self._step(issue_id, "done", {"done_at": self._pen.now()})

    def verify(self, issue_id: str) -> None:
        self._step(issue_id, "verified", {})

    def reopen(self, issue_id: str) -> None:
        self._step(issue_id, "reopened", {"done_at": None})

    def mine(self, which: str = "mine", most: int = ALL) -> list[Issue]:
        """At most so many of what this phone's person has to do, ``urgent`` or all; or of what is ``finished``.

        The nearest date first.
        """
        return self._store.tasks(self._person(), which, most)

    def counted(self) -> dict[str, int]:
        """How many :meth:`mine` gives of each without a limit."""
        return self._store.task_tallies(self._person())

    def _state(self, issue_id: str) -> str | None:
        action = self._store.action(issue_id)
        return action.state if action else None

    def _step(self, issue_id: str, state: str, fields: dict[str, Json]) -> None:
        issue = self._store.issue(issue_id)
        if issue is None:
            raise Refused("not_found", record="issue")
        reason = fields.get("reason")
        check_step(self._state(issue_id), state, self._role(), reason if isinstance(reason, str) else None)
        self._pen.write("action", issue_id, walk_id=issue.walk_id, state=state, **fields)
