"""Those who want to be told are told, once each, until they have had enough."""

import logging

import pytest

from fieldwalk.listeners import Listeners


def test_everybody_is_told_in_the_order_in_which_they_came() -> None:
    told: list[tuple[str, str]] = []
    listeners: Listeners[[str]] = Listeners()
    listeners.subscribe(lambda what: told.append(("first", what)))
    listeners.subscribe(lambda what: told.append(("second", what)))
    listeners.tell("walk")
    assert told == [("first", "walk"), ("second", "walk")]


def test_nobody_is_told_after_leaving_and_leaving_twice_is_leaving_once() -> None:
    told: list[int] = []
    listeners: Listeners[[]] = Listeners()
    stay, leave = lambda: told.append(1), lambda: told.append(2)
    listeners.subscribe(stay)
    dispose = listeners.subscribe(leave)
    dispose()
    dispose()
    listeners.tell()
    assert told == [1]


def test_one_who_leaves_while_being_told_takes_nobody_elses_turn() -> None:
    told: list[str] = []
    listeners: Listeners[[]] = Listeners()
    disposers = []
    disposers.append(listeners.subscribe(lambda: disposers[0]()))
    listeners.subscribe(lambda: told.append("second"))
    listeners.tell()
    assert told == ["second"]


def test_a_listener_that_fails_stops_neither_the_others_nor_the_one_who_tells(caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []
    listeners: Listeners[[]] = Listeners()
    listeners.subscribe(lambda: 1 / 0)
    listeners.subscribe(lambda: told.append("second"))
    with caplog.at_level(logging.ERROR):
        listeners.tell()
    assert told == ["second"]
    assert "a listener failed" in caplog.text
