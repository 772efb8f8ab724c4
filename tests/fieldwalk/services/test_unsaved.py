"""Words that are not saved yet are saved at once when there is no time to rest."""

import pytest

from fieldwalk.services.unsaved import Unsaved


def test_everything_that_is_held_is_saved_and_what_was_let_go_is_not() -> None:
    unsaved, saved = Unsaved(), []
    unsaved.hold(lambda: saved.append("words"))
    let_go = unsaved.hold(lambda: saved.append("place"))
    unsaved.keep()
    let_go()
    let_go()
    unsaved.keep()
    assert saved == ["words", "place", "words"]


def test_a_field_that_cannot_be_saved_stops_no_other_and_is_told() -> None:
    unsaved, saved = Unsaved(), []

    def fails() -> None:
        raise ValueError("full")

    unsaved.hold(fails)
    unsaved.hold(lambda: saved.append("place"))
    with pytest.raises(ValueError, match="full"):
        unsaved.keep()
    assert saved == ["place"]
