"""Reporting a place: marked at once, described when there is time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from fieldwalk.data.store import Store
from fieldwalk.domain.categories import KINDS
from fieldwalk.domain.fields import Json
from fieldwalk.domain.light import light_at
from fieldwalk.domain.records import Issue
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may, may_class
from fieldwalk.domain.secrecy import CLASSES, FIELDS, KEPT, classed_as, is_lowered, secrecy_of
from fieldwalk.domain.tracks import Fix
from fieldwalk.services.pen import Pen

DESCRIBABLE = frozenset({"kind", "category", "severity", "words", "cause", "proposal", "place"})


class Reports:
    """The points of a walk. ``role`` is the phone's."""

    def __init__(self, store: Store, pen: Pen, role: Callable[[], str] = lambda: "leader") -> None:
        self._store = store
        self._pen = pen
        self._role = role

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

        A place that turns out good loses its severity and a category that good places do not have. One that was
        kept in a circle for its category stays there, unless this phone may lift it.
        """
        issue = self._issue(issue_id)
        if not fields.keys() <= DESCRIBABLE:
            raise Refused("field_not_valid", fields=sorted(fields.keys() - DESCRIBABLE))
        told = {**fields, **_follows(issue, fields)}
        told = {**told, **self._still_kept(issue, told)}
        news = {name: value for name, value in told.items() if getattr(issue, name) != value}
        if news:
            self._pen.write("issue", issue_id, **news)

    def move(self, issue_id: str, latitude: float, longitude: float) -> None:
        """Put the pin where a person says it is (WGS 84 degrees); that is exact to the metre they see."""
        self._pen.write("issue", issue_id, position=[round(latitude, 7), round(longitude, 7), 0.0])

    def classify(self, issue_id: str, secrecy: str) -> None:
        """Keep the place in the circle ``secrecy``. Raises :class:`Refused` ``not_allowed`` for who may not."""
        issue = self._issue(issue_id)
        if secrecy not in self.choices(issue):
            raise Refused("not_allowed", record="issue")
        news = classed_as(asdict(issue), secrecy)
        if news:
            self._pen.write("issue", issue_id, **news)

    def choices(self, issue: Issue) -> tuple[str, ...]:
        """The classes that this phone may give the place, its own among them: all, while nobody else has told of it."""
        now, alone = secrecy_of(asdict(issue)), self._store.is_ours_alone("issue", issue.id)
        return tuple(each for each in CLASSES if alone or may_class(self._role(), now, each))

    def may_remove(self, issue_id: str) -> bool:
        """Whether this phone may take the place away: for others' places that is a right of its own."""
        return may(self._role(), "remove.issue") or self._store.is_ours_alone("issue", issue_id)

    def remove(self, issue_id: str) -> None:
        """Take the place away; :meth:`bring_back` undoes it."""
        self._pen.write("issue", issue_id, removed=True)

    def bring_back(self, issue_id: str) -> None:
        self._pen.write("issue", issue_id, removed=False)

    def _still_kept(self, issue: Issue, told: Mapping[str, Json]) -> dict[str, Json]:
        before = asdict(issue)
        after = {**before, **told}
        if not is_lowered(before, after) or secrecy_of(after) in self.choices(issue):
            return {}
        return {FIELDS[secrecy_of(before)]: KEPT}

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
