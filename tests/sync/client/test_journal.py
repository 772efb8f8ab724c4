"""The journal is the one door: what went through it is durable, in order, and never thrown away."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldwalk.domain.refusals import Refused
from sync.client.journal import Edit
from sync.protocol.changes import Change
from sync.protocol.receipts import Receipt
from tests.fakes.device import FakeClock
from tests.sync.client.phones import Phone, copied


def test_a_write_is_in_journal_and_state_when_it_returns(phone: Phone, tmp_path: Path) -> None:
    phone.write(words="mörkt", severity=3, position=[59.0, 17.0, 5.0])
    with copied(phone.path, tmp_path / "copy.db") as disk:
        assert disk.execute("select count(*) from journal").fetchone() == (1,)
        assert disk.execute("select words, severity from state_issue").fetchone() == ("mörkt", 3)
    disk.close()


def test_a_record_comes_back_as_it_was_written(phone: Phone) -> None:
    phone.write(words="mörkt", position=[59.0, 17.0, 5.0])
    phone.journal.write("", [Edit("walk", "walk-0001", {"pauses": [[1, 2], [3, None]]})])
    assert phone.issues()[0].words == "mörkt"
    assert phone.issues()[0].position == [59.0, 17.0, 5.0]


def test_several_edits_are_kept_all_or_none(phone: Phone) -> None:
    with pytest.raises(Refused):
        phone.journal.write(
            "", [Edit("issue", "issue-0001", {"words": "a"}), Edit("issue", "issue-0002", {"severity": 9})]
        )
    assert phone.issues() == []
    assert phone.journal.unsent(10) == []


def test_later_writes_have_greater_stamps_even_when_the_clock_falls_back(phone: Phone, clock: FakeClock) -> None:
    phone.write(words="first")
    clock.move(-3_600_000)
    phone.write(words="second")
    first, second = phone.journal.unsent(10)
    assert first.stamp < second.stamp
    assert phone.issues()[0].words == "second"


def test_the_clock_survives_a_restart(phone_of: Callable[[str], Phone], clock: FakeClock) -> None:
    before = phone_of("aaaaaaaa")
    before.write(words="first")
    before.close()
    clock.move(-3_600_000)
    after = phone_of("aaaaaaaa")
    after.write(words="second")
    assert after.issues()[0].words == "second"


def test_a_replica_keeps_its_name_over_a_restart(phone_of: Callable[[str], Phone], tmp_path: Path) -> None:
    phone_of("aaaaaaaa").close()
    (tmp_path / "aaaaaaaa.db").rename(tmp_path / "bbbbbbbb.db")
    assert phone_of("bbbbbbbb").journal.replica == "aaaaaaaa"


def test_a_removed_record_is_gone_and_an_edit_brings_it_back(phone: Phone) -> None:
    phone.write(words="a")
    phone.write(removed=True)
    assert phone.issues() == []
    phone.write(words="b")
    assert [issue.words for issue in phone.issues()] == ["b"]


def test_beaten_values_stay_in_the_history(phone: Phone) -> None:
    phone.write(words="first")
    phone.write(words="second")
    assert [change.fields["words"] for change in phone.journal.history("issue", "issue-0001")] == ["first", "second"]


def test_the_state_drawn_anew_from_the_journal_is_equal(phone: Phone) -> None:
    for number in range(1, 30):
        phone.write(f"issue-{number % 7:04d}", words=f"words {number}", severity=number % 3 + 1)
        phone.write("photo-0001", record="photo", width=number)
    phone.write("issue-0003", removed=True)
    before = phone.state()
    phone.journal.rebuild()
    assert phone.state() == before
    assert before["state_issue"]


def test_state_tables_of_another_shape_are_drawn_anew_at_opening(phone_of: Callable[[str], Phone]) -> None:
    old = phone_of("aaaaaaaa")
    old.write(words="mörkt")
    state = old.state()
    old.db.execute("alter table state_issue drop column cause")
    old.close()
    new = phone_of("aaaaaaaa")
    assert new.state() == state


def test_a_field_of_a_newer_phone_survives_and_is_there_after_an_update(phone: Phone) -> None:
    phone.write(words="a", smell="damp")
    carried = phone.db.execute("select carried from state_issue").fetchone()[0]
    assert carried == '{"smell":"damp"}'
    assert phone.journal.unsent(10)[0].fields["smell"] == "damp"


def test_receiving_twice_changes_nothing(phone: Phone) -> None:
    news = [Change("0000000000050000-zzzzzzzz", "", "issue", "issue-0001", {"walk_id": "walk-0001", "words": "x"})]
    phone.journal.receive(news, {"cursor": "1"})
    before = phone.state()
    phone.journal.receive(news, {"cursor": "1"})
    assert phone.state() == before
    assert len(phone.journal.history("issue", "issue-0001")) == 1


def test_what_is_received_is_never_sent_back(phone: Phone) -> None:
    phone.journal.receive([Change("0000000000050000-zzzzzzzz", "", "issue", "issue-0001", {"words": "x"})], {})
    assert phone.journal.unsent(10) == []


def test_a_received_change_that_can_not_be_kept_stops_no_other(phone: Phone) -> None:
    bad = Change("soon", "", "issue", "issue-0001", {"words": "x"})
    good = Change("0000000000050000-zzzzzzzz", "", "issue", "issue-0002", {"words": "y"})
    phone.journal.receive([bad, good], {"cursor": "2"})
    assert [issue.words for issue in phone.issues()] == ["y"]
    assert phone.journal.fact("cursor") == "2"


def test_what_is_written_after_receiving_wins_over_it(phone: Phone, clock: FakeClock) -> None:
    ahead = f"{clock.now() + 60_000:012x}0000-zzzzzzzz"
    phone.journal.receive([Change(ahead, "", "issue", "issue-0001", {"walk_id": "walk-0001", "words": "theirs"})], {})
    phone.write(words="mine")
    assert phone.issues()[0].words == "mine"


def test_only_a_receipt_with_the_right_hash_makes_a_change_safe(phone: Phone) -> None:
    phone.write(words="a")
    change = phone.journal.unsent(1)[0]
    phone.journal.settle([Receipt(change.stamp, "0" * 64)])
    assert phone.journal.unsent(1) == [change]
    phone.journal.settle([Receipt(change.stamp, change.sha256())])
    assert phone.journal.unsent(1) == []


def test_what_the_server_refused_stays_here_with_its_reason(phone: Phone) -> None:
    phone.write(words="a")
    change = phone.journal.unsent(1)[0]
    phone.journal.settle([Receipt(change.stamp, change.sha256(), "not_allowed")])
    assert phone.journal.unsent(1) == []
    assert [(turned.change, turned.code) for turned in phone.journal.turned()] == [(change, "not_allowed")]
    assert phone.issues()[0].words == "a"


def test_listeners_hear_what_changed_after_the_commit_and_not_after_leaving(phone: Phone) -> None:
    heard: list[tuple[frozenset[str], bool]] = []
    leave = phone.journal.subscribe(lambda records: heard.append((records, phone.db.conn.in_transaction)))
    phone.write(words="a")
    leave()
    phone.write(words="b")
    assert heard == [(frozenset({"issue"}), False)]


def test_nothing_but_the_journal_and_its_tables_writes_records(root: Path) -> None:
    """One door: no other module of the phone's rooms writes to the journal or a state table."""
    writers = set()
    for room in ("fieldwalk", "sync/client"):
        for path in (root / room).rglob("*.py"):
            texts = [
                n.value
                for n in ast.walk(ast.parse(path.read_text()))
                if isinstance(n, ast.Constant) and isinstance(n.value, str)
            ]
            if any(
                w in t.lower()
                for t in texts
                for w in ("insert into journal", "update journal", "insert or replace into state", "into {table")
            ):
                writers.add(path.name)
    assert writers <= {"journal.py", "state_tables.py", "outbox.py", "holding.py", "restamping.py"}
