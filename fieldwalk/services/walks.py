"""Planning and leading a walk."""

from __future__ import annotations

from fieldwalk.data.store import Store
from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import Walk
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.walks import check_publishable, elapsed, paused, unpaused
from fieldwalk.services.pen import Pen


class Walks:
    """A walk from the plan to the published summary."""

    def __init__(self, store: Store, pen: Pen) -> None:
        self._store = store
        self._pen = pen

    def plan(
        self,
        title: str,
        *,
        area_id: str | None = None,
        purpose: str = "",
        leader: str = "",
        planned_at: int | None = None,
        meeting_place: str = "",
        template_id: str | None = None,
    ) -> str:
        """Keep a planned walk and return its id. It has the questions of the template as they are now, for good."""
        walk_id = self._pen.new_id()
        self._pen.write(
            "walk",
            walk_id,
            title=title,
            area_id=area_id or self._only_area(),
            purpose=purpose or None,
            leader=leader or None,
            planned_at=planned_at,
            meeting_place=meeting_place or None,
            state="planned",
            **self._questions(template_id),
        )
        return walk_id

    def edit(self, walk_id: str, **fields: Json) -> None:
        """Change some of a walk's own fields."""
        self._pen.write("walk", walk_id, **fields)

    def start(self, walk_id: str) -> None:
        """The walk is under way from now on. One that was started before goes on where it was."""
        walk = self._walk(walk_id)
        self._pen.write(
            "walk",
            walk_id,
            state="under_way",
            started_at=walk.started_at or self._pen.now(),
            finished_at=None,
        )

    def pause(self, walk_id: str) -> None:
        """Time and track stand still until :meth:`resume`. Pausing twice is pausing once."""
        self._pen.write("walk", walk_id, pauses=paused(self._walk(walk_id), self._pen.now()))

    def resume(self, walk_id: str) -> None:
        self._pen.write("walk", walk_id, pauses=unpaused(self._walk(walk_id), self._pen.now()))

    def finish(self, walk_id: str) -> None:
        """The walk is over; its points can still be described."""
        now = self._pen.now()
        self._pen.write("walk", walk_id, state="finished", finished_at=now, pauses=unpaused(self._walk(walk_id), now))

    def publish(self, walk_id: str) -> None:
        """The summary is out. Raises :class:`Refused` ``walk_incomplete`` naming the ``field`` that lacks."""
        check_publishable(self._walk(walk_id))
        self._pen.write("walk", walk_id, state="published", published_at=self._pen.now())

    def remove(self, walk_id: str) -> None:
        self._pen.write("walk", walk_id, removed=True)

    def bring_back(self, walk_id: str) -> None:
        self._pen.write("walk", walk_id, removed=False)

    def under_way(self) -> Walk | None:
        """The walk that goes on now, the latest when there are several."""
        return self._store.walk_in("under_way")

    def elapsed(self, walk: Walk) -> int:
        """Seconds walked so far, pauses left out."""
        return elapsed(walk, self._pen.now())

    def _questions(self, template_id: str | None) -> dict[str, Json]:
        found = self._store.template(template_id) if template_id else None
        if found is None:
            return {}
        return {"template": found.title, "template_version": found.version, "questions": found.questions}

    def _walk(self, walk_id: str) -> Walk:
        walk = self._store.walk(walk_id)
        if walk is None:
            raise Refused("not_found", record="walk")
        return walk

    def _only_area(self) -> str | None:
        areas = self._store.areas()
        return areas[0].id if len(areas) == 1 else None
