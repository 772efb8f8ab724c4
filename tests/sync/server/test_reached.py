"""From any state of the data nothing that is above a role's class, of another organisation or of a resident's name is
in any answer that the role can get: lists, photos, summaries, pages of the exchange, refusals; nor in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings

from fieldwalk.domain.roles import ROLES, may, sees
from fieldwalk.domain.secrecy import rank
from sync.server import snapshots
from sync.server.caller import Caller
from sync.server.files import _name
from sync.server.keys import hashed
from sync.server.settings import DAY
from sync.server.store import doors
from sync.server.store.doors import Token
from tests.fakes.central_world import World
from tests.fakes.reading import Reader
from tests.fakes.stories import (
    BATCHES,
    HUNG_LATE,
    ISSUES,
    LATE,
    LATE_ABOUT_A_HIDDEN_PHOTO,
    LIFTED,
    NOBODY,
    PHOTOS,
    SPOKEN,
    VOICES,
    Batches,
    Story,
    file_of,
    pixels_of,
    quick,
)

FILES = [*VOICES, *(name for photo in PHOTOS for name in (photo, f"{photo} covered"))]
KNOWN: dict[str, str] = {}
"""Every word of the organisations before, so that none of another is found."""


class Log(logging.Handler):
    """What the server logs, as it is written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(message)s"))
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    handler, root = Log(), logging.getLogger("fieldwalk")
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One server for all stories, which keeps even the smallest first page."""
    made = quick(World(tmp_path_factory.mktemp("reached")))
    with pytest.MonkeyPatch.context() as patched, made.client:
        patched.setattr(snapshots, "LEAST_CHANGES", 1)
        yield made


@settings(max_examples=4)
@given(BATCHES)
@example(LIFTED)
@example(HUNG_LATE)
@example(LATE_ABOUT_A_HIDDEN_PHOTO)
@example(SPOKEN)
def test_no_answer_and_no_line_of_the_log_holds_what_its_reader_may_not_have(
    server: World, log: Log, batches: Batches
) -> None:
    story = Story(server)
    for role, edits in batches:
        story.write(role, edits)
    named = story.files()
    for name in [name for name in FILES if file_of(name) in named]:
        story.world.central.files._note(story.writers["walker"], file_of(name), named[file_of(name)], 1)
        story.world.central.files._place.keep(_name(file_of(name)), pixels_of(name))
    classes, words = story.truth()
    told = {word: classes[stamp] for word, stamp in words.items()} | story.waiting()
    ids = {"walk_id": [story.world.walk], "sha256": [*map(file_of, FILES)], "issue_id": ISSUES}
    for role, reader in let_in(story).items():
        seen = [text for _, text in reader.looked_up(ids)] + list(reader.exchanged())
        handed = list(reader.handed_out(story.world.walk)) if may(role, "export") else []
        check(story, role, told, seen, handed)
    KNOWN.update(told)
    assert not [word for line in log.written for word in (*told, *people(story)) if word in line]


def check(story: Story, role: str, told: dict[str, str], seen: list[str], handed: list[tuple[str, str]]) -> None:
    for word, secrecy in told.items():
        assert sees(role, secrecy) or not [text for text in seen if word in text], (role, word, secrecy)
        assert not [text for asked, text in handed if word in text and rank(secrecy) > rank(asked)]
        assert sees(role, secrecy) or not [text for _, text in handed if word in text]
    every = "\n".join([*seen, *(text for _, text in handed)])
    assert not [word for word in KNOWN if word in every]
    assert may(role, "see.track") == (story.track in every)
    assert people(story)[NOBODY] not in every, role
    if not may(role, "see.reporter"):
        residents = {person for who, person in people(story).items() if who in ("guest", "walker", LATE)}
        assert not [person for person in residents if person in every], role
    reached = {file_of(name) for name in FILES if any(f"{pixels_of(name).decode()}{{" in text for text in seen)}
    assert reached <= story.shown_to(role), role
    waiting = story.waiting()
    assert may(role, "approve") or not [word for word in waiting if word in every]


def people(story: Story) -> dict[str, str]:
    return {role: caller.person_id for role, caller in story.writers.items()}


def let_in(story: Story) -> dict[str, Reader]:
    """A token for each reader, as if they had all joined."""
    now, world = story.world.clock.now, story.world
    tokens = {role: f"{role} {caller.person_id}" for role, caller in story.readers.items()}
    with world.central.database.write() as connection:
        for role, caller in story.readers.items():
            doors.keep_token(connection, Token(hashed(tokens[role]), *_who(caller), now, now + DAY))
    return {role: Reader(world.client, world.app, role, tokens[role]) for role in ROLES}


def _who(caller: Caller) -> tuple[str, str, str, str | None]:
    return caller.organisation, caller.person_id, caller.role, caller.walk_id
