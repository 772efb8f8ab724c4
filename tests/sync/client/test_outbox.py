"""A batch has a number for ever: what is in it never changes, and no number comes twice."""

from sync.protocol.changes import Change
from sync.protocol.clock import Stamp, tick
from sync.protocol.digest import added, weight
from sync.protocol.receipts import Receipt
from sync.protocol.versions import versions
from tests.sync.client.phones import Phone


def receipts(changes: list[Change]) -> list[Receipt]:
    return [Receipt(change.stamp, change.sha256()) for change in changes]


def test_a_batch_stays_the_same_until_it_is_acknowledged(phone: Phone) -> None:
    phone.write(words="a")
    first = phone.journal.batch(10)
    phone.write(words="b")
    assert first is not None
    assert phone.journal.batch(10) == first
    phone.journal.settle(receipts(first.changes))
    second = phone.journal.batch(10)
    assert second is not None
    assert [change.fields["words"] for change in second.changes] == ["b"]


def test_a_batch_stays_the_same_when_a_part_of_it_comes_back_by_another_way(phone: Phone) -> None:
    """The server had it all the time, and a repair found that out before the receipt came."""
    for words in "ab":
        phone.write(words=words)
    frozen = phone.journal.batch(10)
    assert frozen is not None
    phone.journal.receive(frozen.changes[:1], {})
    assert phone.journal.waiting() == 1
    assert phone.journal.batch(10) == frozen
    phone.journal.settle(receipts(frozen.changes))
    assert phone.journal.batch(10) is None


def test_a_batch_that_is_safe_as_a_whole_is_settled_but_for_what_was_settled_before(phone: Phone) -> None:
    for words in "abc":
        phone.write(words=words)
    batch = phone.journal.batch(10)
    assert batch is not None
    phone.journal.receive(batch.changes[:1], {})
    phone.write(words="d")

    phone.journal.receive((), {}, (), batch)
    phone.journal.receive((), {}, (), batch)

    assert phone.journal.holding.total() == added(0, *(weight(change.sha256()) for change in batch.changes))
    assert [change.fields["words"] for change in phone.journal.unsent(9)] == ["d"]
    second = phone.journal.batch(10)
    assert second is not None
    assert second.number > batch.number


def test_of_a_batch_that_is_safe_what_is_something_else_here_still_waits(phone: Phone) -> None:
    phone.write(words="a")
    batch = phone.journal.batch(10)
    assert batch is not None
    [sent] = batch.changes
    phone.db.execute("update journal set sha256 = ?", ("0" * 64,))

    phone.journal.receive((), {}, (), batch)

    assert [change.stamp for change in phone.journal.unsent(9)] == [sent.stamp]
    assert phone.journal.batch(10) is not None
    assert phone.journal.holding.total() == 0


def test_a_number_is_never_given_twice_not_even_when_the_outbox_was_empty(phone: Phone) -> None:
    numbers = []
    for words in "abc":
        phone.write(words=words)
        batch = phone.journal.batch(10)
        assert batch is not None
        numbers.append(batch.number)
        phone.journal.settle(receipts(batch.changes))
        assert phone.journal.batch(10) is None
    assert len(set(numbers)) == 3


def test_a_batch_taken_apart_burns_its_number_and_loses_nothing(phone: Phone) -> None:
    for words in "abcd":
        phone.write(words=words)
    whole = phone.journal.batch(10)
    assert phone.journal.thaw() == 4
    half = phone.journal.batch(2)
    assert whole is not None
    assert half is not None
    assert half.number > whole.number
    assert half.changes == whole.changes[:2]
    assert phone.journal.waiting() == 4


def test_a_batch_is_cut_where_a_phone_would_run_out_of_memory(phone: Phone) -> None:
    for number in range(30):
        phone.write(f"fixes-{number:04d}", record="fixes", packed="A" * 199_000)
    batch = phone.journal.batch(100)
    assert batch is not None
    assert 10 <= len(batch.changes) < 20


def test_another_name_is_on_everything_that_nobody_has_confirmed(phone: Phone) -> None:
    phone.write(words="safe")
    phone.journal.settle(receipts(phone.journal.unsent(1)))
    phone.write(words="not yet")
    name = phone.journal.rename()
    assert [change.stamp[17:] for change in phone.journal.unsent(10)] == [name]
    assert [change.stamp[17:] == name for change in phone.journal.history("issue", "issue-0001")] == [False, True]
    assert phone.issues()[0].words == "not yet"


def test_under_another_name_what_was_rewritten_is_no_version_of_somebody_elses(phone: Phone) -> None:
    for words in ("Trasig", "Trasig lampa"):
        phone.write(words=words)
        phone.journal.settle(receipts(phone.journal.unsent(1)))
    for fields in ({"words": "Trasig lampa vid porten"}, {"cause": "Påkörd"}, {"words": "Trasig lampa vid port 3"}):
        phone.write(**fields)
    phone.journal.rename()

    history = phone.journal.history("issue", "issue-0001")

    assert [change.fields["words"] for change in versions(history, "words")] == ["Trasig lampa vid port 3"]
    assert all(map(phone.journal.is_mine, history))
    assert [change.sha256() for change in phone.journal.unsent(9)] == [
        Change(c.stamp, c.person, c.record, c.record_id, c.fields).sha256() for c in phone.journal.unsent(9)
    ]


def test_under_another_name_the_words_of_the_phone_that_kept_it_are_anothers(phone: Phone) -> None:
    phone.write(words="Trasig lampa")
    [mine] = phone.journal.unsent(9)
    phone.journal.settle(receipts([mine]))
    old = phone.journal.replica
    phone.journal.rename()
    twins = Change(str(tick(Stamp.parse(mine.stamp), 0)), "", "issue", "issue-0001", {"words": "Mörkt"})
    phone.journal.receive([twins], {})

    assert twins.stamp.endswith(old)
    assert not phone.journal.is_mine(twins)
    assert phone.journal.others_words("issue", "issue-0001", ["words"]) == {twins.stamp}
