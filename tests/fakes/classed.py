"""A point of each secrecy class, with an answer and a photo, told by a resident: each says its class everywhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from fieldwalk.domain.secrecy import CLASSES, classed_as
from tests.fakes.central_world import Phone, World

REPORTER = "0199aaaa-0000-7000-8000-00000000beef"
"""The id of the resident who told it all: nobody but the coordinator may ever read it."""


@dataclass(frozen=True)
class Point:
    """What there is of one class. ``marker`` stands in its words, its answer, its photo's words and its photo."""

    secrecy: str
    marker: str
    issue: str
    photo: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.photo).hexdigest()


def tell_of_every_class(world: World, mark: str) -> list[Point]:
    """One point of each class in ``world``'s walk. ``mark`` is in every marker."""
    reporter = world.phone("walker", person_id=REPORTER)
    keepers = {each: world.phone("police" if each == "police" else "coordinator") for each in CLASSES}
    return [_tell(world, reporter, keepers[each], each, f"{mark}-{each}") for each in CLASSES]


def _tell(world: World, reporter: Phone, keeper: Phone, secrecy: str, marker: str) -> Point:
    photo = b"\xff\xd8\xff\xe0" + marker.encode() + b"\xff\xd9"
    point = Point(secrecy, marker, world.identity(), photo)
    told = {"kind": "care", "category": "lighting", "words": marker, "place": marker, "cause": marker}
    own = {"walk_id": world.walk, "issue_id": point.issue}
    assert reporter.push(
        reporter.change("issue", point.issue, walk_id=world.walk, **told),
        reporter.change("photo", world.identity(), **own, sha256=point.sha256, description=marker),
    ) == [None, None]
    put = world.client.put(f"/api/v1/files/{point.sha256}", content=photo, headers=reporter.headers)
    assert put.status_code == 201
    desk = world.phone("coordinator")
    answer = desk.change("action", point.issue, walk_id=world.walk, state="planned", owner=marker, answer=marker)
    assert desk.push(answer) == [None]
    classing = classed_as({}, secrecy)
    if classing:
        assert keeper.push(keeper.change("issue", point.issue, **classing)) == [None]
    return point
