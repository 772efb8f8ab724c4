"""A summary put into words in one language: what the page and the PDF both draw, and nothing of how they look."""

from __future__ import annotations

from dataclasses import dataclass

from fieldwalk.documents.entries import Entry, entry_of
from fieldwalk.documents.map import MapWords
from fieldwalk.documents.phrases import counted_states, gist_sentence
from fieldwalk.documents.route_words import map_words, route_caption
from fieldwalk.documents.speech import Speech
from fieldwalk.domain.fields import clean
from fieldwalk.domain.summary import Summary
from fieldwalk.text import language_of, text

EMERGENCY, POLICE = "112", "114 14"


@dataclass(frozen=True)
class Labelled:
    """A label and what stands under it."""

    label: str
    body: str


@dataclass(frozen=True)
class Tally:
    """How many points are in a state: '4 åtgärdat'."""

    state: str
    words: str


@dataclass(frozen=True)
class Sheet:
    """A summary in ``language``, worded. Every text is clean; nothing in it is markup."""

    language: str
    title: str
    kicker: str
    when: str
    description: str
    organisation: str
    author: str
    made: str
    facts: tuple[Labelled, ...]
    strip: tuple[Labelled, ...]
    gist: tuple[str, ...]
    states_heading: str
    tallies: tuple[Tally, ...]
    route_caption: str
    map: MapWords
    legend: tuple[tuple[str, str], ...]
    good_intro: str
    good: tuple[Entry, ...]
    points_intro: str
    points: tuple[Entry, ...]
    address: str
    emergency: str


def worded(summary: Summary, language: str) -> Sheet:
    """``summary`` in the nearest of our languages to ``language``."""
    say = Speech(language_of(language), summary.zone, summary.made_at)
    organisation = clean(summary.organisation or "")
    points = tuple(entry_of(point, say) for point in summary.points)
    return Sheet(
        language=say.language,
        title=clean(summary.title or "") or say("untitled"),
        kicker=say("kicker", organisation=organisation) if organisation else say("kicker_alone"),
        when=_when(summary, say),
        description=say("description"),
        organisation=organisation,
        author=organisation or "fieldwalk",
        made=say("made", date=say.long_date(summary.made_at)),
        facts=_facts(summary, say),
        strip=_strip(summary, say),
        gist=tuple(gist_sentence(line, say) for line in summary.gist),
        states_heading=say("states", date=say.long_date(summary.made_at)),
        tallies=tuple(Tally(state, words) for state, words in counted_states(points, say)),
        route_caption=route_caption(summary, say),
        map=map_words(summary, say),
        legend=_legend(summary, say),
        good_intro=_good_intro(summary, say),
        good=tuple(entry_of(point, say) for point in summary.good),
        points_intro=_points_intro(summary, say),
        points=points,
        address=summary.address or "",
        emergency=say("emergency", emergency=EMERGENCY, police=POLICE),
    )


def _good_intro(summary: Summary, say: Speech) -> str:
    if summary.good:
        return say.count("good.intro", len(summary.good))
    return say("good.none" if summary.begun else "good.ahead")


def _points_intro(summary: Summary, say: Speech) -> str:
    if summary.points:
        return say("points.intro")
    return say("points.none" if summary.begun else "points.ahead")


def _when(summary: Summary, say: Speech) -> str:
    if summary.at is None:
        return ""
    day = {"weekday": say.weekday(summary.at), "date": say.long_date(summary.at), "begin": say.clock(summary.at)}
    if summary.started_at is None or summary.finished_at is None:
        return say("when_begun", **day)
    return say("when", end=say.clock(summary.finished_at), **day)


def _facts(summary: Summary, say: Speech) -> tuple[Labelled, ...]:
    light = text(f"light.{summary.light}", say.language) if summary.light in ("day", "dusk", "dark") else None
    people = say.count("people", summary.participants) if summary.participants else None
    known = (
        ("area", summary.area),
        ("light", light),
        ("leader", summary.leader),
        ("meeting", summary.meeting_place),
        ("people", people),
        ("purpose", summary.purpose),
    )
    return tuple(Labelled(say(f"fact.{name}"), clean(body)) for name, body in known if body and body.strip())


def _strip(summary: Summary, say: Speech) -> tuple[Labelled, ...]:
    """The figures, each with the words under it; what is not known is left out, never shown as nothing."""
    if not summary.begun:
        return ()
    points, good = len(summary.points), len(summary.good)
    shown = [
        Labelled(say.count("strip.points", points), str(points)),
        Labelled(say.count("strip.good", good), str(good)),
    ]
    if summary.metres is not None:
        label = say("strip.length_known" if summary.track.gaps else "strip.length")
        shown.append(Labelled(label, say.length(summary.metres)))
    if summary.seconds is not None:
        light = summary.light if summary.light in ("day", "dusk", "dark") else "unknown"
        minutes = text("figure.minutes", say.language, minutes=summary.seconds // 60)
        shown.append(Labelled(say(f"strip.time.{light}"), minutes))
    if summary.recorded is not None:
        shown.append(Labelled(say("strip.recorded"), say.share(summary.recorded)))
    return tuple(shown)


def _legend(summary: Summary, say: Speech) -> tuple[tuple[str, str], ...]:
    """The signs that this map has, in the order of reading: sign and word."""
    dead = summary.ground.dead if summary.ground else ()
    shown = {
        "track": summary.track.segments,
        "gap": summary.track.gaps,
        "point": summary.points,
        "good": summary.good,
        "stop": [stop for stop in summary.stops if stop.place],
        "unlit": dead,
    }
    return tuple((sign, say(f"legend.{sign}")) for sign, things in shown.items() if things)
