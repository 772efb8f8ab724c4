"""Photos, thumbnails, recordings and drawn ground: files named by the SHA-256 of what is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import and_, delete, select

from fieldwalk.domain.fields import HASH
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.voices import CONTAINERS, LARGEST_VOICE, container_of, sound_container
from sync.server.caller import Caller
from sync.server.intake import Clock
from sync.server.photos.parts import Parts
from sync.server.photos.place import Place
from sync.server.settings import DAY
from sync.server.store.database import Database
from sync.server.store.held_files import HeldFiles
from sync.server.store.once import insert_once
from sync.server.store.replaced import note_swept, to_sweep
from sync.server.store.tables import FILES
from sync.server.store.vouched import sender_of

LARGEST_PHOTO = 2 * 1024 * 1024
LARGEST_GROUND = 16 * 1024 * 1024
KINDS = {"jpeg": "image/jpeg", "geojson": "application/geo+json", **CONTAINERS}
"""What a file may be, and how it is served."""
SET_ASIDE = "other"
"""The kind of what a lost phone handed in and no phone may send: it is kept, and served to nobody."""

PATIENCE = 7 * DAY
"""How long the parts of a file wait for the rest of it, in milliseconds."""

_SHAPES = ("FeatureCollection", "Feature")
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True)
class Receipt:
    """How much of a file is here: ``held`` bytes from its beginning. ``safe``: all of it, and it is what it says."""

    sha256: str
    held: int
    safe: bool


@dataclass(frozen=True)
class Found:
    """A file to hand out: its content type, its size in bytes, its content piece by piece."""

    content_type: str
    size: int
    chunks: Iterator[bytes]


class Files:
    """The files of all organisations: one content once in the place, a row for each organisation that has it."""

    def __init__(self, database: Database, place: Place, clock: Clock) -> None:
        self._database, self._place, self._clock = database, place, clock
        self._parts = Parts(place)

    def put(self, caller: Caller, sha256: str, content: bytes) -> Receipt:
        """Keep ``content`` for the caller's organisation; durable when this returns, and again the same when repeated.

        Raises :class:`Refused` ``hash_mismatch`` when it is not what ``sha256`` says, ``photo_unreadable`` when it is
        neither JPEG nor GeoJSON nor a recording, ``photo_too_large`` when it is more than it may be;
        ``voice_unreadable`` and ``voice_too_large`` likewise. What was covered or taken back since is taken from the
        phone and not kept. A lost phone forgets all that it has: what would be refused of it is set aside here, as
        :data:`SET_ASIDE`; but never ``voice_names_you``, the voice of who tells as nobody.
        """
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refused("hash_mismatch")
        kind = _kind_for(caller, content)
        if self._is_replaced(caller, sha256):  # what was covered since: safe to forget, and nobody's to have
            return Receipt(sha256, len(content), safe=True)
        self._place.keep(_name(sha256), content)
        self._note(caller, sha256, kind, len(content))
        return Receipt(sha256, len(content), safe=True)

    def put_part(self, caller: Caller, sha256: str, begin: int, content: bytes, size: int) -> Receipt:
        """Keep a part of a file of ``size`` bytes, from byte ``begin`` on; durable when this returns.

        With the last part the whole is checked and kept as :meth:`put` does, and raises as that does: then no
        part of it is left, and the file is sent anew.
        """
        _check_name(sha256)
        if not content or begin + len(content) > size:
            raise Refused("message_not_readable")
        _check_size(content if begin == 0 and caller.lost_at is None else b"", size)
        if begin == 0:
            _check_speaker(caller, content)
        known = self.receipt(caller, sha256)
        if known.safe:
            return known
        self._parts.keep(caller.organisation, sha256, begin, content)
        reach = self._parts.reach(caller.organisation, sha256)
        return self._join(caller, sha256, size) if reach >= size else Receipt(sha256, reach, safe=False)

    def receipt(self, caller: Caller, sha256: str) -> Receipt:
        """How much of the file the caller's organisation has here: nothing is safe that this does not say is."""
        _check_name(sha256)
        with self._database.read() as connection:
            holdings = HeldFiles(connection, caller)
            noted, replaced = holdings.has_file(sha256), holdings.is_replaced(sha256)
        if replaced:
            return Receipt(sha256, 0, safe=True)
        size = self._place.size(_name(sha256)) if noted else None
        if size is not None:
            return Receipt(sha256, size, safe=True)
        return Receipt(sha256, self._parts.reach(caller.organisation, sha256), safe=False)

    def find(self, caller: Caller, sha256: str) -> Found:
        """A file that the caller may read. Raises :class:`Refused` ``not_found``."""
        _check_name(sha256)
        with self._database.read() as connection:
            kind = HeldFiles(connection, caller).file(sha256)
        if kind not in KINDS:
            raise Refused("not_found")
        size = self._place.size(_name(sha256))
        if size is None:
            raise Refused("not_found")
        return Found(KINDS[kind], size, self._place.chunks(_name(sha256)))

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """A file's content piece by piece, for who has asked already who may have it."""
        return self._place.chunks(_name(sha256))

    def is_classed(self, caller: Caller, sha256: str) -> bool:
        """Whether it is a photo or recording of a classed point."""
        with self._database.read() as connection:
            return HeldFiles(connection, caller).is_classed_file(sha256)

    def content(self, caller: Caller, sha256: str) -> bytes | None:
        """The content of a file that the caller may read; ``None`` when it is not here."""
        try:
            return b"".join(self.find(caller, sha256).chunks)
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return None

    def sweep(self) -> int:
        """Take away what nobody may have and what nobody has gone on with for :data:`PATIENCE`; how many those were.

        That is the photos whose faces or plates were covered since, recordings that were taken back, and the parts of
        files that never became whole.
        """
        return self._sweep_replaced() + self._parts.sweep(self._clock() - PATIENCE)

    def _sweep_replaced(self) -> int:
        with self._database.read() as connection:
            waiting = to_sweep(connection)
        for organisation, sha256 in waiting:
            self.drop(organisation, sha256)
            self._parts.drop(organisation, sha256)
            with self._database.write() as connection:
                note_swept(connection, organisation, sha256)
        return len(waiting)

    def _is_replaced(self, caller: Caller, sha256: str) -> bool:
        with self._database.read() as connection:
            return HeldFiles(connection, caller).is_replaced(sha256)

    def drop(self, organisation: str, sha256: str) -> None:
        """The organisation has the file no more; its content goes too when no other has it. Safe to repeat."""
        mine = and_(FILES.c.organisation == organisation, FILES.c.sha256 == sha256)
        with self._database.write() as connection:
            others = select(FILES.c.sha256).where(FILES.c.sha256 == sha256, FILES.c.organisation != organisation)
            if connection.execute(others.limit(1)).first() is None:
                self._place.remove(_name(sha256))
            connection.execute(delete(FILES).where(mine))

    def _join(self, caller: Caller, sha256: str, size: int) -> Receipt:
        content = self._parts.joined(caller.organisation, sha256)
        if len(content) < size:  # another worker is joining them, or has just done so
            return self.receipt(caller, sha256)
        try:
            receipt = self.put(caller, sha256, content)
        except Refused as refused:
            if not refused.refusal.may_retry or refused.code == "hash_mismatch":
                self._parts.drop(caller.organisation, sha256)
            raise
        self._parts.drop(caller.organisation, sha256)
        return receipt

    def _note(self, caller: Caller, sha256: str, kind: str, size: int) -> None:
        own = {"organisation": caller.organisation, "sha256": sha256}
        with self._database.read() as connection:
            person = sender_of(connection, caller, sha256)
        row = {**own, "kind": kind, "size": size, "person": person, "received_at": self._clock()}
        with self._database.write() as connection:
            insert_once(connection, FILES, row)


