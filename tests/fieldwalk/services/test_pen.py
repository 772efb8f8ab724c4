"""The pen makes identities and cleans texts; everything else is the journal's."""

from fieldwalk.services.pen import Pen
from tests.fieldwalk.services.conftest import Phone


def test_what_is_written_is_by_the_phones_person_and_clean(phone: Phone) -> None:
    pen = Pen(phone.journal, phone.clock.now, lambda n: bytes(n), lambda: "person-mira")
    pen.write("walk", "walk-0001", title="Ljus\x00vandring", state="planned")
    change = phone.journal.unsent(1)[0]
    assert (change.person, change.fields["title"]) == ("person-mira", "Ljusvandring")


def test_identities_are_never_the_same(phone: Phone) -> None:
    made = [phone.fieldwalk.walks.plan(str(n)) for n in range(50)]
    assert len(set(made)) == 50
