"""Two phones that wrote different words without a network: both are kept, told, and settled by an ordinary change."""

import asyncio

import pytest

from fieldwalk.services.versions import Twofold
from tests.fieldwalk.services.conftest import Phone
from tests.fieldwalk.services.test_joining import welcome


def join(phone: Phone, role: str = "leader") -> None:
    phone.server.answers = [welcome(role)]
    asyncio.run(phone.fieldwalk.joining.join("123456"))


def level(*phones: Phone) -> None:
    for phone in (*phones, *phones):
        assert asyncio.run(phone.fieldwalk.exchange.turn())


def describe(phone: Phone, issue_id: str, words: str) -> None:
    phone.clock.move(1000)
    phone.fieldwalk.reports.describe(issue_id, words=words)


@pytest.fixture
def issue_id(phone: Phone, other: Phone, walk_id: str) -> str:
    """A place that both phones know, described by each on its own."""
    join(phone)
    join(other, "coordinator")
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    level(phone, other)
    describe(phone, issue_id, "Lampan är trasig")
    other.clock.move(5000)
    describe(other, issue_id, "Lyktan lyser inte")
    level(phone, other)
    return issue_id


def told(phone: Phone, issue_id: str) -> Twofold:
    [twofold] = phone.fieldwalk.versions.about(issue_id)
    return twofold


def test_both_phones_show_the_same_and_offer_both(phone: Phone, other: Phone, issue_id: str) -> None:
    for each, mine in ((phone, [False, True]), (other, [True, False])):
        twofold = told(each, issue_id)
        assert (twofold.record, twofold.field) == ("issue", "words")
        assert [version.words for version in twofold.versions] == ["Lyktan lyser inte", "Lampan är trasig"]
        assert [version.mine for version in twofold.versions] == mine
        issue = each.fieldwalk.store.issue(issue_id)
        assert issue is not None
        assert issue.words == "Lyktan lyser inte"
        assert each.fieldwalk.versions.all() == [twofold]


@pytest.mark.parametrize("place", [0, 1], ids=["the present one", "the other one"])
def test_a_choice_stands_on_both_phones_and_nobody_is_asked_again(
    phone: Phone, other: Phone, issue_id: str, place: int
) -> None:
    twofold = told(phone, issue_id)
    chosen = twofold.versions[place]
    phone.clock.move(10_000)
    phone.fieldwalk.versions.choose(twofold, chosen)
    level(phone, other)
    for each in (phone, other):
        issue = each.fieldwalk.store.issue(issue_id)
        assert issue is not None
        assert issue.words == chosen.words
        assert each.fieldwalk.versions.about(issue_id) == each.fieldwalk.versions.all() == []


def test_an_edit_of_what_was_read_is_no_second_version(phone: Phone, other: Phone, walk_id: str) -> None:
    join(phone)
    join(other, "coordinator")
    issue_id = phone.fieldwalk.reports.mark(walk_id, None)
    describe(phone, issue_id, "Lampan")
    level(phone, other)
    other.clock.move(5000)
    describe(other, issue_id, "Lampan vid porten")
    level(phone, other)
    assert phone.fieldwalk.versions.about(issue_id) == other.fieldwalk.versions.about(issue_id) == []


def test_who_wrote_is_told_by_name_only_where_it_is_known(phone: Phone, other: Phone, issue_id: str) -> None:
    assert [version.who for version in told(phone, issue_id).versions] == ["", ""]
    other.fieldwalk.walks._pen.write("person", "person-coordinator", title="Amina Warsame", role="coordinator")
    level(phone, other)
    assert [version.who for version in told(phone, issue_id).versions] == ["Amina Warsame", ""]


def test_a_place_that_was_taken_away_asks_nobody(phone: Phone, other: Phone, issue_id: str) -> None:
    phone.clock.move(20_000)
    phone.fieldwalk.reports.remove(issue_id)
    assert phone.fieldwalk.versions.all() == []


def test_who_may_not_write_may_not_choose(phone: Phone, other: Phone, issue_id: str) -> None:
    twofold = told(phone, issue_id)
    assert phone.fieldwalk.versions.may_choose(twofold)
    join(phone, "auditor")
    assert not phone.fieldwalk.versions.may_choose(twofold)
