"""What the disk says becomes a refusal with words; what nobody foresaw is told as such."""

import errno
import sqlite3
from pathlib import Path

import pytest

from fieldwalk.domain.refusals import REFUSALS, Refused
from fieldwalk.services.troubles import code_of
from tests.faults import Disk, faulty

UNFORESEEN = (ValueError("x"), OSError(errno.ENOENT, "x"), sqlite3.OperationalError("no such table"), None)


@pytest.mark.parametrize("error", UNFORESEEN)
def test_what_nobody_foresaw_is_told_as_broken(error: Exception | None) -> None:
    assert code_of(error) == "something_broke"


def test_a_refusal_keeps_its_own_code() -> None:
    assert code_of(Refused("storage_low")) == "storage_low"


def test_a_file_that_finds_no_room_is_a_full_phone() -> None:
    assert code_of(OSError(errno.ENOSPC, "no room")) == code_of(OSError(errno.EDQUOT, "no room")) == "storage_full"


@pytest.mark.parametrize(("said", "code"), [(errno.ENOSPC, "storage_full"), (errno.EIO, "not_saved")])
def test_what_a_disk_refuses_has_words(tmp_path: Path, said: int, code: str) -> None:
    connection = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    connection.execute("create table t (x)")
    with faulty(Disk(fails_at=1, code=said)), pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("insert into t values (1)")
    connection.close()
    assert code_of(caught.value) == code
    assert code in REFUSALS


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"a shopping list" * 100)
    connection = sqlite3.connect(tmp_path / "a.db")
    with pytest.raises(sqlite3.DatabaseError) as caught:
        connection.execute("select * from t")
    connection.close()
    assert code_of(caught.value) == "store_damaged"
