"""A rescue file holds all that a phone wrote; what is damaged in it stops nothing else."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest

from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change
from sync.protocol.rescue import Rescue, is_rescue, pack_rescue, unpack_rescue

CHANGE = Change("0000000000050000-abcdefgh", "p", "issue", "issue-0001", {"words": "åäö 🌙\u2028", "severity": 2})
PHOTO = b"\xff\xd8\xff a photo"
SHA = hashlib.sha256(PHOTO).hexdigest()
WHOLE = Rescue("org-0001", "person-1", (CHANGE, CHANGE), {SHA: PHOTO})
DRAFTED = replace(WHOLE, drafts={"issue/issue-0001/words": "Ring Rut"})


def with_entry(name: str, content: bytes) -> bytes:
    body = io.BytesIO(pack_rescue(WHOLE))
    with zipfile.ZipFile(body, "a") as zipped:
        zipped.writestr(name, content)
    return body.getvalue()


def test_what_was_packed_comes_back_whole() -> None:
    assert unpack_rescue(pack_rescue(WHOLE)) == WHOLE
    assert unpack_rescue(pack_rescue(DRAFTED)) == DRAFTED
    assert is_rescue(pack_rescue(WHOLE))


def test_set_aside_databases_travel_along() -> None:
    with zipfile.ZipFile(io.BytesIO(pack_rescue(WHOLE, {"damaged-1.db": b"noise"}))) as zipped:
        assert zipped.read("damaged/damaged-1.db") == b"noise"


@pytest.mark.parametrize("name", ["files/" + "0" * 64, "files/../../etc/passwd"])
def test_a_file_that_is_not_what_its_name_says_stops_nothing_else(name: str) -> None:
    rescue = unpack_rescue(with_entry(name, b"something else"))
    assert (rescue.files, rescue.unreadable) == ({SHA: PHOTO}, 1)


@pytest.mark.parametrize(
    ("told", "drafts", "unreadable"),
    [
        ('{"issue/i/words": "Ring Rut", "issue/i/cause": 7}', {"issue/i/words": "Ring Rut"}, 1),
        ('["Ring Rut"]', {}, 1),
        ('{"issue', {}, 1),
        ("[" * 100_000, {}, 1),
    ],
)
def test_drafts_that_cannot_be_read_stop_nothing_else(told: str, drafts: dict[str, str], unreadable: int) -> None:
    rescue = unpack_rescue(with_entry("drafts.json", told.encode()))
    assert (rescue.drafts, rescue.unreadable, rescue.changes) == (drafts, unreadable, WHOLE.changes)


def test_a_torn_line_of_the_journal_stops_no_other() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as zipped:
        zipped.writestr("rescue.json", '{"fieldwalk": 1}')
        zipped.writestr("journal.jsonl", json.dumps(CHANGE.wire()) + '\n["torn\n' + "[" * 100_000 + "\n")
    rescue = unpack_rescue(body.getvalue())
    assert (rescue.changes, rescue.unreadable) == ((CHANGE,), 2)


def squeezed(about: bytes, *, spoilt: bool = False, locked: bool = False) -> bytes:
    """A ZIP of another program's: what it is about is deflated, and damaged, or said to be locked."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("rescue.json", about)
    octets = bytearray(body.getvalue())
    begin, directory = 30 + len("rescue.json"), octets.index(b"PK\x01\x02")
    octets[6] |= locked
    octets[directory + 8] |= locked
    octets[begin : begin + 2] = b"\xff\xff" if spoilt else octets[begin : begin + 2]
    return bytes(octets)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"PK\x03\x04 nonsense", b"<gpx/>", pack_rescue(WHOLE)[:-40],
     squeezed(b"{}" * 50, spoilt=True), squeezed(b"{}", locked=True), squeezed(b"[" * 100_000)],
    ids=["empty", "two letters", "no zip", "a gpx", "cut off", "spoilt", "locked", "nested too deep"],
)  # fmt: skip
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        unpack_rescue(content)
    assert caught.value.code == "message_not_readable"


def test_a_rescue_file_of_another_version_is_told_so() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as zipped:
        zipped.writestr("rescue.json", '{"fieldwalk": 2}')
    with pytest.raises(Refused) as caught:
        unpack_rescue(body.getvalue())
    assert caught.value.code == "protocol_not_spoken"
