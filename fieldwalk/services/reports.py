"""Reporting a place: marked at once, described when there is time."""

from __future__ import annotations

from fieldwalk.data.store import Store
from fieldwalk.domain.categories import KINDS
from fieldwalk.domain.fields import Json
from fieldwalk.domain.light import light_at
from fieldwalk.domain.records import Issue
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.tracks import Fix
from fieldwalk.services.pen import Pen

DESCRIBABLE = frozenset({"kind", "category", "severity", "words", "cause", "proposal", "place"})


class Reports:
    """The points of a walk."""

    def __init__(self, store: Store, pen: Pen) -> None:
        self._store = store
        self._pen = pen

    def mark(self, walk_id: str, position: Fix | None) -> str:
        """Keep a place, now and here, and return the issue's id. Everything else about it can wait.

        A place without a position is kept too: it can be told in words or moved on the map.
        """
        issue_id = self._pen.new_id()
        self.take_over(issue_id, walk_id, self._pen.now(), position)
        return issue_id

    def take_over(self, issue_id: str, walk_id: str, at: int, position: Fix | None) -> None:
        """Keep a place that was marked ``at`` (UTC ms) under an identity that it already has."""
        self._pen.write(
            "issue",
            issue_id,
            walk_id=walk_id,
            number=self._store.last_number(walk_id) + 1,
            kind=KINDS[0],
            marked_at=at,
            **_where(at, position),
        )

    def place(self, issue_id: str, position: Fix) -> None:
        """Keep where a place is that was marked before the phone knew; one that has a position keeps its own."""
        issue = self._store.issue(issue_id)
        if issue is not None and issue.position is None:
            self._pen.write("issue", issue_id, **_where(issue.marked_at or position.at, position))

    def describe(self, issue_id: str, **fields: Json) -> None:
        """Keep what is told about a place; only what differs from what is known is written.

        A place that turns out good loses its severity and a category that good places do not have.
        """
        issue = self._issue(issue_id)
        if not fields.keys() <= DESCRIBABLE:
            raise Refused("field_not_valid", fields=sorted(fields.keys() - DESCRIBABLE))
        told = {**fields, **_follows(issue, fields)}
        news = {name: value for name, value in told.items() if getattr(issue, name) != value}
        if news:
            self._pen.write("issue", issue_id, **news)

    def move(self, issue_id: str, latitude: float, longitude: float) -> None:
        """Put the pin where a person says it is (WGS 84 degrees); that is exact to the metre they see."""
        self._pen.write("issue", issue_id, position=[round(latitude, 7), round(longitude, 7), 0.0])

    def remove(self, issue_id: str) -> None:
        """Take the place away; :meth:`bring_back` undoes it."""
        self._pen.write("issue", issue_id, removed=True)

    def bring_back(self, issue_id: str) -> None:
        self._pen.write("issue", issue_id, removed=False)

    def _issue(self, issue_id: str) -> Issue:
        issue = self._store.issue(issue_id)
        if issue is None:
            raise Refused("not_found", record="issue")
        return issue


def _where(at: int, fix: Fix | None) -> dict[str, Json]:
    if fix is None:
        return {"position": None, "light": None}
    place: list[Json] = [round(fix.latitude, 7), round(fix.longitude, 7), round(fix.accuracy, 1)]
    return {"position": place, "light": light_at(at, fix.latitude, fix.longitude)}


def _follows(issue: Issue, fields: dict[str, Json]) -> dict[str, Json]:
    kind = fields.get("kind")
    if kind is None or kind == issue.kind:
        return {}
    wrong = "unsafe" if kind == "good" else "good"
    follows: dict[str, Json] = {"severity": None} if kind == "good" else {}
    if fields.get("category", issue.category) == wrong:
        follows["category"] = None
    return follows
