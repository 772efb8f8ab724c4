"""The shelf: photos, recordings and ground maps, content-addressed, on their way to the server and from it."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from sqlite_utils import Database

from fieldwalk.domain.hanging import FILES
from fieldwalk.domain.refusals import Refused
from sync.client.exchange import answered
from sync.client.looking import WAITS
from sync.client.network import FileStore, Network
from sync.client.parcel import Parcel, path_of
from sync.client.rows import Row, fetch_all, fetch_one

KINDS = ("ground", "thumbnail", "voice", "photo")
"""In the order in which they travel: small before large.

A thumbnail shows the place at once and weighs a twentieth of a recording; a recording is all the words that somebody
who does not type has said, and comes before any photo. It is no larger than a few of them, and waits for no Wi-Fi.
"""

_FIRST = "case kind when 'photo' then 2 when 'voice' then 1 else 0 end"

_WANTED = f"""
    select ground as sha256, 'ground' as kind from state_area where ground is not null and not is_removed
    union select thumbnail, 'thumbnail' from state_photo
        where thumbnail is not null and not is_removed and (?1 or not {WAITS})
    union select sha256, 'photo' from state_photo
        where sha256 is not null and not is_removed and (?1 or not {WAITS})
    union select sha256, 'voice' from state_voice where sha256 is not null and not is_removed and ?2
"""
"""What waits to be looked through, or is not for their ears, is not asked for by those who would be told that it is
not there."""

_NAMED = " union ".join(
    f"select {field} from state_{record} where {field} is not null"
    for record, fields in FILES.items()
    for field in fields
)
"""Also by what was removed: it can be brought back."""


@dataclass(frozen=True)
class Load:
    """How many of this phone's own files of one kind there are, and how many of them the server has confirmed."""

    safe: int
    all: int


