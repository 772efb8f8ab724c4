"""A bucket of an S3-compatible object store."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from fieldwalk.domain.refusals import Refused
from sync.server.photos.place import CHUNK, Kept

_LOG = logging.getLogger("fieldwalk.server")

_PATIENCE = timedelta(seconds=5)
"""A phone that waits longer may as well come back later: it keeps the photo until then."""


@dataclass(frozen=True)
class Access:
    """Where the bucket is and how it opens. No ``endpoint``: Amazon's own. No ``key``: what the machine offers."""

    bucket: str
    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = ""


class Bucket:
    """:class:`sync.server.photos.place.Place` in a bucket. A content's name is put there once, by whoever is first."""

    def __init__(self, access: Access) -> None:
        self._store = _store(access)

    def keep(self, name: str, content: bytes) -> None:
        with _refusing((BaseError, FileNotFoundError)), suppress(AlreadyExistsError):
            self._store.put(name, content, mode="create", use_multipart=False)

    def size(self, name: str) -> int | None:
        with _refusing(), suppress(FileNotFoundError):
            return self._store.head(name)["size"]
        return None

    def get(self, name: str) -> bytes | None:
        with _refusing(), suppress(FileNotFoundError):
            return bytes(self._store.get(name).bytes())
        return None

    def chunks(self, name: str) -> Iterator[bytes]:
        with _refusing():
            for chunk in self._store.get(name).stream(min_chunk_size=CHUNK):
                yield bytes(chunk)

    def list(self, folder: str) -> Iterator[Kept]:
        with _refusing():
            for page in self._store.list(folder):
                for found in page:
                    kept_at = int(found["last_modified"].timestamp() * 1000)
                    yield Kept(found["path"], found["size"], kept_at)

    def remove(self, name: str) -> None:
        with _refusing(), suppress(FileNotFoundError):
            self._store.delete(name)


def _store(access: Access) -> S3Store:
    chosen = {
        "endpoint": access.endpoint,
        "region": access.region,
        "access_key_id": access.key,
        "secret_access_key": access.secret,
    }
    plain = access.endpoint.startswith("http://")
    return S3Store(
        access.bucket,
        client_options={"allow_http": plain, "connect_timeout": timedelta(seconds=3), "timeout": timedelta(seconds=30)},
        retry_config={"max_retries": 2, "retry_timeout": _PATIENCE},
        **{name: value for name, value in chosen.items() if value},  # type: ignore[arg-type]
    )


@contextmanager
def _refusing(faults: tuple[type[Exception], ...] = (BaseError,)) -> Iterator[None]:
    """A store that does not answer, or does not let us in, may be tried again later; the log learns the rest."""
    try:
        yield
    except faults as fault:
        _LOG.warning("The object store does not answer: %s", str(fault).partition("\n")[0])
        raise Refused("store_away") from None
