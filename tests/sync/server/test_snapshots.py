"""The first pages of new phones are made once, and given only to those who may hold exactly that."""

import pytest

from fieldwalk.domain.roles import ROLES
from fieldwalk.domain.secrecy import classed_as
from sync.protocol.changes import Change
from sync.protocol.digest import added, weight
from sync.server import catchup, snapshots
from sync.server.keys import new_replica
from sync.server.snapshots import Snapshots
from sync.server.store.holdings import Holdings
from tests.fakes.central_world import Phone, World

pytestmark = pytest.mark.both_stores


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "LEAST_CHANGES", 1)
    monkeypatch.setattr(catchup, "MOST_CHANGES", 4)


@pytest.fixture
def filled(world: World) -> World:
    """A world with fifteen changes more, some of them of another walk."""
    phone, other = world.phone("leader"), world.identity()
    phone.push(phone.change("walk", other, title="En annan"))
    for number in range(14):
        walk = other if number % 3 else world.walk
        phone.push(phone.change("issue", world.identity(), walk_id=walk, number=number + 1, words=f"Punkt {number}"))
    return world


def pulled(phone: Phone) -> list[tuple[str, str, str]]:
    return [(change.stamp, change.person, change.content) for change in phone.pull()]


def kept_pages(world: World) -> int:
    return sum(len(kept.pages) for kept in world.central.snapshots._kept.values())


def test_the_second_new_phone_is_given_what_was_made_for_the_first(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pulled(filled.phone("coordinator"))
    pages = kept_pages(filled)

    def never(*_: object) -> object:
        raise AssertionError("made anew")

    monkeypatch.setattr(snapshots, "page_of", never)
    assert pulled(filled.phone("coordinator")) == first
    assert len(first) == 19 + 1
    assert kept_pages(filled) == pages == 5


def test_what_came_since_follows_behind(filled: World) -> None:
    before = pulled(filled.phone("coordinator"))
    leader = filled.phone("leader")
    leader.push(leader.change("issue", filled.issue, words="nyare"))

    after = pulled(filled.phone("coordinator"))

    assert [stamp for stamp, *_ in after[:-1]] == [stamp for stamp, *_ in before]
    assert after[-1][2] == '{"words":"nyare"}'


def test_with_too_much_behind_the_pages_are_made_anew(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST_BEHIND", 2)
    pulled(filled.phone("coordinator"))
    leader = filled.phone("leader")
    for number in range(3):
        leader.push(leader.change("issue", filled.issue, words=f"nyare {number}"))

    assert len(pulled(filled.phone("coordinator"))) == 23
    assert kept_pages(filled) == 6


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_what_it_would_get_with_nothing_kept(filled: World, role: str) -> None:
    """Whoever else has asked before, and whatever has become more secret since."""
    for other in ROLES:
        filled.phone(other).pull()
    police = filled.phone("police")
    police.push(police.change("issue", filled.issue, **classed_as({}, "police")))

    given = pulled(filled.phone(role))
    filled.central.__dict__["snapshots"] = Snapshots()
    assert given == pulled(filled.phone(role))


def test_who_wrote_here_before_is_told_what_they_wrote(filled: World) -> None:
    """Who is told by name differs from one to the next: nobody is given another's page."""
    person = filled.identity()
    first = filled.phone("leader", person_id=person)
    first.push(first.change("issue", filled.issue, words="min"))
    filled.phone("leader").pull()

    again = filled.phone("leader", person_id=person)

    assert (person, '{"words":"min"}') in [pair[1:] for pair in pulled(again)]


def test_a_record_that_gets_its_walk_later_makes_the_residents_pages_anew(filled: World) -> None:
    leader, stop = filled.phone("leader"), filled.identity()
    leader.push(leader.change("stop", stop, title="Tunneln"))
    before = pulled(filled.phone("walker"))
    leader.push(leader.change("stop", stop, walk_id=filled.walk))

    after = filled.phone("walker")
    got: list[Change] = after.pull()

    assert {change.record_id for change in got} >= {stop}
    assert len(got) == len(before) + 2


def test_the_last_page_says_the_sum_of_all(filled: World) -> None:
    filled.phone("caretaker").pull()
    phone = filled.phone("caretaker")
    got = phone.pull()

    caller = filled.central.joining.caller(phone.headers["Authorization"].removeprefix("Bearer "))
    with filled.central.database.read_sources() as connection:
        digest = Holdings(connection, caller).digest()
    assert phone.turn().digest == digest == added(0, *(weight(change.sha256()) for change in got))


def test_what_is_kept_never_grows_beyond_its_bound(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pulled(filled.phone("coordinator"))
    size = sum(kept.size for kept in filled.central.snapshots._kept.values())
    monkeypatch.setattr(snapshots, "MOST_BYTES", size + 10)

    for role in ROLES:
        pulled(filled.phone(role))

    assert sum(kept.size for kept in filled.central.snapshots._kept.values()) <= size + 10


def test_a_page_that_names_its_own_reader_is_kept_for_nobody(filled: World) -> None:
    """Somebody whose phone took another name, and begins anew, is shown which words are their own: nobody else is."""
    person = filled.identity()
    writer = filled.phone("leader", person_id=person)
    writer.push(writer.change("issue", filled.identity(), walk_id=filled.walk, words="av mig"))
    writer.replica = new_replica()

    assert person in {who for _, who, _ in pulled(writer)}

    assert not {who for _, who, _ in pulled(filled.phone("leader"))} - {""}