class Shelf:
    """Keeps files on this phone and moves them. ``token`` as for the exchange.

    ``looks_through`` says whether whoever has this phone sees photos that nobody has looked through yet, ``hears``
    whether they hear what others have recorded.
    """

    def __init__(
        self,
        db: Database,
        files: FileStore,
        network: Network,
        token: Callable[[], str | None],
        looks_through: Callable[[], bool] = lambda: True,
        hears: Callable[[], bool] = lambda: True,
    ) -> None:
        self._db = db
        self._files = files
        self._network = network
        self._token = token
        self._looks_through = looks_through
        self._hears = hears
        self._parcel: Parcel | None = None
        self._turned: dict[str, str] = {}

    async def put(self, content: bytes, kind: str) -> str:
        """Keep a file of this phone's own and return its SHA-256. Durable when it returns."""
        sha256 = hashlib.sha256(content).hexdigest()
        await self._files.save(sha256, content)
        self._note(sha256, kind, len(content), mine=True)
        return sha256

    def adopt(self, sha256: str, size: int, kind: str = "photo") -> None:
        """A file that lies in the file store already is to be handed on to the server."""
        if fetch_one(self._db, "select 1 from files where sha256 = ?", (sha256,)) is None:
            small = fetch_one(self._db, "select 1 from state_photo where thumbnail = ?", (sha256,))
            self._note(sha256, "thumbnail" if small and kind == "photo" else kind, size, mine=True)

    async def get(self, sha256: str) -> bytes | None:
        """The content if it is on this phone and whole."""
        return await self._whole(sha256)

    def holds(self, sha256: str) -> bool:
        """Whether the file is on this phone."""
        return fetch_one(self._db, "select 1 from files where sha256 = ? and here", (sha256,)) is not None

    async def bring(self, sha256: str, kind: str) -> bytes | None:
        """Fetch one file now and keep it; ``None`` where there is none for this phone. Raises as a turn does."""
        return await self._whole(sha256) if await self._fetch(sha256, kind) else None

    async def send_one(self, *, photos: bool = True) -> bool:
        """Send the next own file that the server lacks, or the next part of it. Returns whether there was one.

        Without ``photos`` they stay for later, and only what is small goes. A file is safe when the server's
        receipt names its hash. One that the server will never take is set aside and stops no other. Raises as
        a turn does.
        """
        row = next((row for row in self._to_send(photos) if row["sha256"] not in self._turned), None)
        if row is None:
            return False
        try:
            await self._send(row["sha256"])
        except Refused as refused:
            self._parcel = None
            if refused.refusal.may_retry:
                raise
            self._turned[row["sha256"]] = refused.code
        return True

    def turned(self) -> dict[str, str]:
        """The files that the server refused since the app started, with the refusal's code. They stay here."""
        return dict(self._turned)

    def again(self) -> None:
        """What the server refused is tried once more: a phone that is to forget everything is told something else."""
        self._turned.clear()

    async def _send(self, sha256: str) -> None:
        if self._parcel is None or self._parcel.sha256 != sha256:
            content = await self._whole(sha256)
            if content is None:
                self._set(sha256, "here", 0)
                return
            self._parcel = Parcel(self._network, self._headers(), sha256, content)
        if await self._parcel.step():
            self._parcel = None
            self._set(sha256, "safe", 1)

    def _to_send(self, photos: bool) -> list[Row]:
        kinds = "" if photos else "and kind != 'photo' "
        return fetch_all(
            self._db, f"select * from files where mine and here and not safe {kinds}order by {_FIRST}, rowid"
        )

    async def unsent(self) -> AsyncIterator[tuple[str, bytes]]:
        """Every own file that the server lacks and that is whole, by its SHA-256."""
        sql = "select sha256 from files where mine and here and not safe order by rowid"
        for row in fetch_all(self._db, sql):
            content = await self._whole(row["sha256"])
            if content is not None:
                yield row["sha256"], content

    async def fetch_one(self, *, photos: bool = True) -> bool:
        """Fetch the next file that this phone's records name and it lacks. Returns whether there was one."""
        sql = f"select w.* from ({_WANTED}) w left join files f on f.sha256 = w.sha256 where not coalesce(f.here, 0)"
        told = (int(self._looks_through()), int(self._hears()))
        rows = fetch_all(self._db, f"select * from ({sql}) order by {_FIRST}, kind", told)
        for row in rows:
            if (photos or row["kind"] != "photo") and await self._fetch(row["sha256"], row["kind"]):
                return True
        return False

    async def forget(self, sha256: str) -> None:
        """The file is gone from this phone and is never sent, unless a record still names it."""
        if fetch_one(self._db, f"select 1 where ? in ({_NAMED})", (sha256,)) is None:
            await self._files.remove(sha256)
            with self._db.atomic():
                self._db.execute("delete from files where sha256 = ?", (sha256,))

    async def sweep(self) -> int:
        """Take away the files that no record names any more, but for own ones that the server lacks. Returns how many.

        Safe to cut and to repeat.
        """
        unnamed = fetch_all(
            self._db, f"select sha256 from files where here and not (mine and not safe) and sha256 not in ({_NAMED})"
        )
        for row in unnamed:
            await self.forget(row["sha256"])
        return len(unnamed)

    def load(self, kind: str = "photo") -> Load:
        """How much of this phone's own photos, or of another of :data:`KINDS`, is safe on the server."""
        sql = "select count(*) as everything, coalesce(sum(safe), 0) as safe from files where mine and kind = ?"
        row = fetch_one(self._db, sql, (kind,))
        return Load(row["safe"], row["everything"]) if row else Load(0, 0)

    def waiting(self) -> int:
        """How many own files the server lacks."""
        row = fetch_one(self._db, "select count(*) as n from files where mine and here and not safe")
        return row["n"] if row else 0

    async def _whole(self, sha256: str) -> bytes | None:
        try:
            return await self._files.load(sha256)
        except Refused:
            return None  # damaged on the disk: it must not stand in the way of those that are whole

    async def _fetch(self, sha256: str, kind: str) -> bool:
        try:
            content = answered(await self._network.send("GET", path_of(sha256), b"", self._headers())).body
        except Refused as refused:
            if refused.code in ("not_found", "not_allowed"):
                return False
            raise
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refused("hash_mismatch")
        await self._files.save(sha256, content)
        self._note(sha256, kind, len(content), mine=False)
        return True

    def _headers(self) -> dict[str, str]:
        token = self._token()
        if token is None:
            raise Refused("sign_in_needed")
        return {"Authorization": f"Bearer {token}"}

    def _note(self, sha256: str, kind: str, size: int, *, mine: bool) -> None:
        with self._db.atomic():
            self._db.execute(
                "insert into files (sha256, kind, size, here, safe, mine) values (?, ?, ?, 1, ?, ?)"
                " on conflict (sha256) do update set here = 1, mine = max(mine, excluded.mine)",
                (sha256, kind, size, int(not mine), int(mine)),
            )

    def _set(self, sha256: str, column: str, value: int) -> None:
        with self._db.atomic():
            self._db.execute(f"update files set {column} = ? where sha256 = ?", (value, sha256))
