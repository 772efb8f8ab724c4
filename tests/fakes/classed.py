"""A point of each secrecy class, with an answer, a photo and a recording, told by a resident: each says its class."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from fieldwalk.domain.secrecy import CLASSES, classed_as
from tests.fakes.central_world import Phone, World
from tests.recordings import recording

UNLOOKED = "not looked through"
"""Stands in every photo that nobody has looked through, and nowhere else."""

SPOKEN = "spoken by the one who told of it"
"""Stands in the sound of every recording, and nowhere else."""

REPORTER = "0199aaaa-0000-7000-8000-00000000beef"
"""The id of the resident who told it all: nobody but the coordinator may ever read it."""


@dataclass(frozen=True)
class Point:
    """What there is of one class. ``marker`` stands in its words, its answer, its photo's and its recording's words, in
    its photo and in the sound."""

    secrecy: str
    marker: str
    issue: str
    photo: bytes

    @property
    def voice(self) -> bytes:
        """The sound of its recording."""
        return recording() + f"{SPOKEN} {self.marker}".encode()

    @property
    def sha256(self) -> str:
        return name_of(self.photo)


def name_of(content: bytes) -> str:
    """What a file is called."""
    return hashlib.sha256(content).hexdigest()


def drawn(words: str) -> bytes:
    """What passes for a photo that says ``words``."""
    return b"\xff\xd8\xff\xe0" + words.encode() + b"\xff\xd9"


def tell_of_every_class(world: World, mark: str) -> list[Point]:
    """One point of each class in ``world``'s walk. ``mark`` is in every marker."""
    reporter = world.phone("walker", person_id=REPORTER)
    keepers = {each: world.phone("police" if each == "police" else "coordinator") for each in CLASSES}
    return [_tell(world, reporter, keepers[each], each, f"{mark}-{each}") for each in CLASSES]


def tell_unlooked(world: World, points: Sequence[Point]) -> dict[Point, tuple[bytes, bytes]]:
    """Another photo of each point, and its thumbnail, that nobody has looked through: what is in the two files."""
    return {point: _take_unlooked(world, point) for point in points}


def _take_unlooked(world: World, point: Point) -> tuple[bytes, bytes]:
    large, small = (drawn(f"{UNLOOKED} {size} {point.marker}") for size in ("large", "small"))
    own = {"walk_id": world.walk, "issue_id": point.issue, "sha256": name_of(large), "thumbnail": name_of(small)}
    walker = world.phone("walker")
    assert walker.push(walker.change("photo", world.identity(), **own)) == [None]
    for content in (large, small):
        _put(world, walker, content)
    return large, small


def _put(world: World, phone: Phone, content: bytes) -> None:
    put = world.client.put(f"/api/v1/files/{name_of(content)}", content=content, headers=phone.headers)
    assert put.status_code == 201


def _tell(world: World, reporter: Phone, keeper: Phone, secrecy: str, marker: str) -> Point:
    point, photo_id = Point(secrecy, marker, world.identity(), drawn(marker)), world.identity()
    told = {"kind": "care", "category": "lighting", "words": marker, "place": marker, "cause": marker}
    own = {"walk_id": world.walk, "issue_id": point.issue}
    assert reporter.push(
        reporter.change("issue", point.issue, walk_id=world.walk, **told),
        reporter.change("photo", photo_id, **own, sha256=point.sha256, description=marker),
        reporter.change("voice", world.identity(), **own, sha256=name_of(point.voice), language="so", words=marker),
    ) == [None, None, None]
    _put(world, reporter, point.photo)
    _put(world, reporter, point.voice)
    desk = world.phone("coordinator")
    answer = desk.change("action", point.issue, walk_id=world.walk, state="planned", owner=marker, answer=marker)
    assert desk.push(answer, desk.change("photo", photo_id, approved=point.sha256)) == [None, None]
    classing = classed_as({}, secrecy)
    if classing:
        assert keeper.push(keeper.change("issue", point.issue, **classing)) == [None]
    return point
