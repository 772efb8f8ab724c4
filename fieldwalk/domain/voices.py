"""Recordings of people who tell of an issue: what one is, who may record it, who may hear it. Pure.

A voice is personal data as no photo of a lamp is: whoever knows the speaker knows who told. So only who leads the walk
or sits at the desk hears it (``hear.voice``), as far as they see its issue, and whoever recorded it hears their own.
Everybody else who sees the issue reads that there is a recording, of how many seconds and in which language, and its
``words`` once a person has written them out. The sound is in no document and in no file that is handed on, and no page
that anybody may open has a way to it. It waits for nobody's look, as a photo does: there is nothing in it to cover.

Who tells as nobody records none (:func:`may_speak`): their own voice would name them. What somebody recorded before
they wished to be nobody is taken away with their name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fieldwalk.domain.anonymity import is_nobody
from fieldwalk.domain.fields import Json
from fieldwalk.domain.records import REMOVED, Voice
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.roles import may, may_write

LARGEST_VOICE = 300_000
"""Bytes of a recording, at most: a minute of speech at 32 kbit/s is 240,000."""

RIGHT = "hear.voice"
"""The action of the table of roles: to hear what somebody else has recorded."""

TAKEN_BACK: Mapping[str, Json] = {"sha256": None, REMOVED: True}
"""What to write into a recording that is taken away: nobody gets its sound from then on, and its bytes go, from the
server and from the phones that have them. For whoever recorded it, and for those who may (``remove.voice``).
One that is only ``removed`` can be brought back, and a week later the server says this of it."""

CONTAINERS: Mapping[str, str] = {"webm": "audio/webm", "ogg": "audio/ogg", "mp4": "audio/mp4"}
"""What a recording may be, and how it is served: what Chromium and Firefox, Firefox, and Safari record."""

_VIDEO = re.compile(rb"hdlr.{8}vide", re.DOTALL)
"""The handler of a moving picture in an MP4 (ISO/IEC 14496-12, 8.4.3)."""
_HEAD = 4096
"""Bytes in which a WebM says what is in it, before the first sound."""


def may_speak(role: str, person: str) -> bool:
    """Whether ``person``, who takes part as ``role``, may record: who tells as nobody may not."""
    return may_write(role, Voice.name) and not is_nobody(person)


def may_hear(role: str) -> bool:
    """Whether ``role`` hears what others have recorded about an issue that it sees."""
    return may(role, RIGHT)


def container_of(content: bytes) -> str | None:
    """By its first bytes, which of :data:`CONTAINERS` ``content`` says it is; ``None`` for anything else."""
    if content[:4] == b"\x1aE\xdf\xa3":
        return "webm"
    if content[:4] == b"OggS":
        return "ogg"
    return "mp4" if content[:3] == bytes(3) and content[4:8] == b"ftyp" else None


def sound_container(content: bytes) -> str:
    """Which of :data:`CONTAINERS` a whole recording is.

    Raises :class:`Refused` ``voice_unreadable`` for what is none of them, what holds something else than speech as
    browsers record it (Opus, AAC in an MP4), or a picture; ``voice_too_large`` for more than :data:`LARGEST_VOICE`.
    """
    if len(content) > LARGEST_VOICE:
        raise Refused("voice_too_large", most=LARGEST_VOICE)
    kind = container_of(content)
    if kind is None or not _HOLDS_SPEECH[kind](content):
        raise Refused("voice_unreadable")
    return kind


def _webm(content: bytes) -> bool:
    head = content[:_HEAD]
    return b"webm" in head and b"A_OPUS" in head and b"V_" not in head


def _ogg(content: bytes) -> bool:
    return content[28:36] == b"OpusHead"


def _mp4(content: bytes) -> bool:
    return (b"mp4a" in content or b"Opus" in content) and not _VIDEO.search(content)


_HOLDS_SPEECH = {"webm": _webm, "ogg": _ogg, "mp4": _mp4}
