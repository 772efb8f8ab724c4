"""One hash stands for a batch: nothing is safe unless the server holds all of it as it was sent."""

from sync.protocol.changes import Change
from sync.protocol.receipts import Receipt, acknowledge, receipts_of

CHANGES = [Change(f"000000000005000{n}-abcdefgh", "", "issue", "issue-0001", {"number": n}) for n in range(3)]


def taken() -> list[Receipt]:
    return [Receipt(change.stamp, change.sha256()) for change in CHANGES]


def test_what_was_refused_and_what_got_another_stamp_are_told_by_their_place() -> None:
    receipts = taken()
    receipts[1] = Receipt(CHANGES[1].stamp, CHANGES[1].sha256(), "not_allowed")
    receipts[2] = Receipt(CHANGES[2].stamp, CHANGES[2].sha256(), None, "0000000000040000-abcdefgh")
    assert receipts_of(acknowledge(7, receipts), 7, CHANGES) == receipts


def test_one_byte_that_differs_on_the_server_makes_nothing_safe() -> None:
    told = acknowledge(7, [*taken()[:2], Receipt(CHANGES[2].stamp, "0" * 64)])
    assert receipts_of(told, 7, CHANGES) == []


def test_the_receipts_of_another_batch_are_none_of_this_one() -> None:
    assert receipts_of(acknowledge(6, taken()), 7, CHANGES) == []
