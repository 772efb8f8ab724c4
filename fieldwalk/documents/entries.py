"""One point or good place put into words: heading, fields, photos, and the answer that it got."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldwalk.documents.palette import STATE_TONES, tone_of
from fieldwalk.documents.speech import Speech
from fieldwalk.domain.categories import drawn_category
from fieldwalk.domain.fields import clean
from fieldwalk.domain.points import Answer, Picture, Point, Recording
from fieldwalk.text import text
from fieldwalk.text.spoken import spoken


@dataclass(frozen=True)
class Field:
    """A label and the words under it. ``name`` says which field of the record it is."""

    name: str
    label: str
    body: str


@dataclass(frozen=True)
class Figure:
    """A photo: what it is called by its hash, its text alternative, and the caption that everybody reads."""

    sha256: str
    thumbnail: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Reply:
    """The answer: a bold ``lead``, the ``body``, and who said it when. ``tone`` as in the palette."""

    lead: str
    body: str
    by: str
    tone: str


@dataclass(frozen=True)
class Entry:
    """A point (``mark`` a number) or a good place (a letter). ``state`` is '' for a good place with no answer.

    ``waiting`` says how many photos are not among ``figures`` because nobody has looked them through; '' for none.
    """

    mark: str
    named: str
    heading: str
    category: str
    category_words: str
    severity: int
    severity_words: str
    state: str
    state_words: str
    tone: str
    fields: tuple[Field, ...]
    figures: tuple[Figure, ...]
    reply: Reply | None
    waiting: str = ""


def entry_of(point: Point, say: Speech) -> Entry:
    """``point`` in words. A point that nobody has described says so; nothing is made up."""
    category = drawn_category(point.category)
    state = shown_state(point.answer)
    severity = point.severity if point.severity in (1, 2, 3) else 0
    silent = point.good and not point.answer.given
    return Entry(
        mark=point.mark,
        named=say("good.named" if point.good else "point.named", mark=point.mark),
        heading=clean(point.heading or "").strip() or say.category(category),
        category=category,
        category_words=say.category(category),
        severity=severity,
        severity_words=text(f"severity.{severity}", say.language) if severity else "",
        state="" if silent else state,
        state_words="" if silent else say(f"state.{state if state in STATE_WORDS else 'unknown'}"),
        tone="good" if point.good else tone_of(state),
        fields=tuple(_good_fields(point, say) if point.good else _fields(point, say)),
        figures=tuple(_figure(picture, point, say) for picture in point.pictures),
        reply=None if silent else _reply(point.answer, state, say),
        waiting=say.count("photo.waiting", point.waiting) if point.waiting else "",
    )


def recorded(entry: Entry) -> list[str]:
    """Each recording of ``entry`` in one line: what it is, and what is said in it."""
    return [f"{field.label}: {field.body}" for field in entry.fields if field.name == "voice"]


STATE_WORDS = frozenset(STATE_TONES) | {"answered"}


def shown_state(answer: Answer) -> str:
    """The action's state; one that was answered and never set further is 'answered', for nobody waits for it."""
    return "answered" if answer.state == "new" and answer.given else answer.state


def _fields(point: Point, say: Speech) -> Iterator[Field]:
    said = [(name, getattr(point, name)) for name in ("words", "cause", "proposal")]
    told = [Field(name, say(f"field.{name}"), clean(body)) for name, body in said if body and body.strip()]
    told += _recorded(point, say)
    yield from told or [Field("words", say("field.words"), say("point.undescribed"))]
    yield Field("owner", say("field.owner"), clean(point.answer.owner or "") or say("field.no_owner"))
    if point.answer.settled and point.answer.done_at:
        yield Field("done", say("field.done"), say.long_date(point.answer.done_at))
    elif point.answer.due and point.answer.open:
        late = say.is_past(point.answer.due)
        yield Field("due", say("field.overdue" if late else "field.due"), say.iso_date(point.answer.due))


def _good_fields(point: Point, say: Speech) -> Iterator[Field]:
    labels = (("words", ""), ("cause", say("field.cause")), ("proposal", say("good.keep")))
    for name, label in labels:
        body = getattr(point, name)
        if body and body.strip():
            yield Field(name, label, clean(body))
    yield from _recorded(point, say)


def _recorded(point: Point, say: Speech) -> list[Field]:
    """What was told aloud: how long and in which language, and the words once somebody has written them out."""
    return [
        Field("voice", _recording(one, say), clean(one.words or "").strip() or say("voice.unwritten"))
        for one in point.recordings
    ]


def _recording(one: Recording, say: Speech) -> str:
    language = spoken(one.language, say.language) if one.language else ""
    facts = [say.count("seconds", one.seconds) if one.seconds else "", language]
    return say("voice.label", facts=" · ".join(filter(None, facts))) if any(facts) else say("voice.bare")


def _figure(picture: Picture, point: Point, say: Speech) -> Figure:
    caption = _dated(picture, point, say)
    description = clean(picture.description or "").strip()
    if caption and description:
        caption = say("photo.caption", caption=caption, description=description)
    alt = description or _alt(point, say)
    return Figure(picture.sha256 or "", picture.thumbnail or "", alt, caption or alt)


def _dated(picture: Picture, point: Point, say: Speech) -> str:
    """'Före, 12 november 2026'; before and after are said only where there are both."""
    date = say.long_date(picture.taken_at) if picture.taken_at else ""
    if not any(other.role == "after" for other in point.pictures):
        return date
    role = say("photo.after" if picture.role == "after" else "photo.before")
    return say("photo.dated", role=role, date=date) if date else role


def _alt(point: Point, say: Speech) -> str:
    """What a photo that nobody has described can honestly be said to show: which point, and what it is about."""
    words = say.category(drawn_category(point.category))
    category = words[:1].lower() + words[1:]
    heading = clean(point.heading or "").strip()
    if heading:
        return say("photo.of", category=category, place=heading)
    if point.good:
        return say("photo.of_good", mark=point.mark)
    return say("photo.of_point", category=category, mark=point.mark)


def _reply(answer: Answer, state: str, say: Speech) -> Reply:
    tone = tone_of(state)
    words, reason = clean(answer.words or "").strip(), clean(answer.reason or "").strip()
    if state == "wont":
        lead = say("answer.refused" if reason else "answer.refused_silent")
        return Reply(lead, " ".join(part for part in (reason, words) if part), _by(answer, say), tone)
    if not words:
        return Reply(say("answer.none"), "", "", tone)
    return Reply(say("answer.lead"), words, _by(answer, say), tone)


def _by(answer: Answer, say: Speech) -> str:
    owner = clean(answer.owner or "").strip()
    when = say.long_date(answer.answered_at) if answer.answered_at else ""
    return say("answer.by", owner=owner, date=when) if owner and when else owner or when
