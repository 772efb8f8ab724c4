"""The pen makes identities and cleans texts; everything else is the journal's."""

from pathlib import Path

import pytest

from fieldwalk.data.opening import open_database
from fieldwalk.domain.refusals import Refused
from fieldwalk.services.pen import Pen
from tests.fieldwalk.services.conftest import Phone, phone_over


def test_what_is_written_is_by_the_phones_person_and_clean(phone: Phone) -> None:
    pen = Pen(phone.journal, phone.clock.now, lambda n: bytes(n), lambda: "person-mira")
    pen.write("walk", "walk-0001", title="Ljus\x00vandring", state="planned")
    change = phone.journal.unsent(1)[0]
    assert (change.person, change.fields["title"]) == ("person-mira", "Ljusvandring")


def test_a_full_disk_is_a_refusal_in_plain_words_and_nothing_is_half_written(tmp_path: Path) -> None:
    database = open_database(tmp_path / "fieldwalk.db")
    phone = phone_over(database)
    walk_id = phone.fieldwalk.walks.plan("Kväll")
    pages = database.execute("pragma page_count").fetchone()[0]
    database.execute(f"pragma max_page_count = {pages}")

    def write_on() -> None:
        for number in range(1000):
            phone.fieldwalk.walks.edit(walk_id, purpose=f"{number} " + "ord " * 1000)

    with pytest.raises(Refused) as caught:
        write_on()
    assert caught.value.code == "storage_full"
    kept = phone.journal.unsent(10_000)[-1].fields["purpose"]
    walk = phone.fieldwalk.store.walk(walk_id)
    assert walk is not None
    assert walk.purpose == kept
    database.execute(f"pragma max_page_count = {pages + 1000}")
    phone.fieldwalk.walks.edit(walk_id, purpose="igen")
    database.conn.close()


def test_identities_are_never_the_same(phone: Phone) -> None:
    made = [phone.fieldwalk.walks.plan(str(n)) for n in range(50)]
    assert len(set(made)) == 50
