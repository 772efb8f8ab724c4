"""From any state of the data, nothing that a role can reach is of a class above it or tells who reported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict

import pytest
from hypothesis import example, given, settings

from fieldwalk.domain.anonymity import is_nobody
from fieldwalk.domain.records import Action, Fixes, Issue, Photo, Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may, sees
from fieldwalk.domain.secrecy import CLASSES
from sync.protocol.changes import Change
from sync.protocol.digest import added, weight
from sync.server.store.held_files import HeldFiles
from sync.server.store.holdings import Holdings
from sync.server.summaries import summary_of
from tests.fakes.central_world import World
from tests.fakes.stories import (
    APPROVED,
    BATCHES,
    COVERED,
    HUNG_BEFORE_IT_IS_CLASSED,
    HUNG_LATE,
    LIFTED,
    NOBODY,
    SPOKEN,
    Batches,
    Story,
    quick,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One server for all stories: each is an organisation of its own."""
    made = quick(World(tmp_path_factory.mktemp("hidden")))
    with closing(made.central):
        yield made


@settings(max_examples=30)
@given(BATCHES)
@example(LIFTED)
@example(HUNG_LATE)
@example(HUNG_BEFORE_IT_IS_CLASSED)
@example(SPOKEN)
def test_nothing_above_a_class_is_reached_by_any_way_and_everything_else_is(server: World, batches: Batches) -> None:
    story = Story(server)
    for role, edits in batches:
        story.write(role, edits)
        classes, _ = story.truth()
        for reader, changes in story.pull():
            check_page(reader, changes, classes)
    check_all_ways(story)


def check_page(role: str, changes: list[Change], classes: dict[str, str]) -> None:
    assert not [change for change in changes if not sees(role, classes[change.stamp])]
    assert may(role, "see.reporter") or not any(change.person for change in changes)
    assert may(role, "see.track") or "fixes" not in {change.record for change in changes}
    assert not [change for change in changes if is_nobody(change.person)]


def check_all_ways(story: Story) -> None:
    classes, words = story.truth()
    database = story.world.central.database
    for role, caller in story.readers.items():
        visible = {stamp for stamp, each in classes.items() if sees(role, each)}
        with database.read() as connection:
            holdings = Holdings(connection, caller)
            anew = list(holdings.told(holdings.rows_after(0, "nobody")))
            lists = [str([asdict(r) for r in holdings.records(kind)]) for kind in (Issue, Action, Photo, Voice)]
            bursts, counts = holdings.records(Fixes), holdings.digest()
        check_page(role, anew, classes)
        tracks = [change for change in anew if change.record == "fixes"]
        assert len(tracks) == len(bursts) == int(may(role, "see.track"))
        told = set(words.values()) & visible
        assert {change.stamp for change in anew} & set(words.values()) == told
        assert told <= story.given[role]
        assert counts == added(0, *(weight(change.sha256()) for change in anew))
        summary = repr(summary_of(story.world.central, caller, story.world.walk, "police"))
        handed_on = repr(summary_of(story.world.central, caller, story.world.walk))
        for word, stamp in words.items():
            reached = [where for where in (*lists, summary) if word in where]
            assert not reached or sees(role, classes[stamp]), (role, word, reached)
            assert word not in handed_on or classes[stamp] == CLASSES[0]
        check_nobody_named(story, role, [*lists, summary, str(anew)])


def check_nobody_named(story: Story, role: str, read: list[str]) -> None:
    assert not [where for where in read if story.writers[NOBODY].person_id in where]
    if may(role, "see.reporter"):
        return
    for writer in story.writers.values():
        assert not [where for where in read if writer.person_id in where]


@settings(max_examples=20)
@given(BATCHES)
@example(APPROVED)
@example(COVERED)
@example(SPOKEN)
def test_a_photo_or_recording_is_found_by_its_name_only_by_those_who_see_its_point_and_may_look_or_hear(
    server: World, batches: Batches
) -> None:
    story = Story(server)
    for role, edits in batches:
        story.write(role, edits)
    check_files(story)


def check_files(story: Story) -> None:
    files, names = story.world.central.files, story.files()
    for sha256, kind in names.items():
        files._note(story.writers["walker"], sha256, kind, 1)
    assert story.writers[NOBODY].person_id not in story.speakers()
    for role, caller in story.readers.items():
        with story.world.central.database.read() as connection:
            found = [sha256 for sha256 in names if is_found(HeldFiles(connection, caller), sha256)]
        there = story.shown_to(role)
        assert found == [sha256 for sha256 in names if sha256 in there], role


def is_found(holdings: HeldFiles, sha256: str) -> bool:
    with suppress(Refused):
        return bool(holdings.file(sha256))
    return False