def _kind_for(caller: Caller, content: bytes) -> str:
    """As :func:`kind_of`, of what is not too large; raises nothing for what a lost phone hands in, but a voice that
    would name its speaker."""
    _check_speaker(caller, content)
    try:
        kind = kind_of(content)
        _check_size(content, len(content))
    except Refused:
        if caller.lost_at is None or len(content) > LARGEST_GROUND:
            raise
        return SET_ASIDE
    return kind


def kind_of(content: bytes) -> str:
    """What the bytes themselves say they are.

    Raises :class:`Refused` ``photo_unreadable`` for anything else, and what :func:`sound_container` says of sound.
    """
    if content[:3] == _JPEG and content.rstrip(b"\0")[-2:] == b"\xff\xd9":
        return "jpeg"
    if container_of(content):
        return sound_container(content)
    if _is_geojson(content):
        return "geojson"
    raise Refused("photo_unreadable")


def _is_geojson(content: bytes) -> bool:
    if not content.lstrip().startswith(b"{"):
        return False
    try:
        drawn = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return drawn.get("type") in _SHAPES


def _check_speaker(caller: Caller, beginning: bytes) -> None:
    """The voice of one who tells as nobody would name them: none of it is kept."""
    if container_of(beginning) and caller.is_nobody:
        raise Refused("voice_names_you")


def _check_size(beginning: bytes, size: int) -> None:
    """A file says what it is in its first bytes; a larger one is refused before the rest of it travels."""
    if container_of(beginning):
        most, code = LARGEST_VOICE, "voice_too_large"
    else:
        most, code = LARGEST_PHOTO if beginning[:3] == _JPEG else LARGEST_GROUND, "photo_too_large"
    if size > most:
        raise Refused(code, most=most)


def _check_name(sha256: str) -> None:
    try:
        HASH.check(sha256)
    except Refused:
        raise Refused("not_found") from None


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:]}"
