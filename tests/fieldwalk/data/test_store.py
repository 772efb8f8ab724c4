"""What the screens read: records as they are now, in the order that a person expects."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldwalk.data.opening import open_database
from fieldwalk.data.store import ALL, Store
from fieldwalk.domain.clusters import Pin
from fieldwalk.domain.tracks import Fix, pack
from sync.client.journal import Edit, Journal
from sync.protocol.receipts import Receipt


class Filled:
    """A store and the journal to fill it through."""

    def __init__(self, path: Path) -> None:
        self.db = open_database(path)
        self.journal = Journal(self.db, lambda: 1_795_000_000_000, "aaaaaaaa")
        self.store = Store(self.db, self.journal)

    def keep(self, record: str, record_id: str, **fields: object) -> None:
        self.journal.write("", [Edit(record, record_id, fields)])  # type: ignore[arg-type]


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    filled = Filled(tmp_path / "a.db")
    yield filled
    filled.db.conn.close()


def test_an_empty_phone_has_nothing_and_says_so(filled: Filled) -> None:
    store = filled.store
    assert (store.walks(), store.pins(), store.areas(), store.persons(), store.actions()) == ([], [], [], [], {})
    assert (store.organisation(), store.walk("walk-0001"), store.issue("issue-0001"), store.area(None)) == (None,) * 4
    assert store.track("walk-0001").segments == ()


def test_walks_come_newest_first(filled: Filled) -> None:
    filled.keep("walk", "walk-0001", title="old", state="finished", started_at=1000)
    filled.keep("walk", "walk-0002", title="soon", state="planned", planned_at=3000)
    filled.keep("walk", "walk-0003", title="new", state="finished", started_at=2000)
    assert [walk.title for walk in filled.store.walks()] == ["soon", "new", "old"]


def test_a_walk_of_which_only_a_scrap_has_come_is_not_shown_yet(filled: Filled) -> None:
    filled.keep("walk", "walk-0001", note_taker="Mira")
    assert filled.store.walks() == []


def test_points_come_in_the_order_in_which_they_were_marked(filled: Filled) -> None:
    for number in (3, 1, 2):
        filled.keep("issue", f"issue-{number:04d}", walk_id="walk-0001", number=number, marked_at=number)
    filled.keep("issue", "issue-0009", walk_id="walk-0002", number=1, marked_at=9)
    assert [issue.number for issue in filled.store.issues("walk-0001")] == [1, 2, 3]
    assert [issue.marked_at for issue in filled.store.by_need("all", ALL)] == [9, 3, 2, 1]


def test_stops_and_photos_and_actions_are_found_by_what_they_belong_to(filled: Filled) -> None:
    filled.keep("stop", "stop-0002", walk_id="walk-0001", number=2, title="Tunneln")
    filled.keep("stop", "stop-0001", walk_id="walk-0001", number=1, title="Torget")
    filled.keep("photo", "photo-001", walk_id="walk-0001", issue_id="issue-0001", role="before", sha256="a" * 64)
    filled.keep("photo", "photo-002", walk_id="walk-0001", issue_id="issue-0001", role="after")
    filled.keep("action", "issue-0001", walk_id="walk-0001", state="planned")
    store = filled.store
    assert [stop.title for stop in store.stops("walk-0001")] == ["Torget", "Tunneln"]
    assert [photo.id for photo in store.photos("issue-0001")] == ["photo-001"]
    assert store.photos("issue-0001", "after") == []
    assert [photo.id for photo in store.photos_of_walk("walk-0001")] == ["photo-001"]
    assert set(store.actions()) == {"issue-0001"}


def test_areas_persons_and_the_organisation_are_there(filled: Filled) -> None:
    filled.keep("organisation", "org-0001", title="Fittja bostäder")
    filled.keep("area", "area-0001", title="Fittja")
    filled.keep("person", "person-1", title="Mira", role="coordinator")
    organisation = filled.store.organisation()
    assert organisation is not None
    assert organisation.title == "Fittja bostäder"
    assert [area.title for area in filled.store.areas()] == ["Fittja"]
    assert [person.role for person in filled.store.persons()] == ["coordinator"]


def test_the_track_is_made_of_its_bursts(filled: Filled) -> None:
    fixes = [Fix(1_795_000_000_000 + s * 1000, 59.25 + s / 80_000, 17.86, 5.0) for s in range(20)]
    filled.keep("walk", "walk-0001", state="under_way", pauses=[[1, 2]])
    for at in (10, 0):
        burst = fixes[at : at + 10]
        filled.keep(
            "fixes", f"fixes-{at:03d}", walk_id="walk-0001", segment=0, started_at=burst[0].at, packed=pack(burst)
        )
    assert [fix.at for fix in filled.store.track("walk-0001").fixes] == [fix.at for fix in fixes]


def test_a_track_that_has_not_changed_is_not_made_anew(filled: Filled) -> None:
    fixes = [Fix(1_795_000_000_000 + s * 1000, 59.25 + s / 50_000, 17.86, 5.0) for s in range(20)]
    filled.keep("fixes", "fixes-001", walk_id="walk-0001", segment=0, packed=pack(fixes[:10]))
    first = filled.store.track("walk-0001")
    assert filled.store.track("walk-0001") is first
    filled.keep("fixes", "fixes-002", walk_id="walk-0001", segment=0, packed=pack(fixes[10:]))
    assert filled.store.track("walk-0001").fixes == tuple(fixes)
    assert filled.store.track("walk-0002").fixes == ()
    assert filled.store.track("walk-0001").fixes == tuple(fixes)
    assert filled.store.last_segment("walk-0001") == 0
    assert filled.store.last_segment("walk-0002") == -1


def test_a_map_shows_the_places_that_have_a_position(filled: Filled) -> None:
    filled.keep("issue", "issue-0001", walk_id="walk-0001", number=4, kind="good", position=[59.25, 17.86, 5.0])
    filled.keep("issue", "issue-0002", walk_id="walk-0001", number=5)
    filled.keep("issue", "issue-0003", walk_id="walk-0002", category="door", position=[59.26, 17.87, 5.0])
    one = Pin("issue-0001", "walk-0001", 4, "good", None, 59.25, 17.86)
    other = Pin("issue-0003", "walk-0002", 0, "care", "door", 59.26, 17.87)
    assert (filled.store.pins("walk-0001"), filled.store.pins()) == ([one], [one, other])
    assert (filled.store.last_number("walk-0001"), filled.store.last_number("walk-0003")) == (5, 0)
    filled.keep("issue", "issue-0002", removed=True)
    assert filled.store.last_number("walk-0001") == 4


def test_what_the_server_lacks_is_counted_per_walk(filled: Filled) -> None:
    for walk in (1, 2):
        filled.keep("issue", f"issue-{walk:04d}", walk_id=f"walk-000{walk}")
    change = filled.journal.unsent(1)[0]
    filled.journal.settle([Receipt(change.stamp, change.sha256())])
    store = filled.store
    assert (store.unsent("walk-0001", "issue"), store.unsent("walk-0002", "issue"), store.unsent(None, "issue")) == (
        0,
        1,
        1,
    )
    assert (store.waits("walk-0001", "issue"), store.waits("walk-0002", "issue")) == (False, True)
    assert (store.count("walk-0001", "issue"), store.count(None, "issue")) == (1, 2)


def test_what_waits_is_found_without_going_through_the_journal(filled: Filled) -> None:
    where, arguments = filled.store._lacking("walk-0001", "issue")
    plan = [row[3] for row in filled.db.execute(f"explain query plan select 1 {where}", arguments).fetchall()]
    assert any("journal_waiting" in step for step in plan)
