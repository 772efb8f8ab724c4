"""The points and good places of a walk, as its summary tells them: numbered or lettered, answered, with photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fieldwalk.domain.actions import OPEN
from fieldwalk.domain.looking import waits
from fieldwalk.domain.records import Action, Issue, Photo, Voice

HungT = TypeVar("HungT", Photo, Voice)


@dataclass(frozen=True)
class Place:
    """A position: WGS 84 degrees, and ``accuracy`` in metres."""

    latitude: float
    longitude: float
    accuracy: float


@dataclass(frozen=True)
class Picture:
    """A photo of a point. Its file may be missing: ``sha256`` is ``None``, or nobody here has the bytes."""

    sha256: str | None
    thumbnail: str | None
    role: str
    description: str | None
    taken_at: int | None


@dataclass(frozen=True)
class Recording:
    """That somebody has told of a point aloud, how long (seconds) and in which language, and what they said once it is
    written out. The sound itself is in no document."""

    seconds: int | None
    language: str | None
    words: str | None


@dataclass(frozen=True)
class Answer:
    """What is done about a point: one owner, a day (ISO 8601), an answer or the reason why not."""

    state: str = "new"
    owner: str | None = None
    due: str | None = None
    words: str | None = None
    reason: str | None = None
    answered_at: int | None = None
    done_at: int | None = None

    @property
    def given(self) -> bool:
        """Whether anybody has said anything: an answer, or why it is not done."""
        return bool(self.words or (self.state == "wont" and self.reason))

    @property
    def settled(self) -> bool:
        """Whether it is done, as far as anybody has said."""
        return self.state in ("done", "verified")

    @property
    def open(self) -> bool:
        """Whether something still has to happen; a state that only a newer phone knows counts as open."""
        return self.state in OPEN or not (self.settled or self.state == "wont")


@dataclass(frozen=True)
class Point:
    """One point or good place. ``mark`` is what it is called by, on the map and in the text: '7', '7b', 'A'.

    ``number`` is the issue's own and may be missing, or be shared by two phones that were out of reach.
    ``waiting`` is how many photos of it are not among ``pictures``: nobody has looked them through yet.
    """

    id: str
    mark: str
    number: int | None
    good: bool
    category: str | None
    severity: int | None
    words: str | None
    cause: str | None
    proposal: str | None
    heading: str | None
    place: Place | None
    light: str | None
    marked_at: int | None
    answer: Answer
    pictures: tuple[Picture, ...]
    waiting: int = 0
    recordings: tuple[Recording, ...] = ()


def place_of(position: Sequence[float] | None) -> Place | None:
    """The place of a record's ``[latitude, longitude, accuracy]``."""
    return Place(*position) if position else None


def numbered(
    issues: Iterable[Issue], actions: Mapping[str, Action], photos: Iterable[Photo], voices: Iterable[Voice] = ()
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The points that need care and the good places, in the order of the walk, each with a mark of its own.

    A point keeps the number that people saw on their phones; when two share one, the later is '7b', '7c'.
    Good places are lettered A to Z, then AA. Does not care in which order the records come. A photo that waits to be
    looked through is counted and nothing more: what is made of this is handed on.
    """
    kept, told = _by_issue(photos, _photo_order), _by_issue(voices, _voice_order)
    walked = sorted(issues, key=_walked)
    made = [_point(one, actions.get(one.id), kept.get(one.id, ()), told.get(one.id, ())) for one in walked]
    care = [point for point in made if not point.good]
    good = [point for point in made if point.good]
    return tuple(_marked(care)), tuple(replace(point, mark=letters(n)) for n, point in enumerate(good))


def letters(index: int) -> str:
    """0 is A, 25 is Z, 26 is AA: as the columns of a spreadsheet are called."""
    index, last = divmod(index, 26)
    return (letters(index - 1) if index else "") + chr(ord("A") + last)


def _walked(issue: Issue) -> tuple[bool, int, int, str]:
    return issue.number is None, issue.number or 0, issue.marked_at or 0, issue.id


def _photo_order(photo: Photo) -> tuple[bool, int, str]:
    return photo.role == "after", photo.taken_at or 0, photo.id


def _voice_order(voice: Voice) -> tuple[int, str]:
    return voice.recorded_at or 0, voice.id


def _by_issue(records: Iterable[HungT], order: Callable[[HungT], Any]) -> dict[str, list[HungT]]:
    hung: dict[str, list[HungT]] = {}
    for record in sorted(records, key=order):
        hung.setdefault(record.issue_id or "", []).append(record)
    return hung


def _marked(points: Iterable[Point]) -> Iterator[Point]:
    """Each point by its number; one without a number goes on counting after the last."""
    used: Counter[int] = Counter()
    for point in points:
        number = point.number or max(used, default=0) + 1
        tail = letters(used[number]).lower() if used[number] else ""
        used[number] += 1
        yield replace(point, mark=f"{number}{tail}")


def _picture(photo: Photo) -> Picture:
    return Picture(photo.sha256, photo.thumbnail, photo.role or "before", photo.description, photo.taken_at)


def _recordings(voices: Sequence[Voice]) -> tuple[Recording, ...]:
    """Of one that was begun and has neither sound nor words there is nothing to tell."""
    told = [voice for voice in voices if voice.sha256 or (voice.words or "").strip()]
    return tuple(Recording(voice.seconds, voice.language, voice.words) for voice in told)


def _point(issue: Issue, action: Action | None, photos: Sequence[Photo], voices: Sequence[Voice]) -> Point:
    shown = [photo for photo in photos if not waits(photo)]
    return Point(
        id=issue.id,
        mark="",
        number=issue.number,
        good=issue.kind == "good",
        category=issue.category,
        severity=None if issue.kind == "good" else issue.severity,
        words=issue.words,
        cause=issue.cause,
        proposal=issue.proposal,
        heading=issue.place,
        place=place_of(issue.position),
        light=issue.light,
        marked_at=issue.marked_at,
        answer=_answer(action),
        pictures=tuple(map(_picture, shown)),
        waiting=len(photos) - len(shown),
        recordings=_recordings(voices),
    )


def _answer(action: Action | None) -> Answer:
    if action is None:
        return Answer()
    return Answer(
        state=action.state or "new",
        owner=action.owner,
        due=action.due,
        words=action.answer,
        reason=action.reason,
        answered_at=action.answered_at,
        done_at=action.done_at,
    )
