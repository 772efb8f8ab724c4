"""One contract for every place that files are kept in."""

from __future__ import annotations

import errno
import secrets
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldwalk.domain.refusals import Refused
from sync.server.photos.bucket import Access, Bucket
from sync.server.photos.folder import Folder
from sync.server.photos.place import CHUNK, Place
from tests.fakes.gate import Gate
from tests.fakes.stores import Stores


def bucket_at(url: str, name: str) -> Bucket:
    return Bucket(Access(name, url, "eu-north-1", "any", "any"))


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, stores: Stores) -> Place:
    if request.param == "folder":
        return Folder(tmp_path / "files")
    return bucket_at(stores.objects.url, stores.objects.bucket(f"place-{secrets.token_hex(8)}"))


def names(place: Place, folder: str) -> list[str]:
    return sorted(kept.name for kept in place.list(folder))


def test_the_first_content_under_a_name_stays(place: Place) -> None:
    place.keep("ab/cd", b"first")
    place.keep("ab/cd", b"second")

    assert (place.get("ab/cd"), place.size("ab/cd")) == (b"first", 5)


def test_what_is_not_here_is_none_and_removing_it_is_harmless(place: Place) -> None:
    place.remove("ab/cd")

    assert (place.get("ab/cd"), place.size("ab/cd"), names(place, "ab")) == (None, None, [])
    with pytest.raises(FileNotFoundError):
        list(place.chunks("ab/cd"))


def test_a_large_file_is_handed_out_in_pieces(place: Place) -> None:
    content = secrets.token_bytes(CHUNK * 2 + 7)
    place.keep("ab/cd", content)

    pieces = list(place.chunks("ab/cd"))

    assert b"".join(pieces) == content
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 2 * CHUNK


def test_a_list_holds_what_lies_in_the_folder_with_its_size(place: Place) -> None:
    for name in ("parts/o/a/1", "parts/o/b/1", "parts/other", "ab/cd"):
        place.keep(name, b"12345")

    assert names(place, "parts/o") == ["parts/o/a/1", "parts/o/b/1"]
    assert {kept.size for kept in place.list("parts")} == {5}
    place.remove("parts/o/a/1")
    assert names(place, "parts") == ["parts/o/b/1", "parts/other"]


def test_many_who_keep_and_remove_in_one_folder_at_once_do_not_hinder_each_other(place: Place) -> None:
    faults: list[Exception] = []

    def work(number: int) -> None:
        try:
            for turn in range(8):
                place.keep(f"parts/one/{number}-{turn}", b"x")
                place.remove(f"parts/one/{number}-{turn}")
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (faults, names(place, "parts")) == ([], [])


def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sync.server.photos.folder.os.fsync", full)
    with pytest.raises(Refused, match="server_full"):
        Folder(tmp_path).keep("ab/cd", b"much")

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


ASKED: list[Callable[[Place], object]] = [
    lambda place: place.keep("ab/new", b"x"),
    lambda place: place.size("ab/cd"),
    lambda place: place.get("ab/cd"),
    lambda place: list(place.chunks("ab/cd")),
    lambda place: list(place.list("ab")),
    lambda place: place.remove("ab/cd"),
]


def test_a_bucket_that_does_not_answer_is_a_refusal_whatever_is_asked_and_serves_again_later(stores: Stores) -> None:
    gate = Gate(stores.objects.port)
    place = bucket_at(gate.url, stores.objects.bucket(f"place-{secrets.token_hex(8)}"))
    place.keep("ab/cd", b"kept")

    gate.shut()
    for ask in ASKED:
        with pytest.raises(Refused, match="store_away"):
            ask(place)
    gate.open()

    assert place.get("ab/cd") == b"kept"
    gate.shut()


def test_a_bucket_that_is_not_there_is_a_refusal_too(stores: Stores) -> None:
    with pytest.raises(Refused, match="store_away"):
        bucket_at(stores.objects.url, "nobodys-bucket").keep("ab/cd", b"x")
