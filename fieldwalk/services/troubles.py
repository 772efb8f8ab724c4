"""What went wrong, as one of the codes that have words: a refusal's own, or what SQLite said of the phone's disk."""

from __future__ import annotations

import errno
import sqlite3

from fieldwalk.domain.refusals import Refused

_OF_THE_DISK = {
    sqlite3.SQLITE_FULL: "storage_full",
    sqlite3.SQLITE_IOERR: "not_saved",
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
}


def code_of(error: BaseException | None) -> str:
    """A key of :data:`fieldwalk.domain.refusals.REFUSALS`; ``something_broke`` for what nobody foresaw."""
    if isinstance(error, Refused):
        return error.code
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "storage_full"
    if isinstance(error, sqlite3.Error):
        return _OF_THE_DISK.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "something_broke")
    return "something_broke"
