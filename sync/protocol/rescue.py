"""The rescue file: all that a phone wrote and what it has not sent, in one ZIP that any fieldwalk server imports.

For the day when a phone can not reach its server any more. Importing it twice is importing it once: its
changes carry their stamps, its files their hashes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fieldwalk.domain.fields import HASH
from fieldwalk.domain.refusals import Refused
from sync.protocol.changes import Change, from_wire

VERSION = 1
_ABOUT, _JOURNAL, _FILES, _DAMAGED = "rescue.json", "journal.jsonl", "files/", "damaged/"
_DRAFTS = "drafts.json"
LARGEST = 2 * 1024 * 1024 * 1024
"""Bytes of everything in a rescue file, unpacked."""


@dataclass(frozen=True)
class Rescue:
    """What is in a rescue file. ``organisation`` is empty when the phone had joined none.

    ``drafts`` are words that their writer has not handed on, by their place on the phone. ``unreadable`` counts the
    lines, files and drafts that were damaged on the way; they stop no other.
    """

    organisation: str
    person_id: str
    changes: tuple[Change, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    unreadable: int = 0
    drafts: Mapping[str, str] = field(default_factory=dict)


def pack_rescue(rescue: Rescue, damaged: Mapping[str, bytes] | None = None) -> bytes:
    """The ZIP. ``damaged`` are database files that were set aside, kept along for whoever can read them."""
    about = {"fieldwalk": VERSION, "organisation": rescue.organisation, "person": rescue.person_id}
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(_ABOUT, json.dumps(about))
        zipped.writestr(_JOURNAL, "".join(f"{json.dumps(c.wire(), ensure_ascii=False)}\n" for c in rescue.changes))
        if rescue.drafts:
            zipped.writestr(_DRAFTS, json.dumps(dict(rescue.drafts), ensure_ascii=False, indent=1))
        for sha256, content in rescue.files.items():
            zipped.writestr(zipfile.ZipInfo(_FILES + sha256), content)
        for name, content in (damaged or {}).items():
            zipped.writestr(_DAMAGED + name, content)
    return body.getvalue()


def is_rescue(content: bytes) -> bool:
    """Whether ``content`` claims to be a rescue file."""
    return content.startswith(b"PK")


def unpack_rescue(content: bytes) -> Rescue:
    """What can be read of ``content``. Raises :class:`Refused` ``message_not_readable`` for another kind of file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            if sum(entry.file_size for entry in zipped.infolist()) > LARGEST:
                raise Refused("message_too_large", most=LARGEST)
            return _unpack(zipped)
    # RuntimeError: a file that is locked with a password, packed in a way that is not known here, or nested too deep.
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, RuntimeError):
        raise Refused("message_not_readable") from None


def _unpack(zipped: zipfile.ZipFile) -> Rescue:
    about = json.loads(zipped.read(_ABOUT))
    if not isinstance(about, dict) or about.get("fieldwalk") != VERSION:
        raise Refused("protocol_not_spoken", spoken=VERSION)
    changes, torn = _changes(zipped.read(_JOURNAL).splitlines())
    names = [name for name in zipped.namelist() if name.startswith(_FILES)]
    files = {name.removeprefix(_FILES): content for name in names if (content := _whole(zipped, name)) is not None}
    drafts, spoilt = _drafts(zipped)
    unreadable = torn + len(names) - len(files) + spoilt
    return Rescue(str(about.get("organisation", "")), str(about.get("person", "")), changes, files, unreadable, drafts)


def _changes(lines: Iterable[bytes]) -> tuple[tuple[Change, ...], int]:
    changes, torn = [], 0
    for line in lines:
        try:
            changes.append(from_wire(json.loads(line)))
        except (ValueError, RecursionError, Refused):
            torn += 1
    return tuple(changes), torn


def _drafts(zipped: zipfile.ZipFile) -> tuple[dict[str, str], int]:
    if _DRAFTS not in zipped.namelist():
        return {}, 0
    try:
        told = json.loads(zipped.read(_DRAFTS))
    except (ValueError, RecursionError, zipfile.BadZipFile):
        return {}, 1
    if not isinstance(told, dict):
        return {}, 1
    drafts = {place: words for place, words in told.items() if isinstance(words, str)}
    return drafts, len(told) - len(drafts)


def _whole(zipped: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        HASH.check(name.removeprefix(_FILES))
        content = zipped.read(name)
    except (zipfile.BadZipFile, Refused):
        return None
    return content if hashlib.sha256(content).hexdigest() == name.removeprefix(_FILES) else None
