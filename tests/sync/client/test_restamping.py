"""One stamp never means two changes: where two phones have one name, what only one of them has gets another stamp."""

from __future__ import annotations

from collections.abc import Callable

from sync.client.journal import WITHDRAWN
from sync.protocol.changes import Change
from sync.protocol.clock import apart
from sync.protocol.receipts import Receipt
from tests.sync.client.phones import Phone


def written(phone: Phone, words: str) -> Change:
    phone.write(words=words)
    return phone.journal.unsent(99)[-1]


def twin_of(change: Change, words: str) -> Change:
    """What a copy of the phone wrote in the same moment."""
    return Change(change.stamp, "", "issue", "issue-0001", {"words": words, "walk_id": "walk-0001"})


def test_what_a_copy_of_this_phone_wrote_is_not_what_this_phone_wrote(phone: Phone) -> None:
    own = written(phone, "Trasig lampa")

    phone.journal.receive([twin_of(own, "Mörkt")], {"cursor": "1"})

    [waiting] = phone.journal.unsent(9)
    assert waiting.fields["words"] == "Trasig lampa"
    assert waiting.stamp[17:] == phone.journal.replica != own.stamp[17:]
    history = phone.journal.history("issue", "issue-0001")
    assert {change.fields["words"] for change in history} == {"Trasig lampa", "Mörkt"}
    assert [phone.journal.is_mine(change) for change in sorted(history, key=lambda c: str(c.fields["words"]))] == [
        False,
        True,
    ]


def test_the_other_name_is_kept_when_the_app_is_opened_again(phone: Phone, phone_of: Callable[[str], Phone]) -> None:
    own = written(phone, "Trasig lampa")
    phone.journal.receive([twin_of(own, "Mörkt")], {})
    phone.close()

    again = phone_of("aaaaaaaa")

    assert again.journal.replica == phone.journal.replica
    assert written(again, "Nytt").stamp[17:] == phone.journal.replica


def test_what_was_refused_stays_shown_beside_what_a_copy_wrote(phone: Phone) -> None:
    own = written(phone, "Trasig lampa")
    phone.journal.settle([Receipt(own.stamp, own.sha256(), "not_allowed")])

    phone.journal.receive([twin_of(own, "Mörkt")], {})

    [turned] = phone.journal.turned()
    assert (turned.change.fields["words"], turned.code) == ("Trasig lampa", "not_allowed")
    assert {change.fields["words"] for change in phone.journal.history("issue", "issue-0001")} == {
        "Trasig lampa",
        "Mörkt",
    }


def test_what_comes_back_as_it_was_written_is_safe_and_keeps_its_stamp(phone: Phone) -> None:
    own = written(phone, "Trasig lampa")

    phone.journal.receive([own], {})

    assert phone.journal.waiting() == 0
    assert phone.journal.history("issue", "issue-0001") == [own]
    assert phone.journal.replica == "aaaaaaaa"
    assert phone.journal.fact(WITHDRAWN) is None


def test_what_came_of_one_copy_is_handed_back_apart_when_the_server_has_what_the_other_wrote(
    phone_of: Callable[[str], Phone],
) -> None:
    """The server was restored in between: what it had taken from one copy is forgotten, and it took the other's."""
    phone = phone_of("bbbbbbbb")
    first = Change("01a1ee5796860000-aaaaaaaa", "", "issue", "issue-0001", {"words": "Mörkt", "walk_id": "walk-0001"})
    phone.journal.receive([first], {})

    phone.journal.receive([twin_of(first, "Trasig lampa")], {})

    [handed_back] = phone.journal.unsent(9)
    assert (handed_back.stamp, handed_back.fields) == (apart(first.stamp, first.sha256()), first.fields)
    assert not phone.journal.is_mine(handed_back)
    assert phone.journal.holding.total() == sum(phone.journal.holding.sums()) % 2**64
    assert len(phone.journal.history("issue", "issue-0001")) == 2


def test_what_is_apart_on_the_server_already_is_not_handed_back(phone_of: Callable[[str], Phone]) -> None:
    phone = phone_of("bbbbbbbb")
    first = Change("01a1ee5796860000-aaaaaaaa", "", "issue", "issue-0001", {"words": "Mörkt"})
    there = Change(apart(first.stamp, first.sha256()), "", "issue", "issue-0001", first.fields)
    phone.journal.receive([first], {})

    phone.journal.receive([there, twin_of(first, "Trasig lampa")], {})

    assert phone.journal.unsent(9) == []
    assert {change.stamp for change in phone.journal.history("issue", "issue-0001")} == {first.stamp, there.stamp}
    assert phone.journal.holding.total() == sum(phone.journal.holding.sums()) % 2**64
