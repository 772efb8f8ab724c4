"""Following up: an owner, a date and an answer for every point, until it is done and shown to be done."""

from __future__ import annotations

from collections.abc import Callable

from fieldwalk.data.store import Store
from fieldwalk.domain.actions import OPEN, check_step
from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Action, Issue
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

    def mine(self) -> list[Issue]:
        """The open issues whose owner is this phone's person, the nearest date first."""
        return self._owned(lambda action: action.state in OPEN)

    def mine_done(self) -> list[Issue]:
        return self._owned(lambda action: action.state in ("done", "verified"))

    def open_issues(self) -> list[Issue]:
        """Every issue that needs care and is not settled."""
        actions = self._store.actions()
        return [i for i in self._store.all_issues() if i.kind == "care" and _state(actions.get(i.id)) in OPEN]

    def _owned(self, wanted: Callable[[Action], bool]) -> list[Issue]:
        actions = {k: a for k, a in self._store.actions().items() if a.owner_id == self._person() and wanted(a)}
        issues = [issue for issue in self._store.all_issues() if issue.id in actions]
        return sorted(issues, key=lambda issue: (actions[issue.id].due or "9999", issue.id))

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


def _state(action: Action | None) -> str:
    return (action.state if action else None) or "new"
