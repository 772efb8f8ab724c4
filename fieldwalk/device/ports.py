"""The ports: what the app asks of a phone. native/ and browser/ answer them; tests/fakes/device.py as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.tracks import Fix


@dataclass(frozen=True)
class Prepared:
    """A photo made ready: upright JPEGs with no metadata; ``width`` and ``height`` are the photo's pixels."""

    photo: bytes
    thumbnail: bytes
    width: int
    height: int


class Box(NamedTuple):
    """A rectangle of a picture, from its upper left corner, as parts of its width and height: 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Reply:
    """An answer of the server's; ``headers`` have names in lower case, ``body`` is decoded of compression."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Unreachable(Refused):
    """No answer came: no network, a cut on the way, or nothing within 30 seconds. ``why`` is for the log.

    The server may or may not have taken the request: whoever sends must be able to send it again.
    """

    def __init__(self, why: str = "") -> None:
        super().__init__("unreachable", why=why)


@dataclass(frozen=True)
class Equipped:
    """What a phone says of itself before a walk; ``None`` for what it does not tell.

    ``battery`` is a share from 0 to 1; ``position`` is ``granted``, ``denied``, ``prompt`` (not asked yet) or
    ``missing``; ``camera`` whether there is one.
    """

    battery: float | None = None
    charging: bool = False
    position: str | None = None
    camera: bool | None = None


class Clock(Protocol):
    """The phone's clock."""

    def now(self) -> int:
        """UTC milliseconds since 1970. May jump when the phone's clock is set."""
        ...


class PositionSource(Protocol):
    """The phone's stream of positions; one listener at a time."""

    def start(self, on_fix: Callable[[Fix], None], on_trouble: Callable[[str], None]) -> None:
        """From now on every fix reaches ``on_fix`` in the order it came, each once.

        ``on_trouble`` hears "denied" (the person said no), "unavailable" (no satellite, no sensor) or
        "timeout" (nothing for a minute). After the last two, fixes may come again by themselves.
        """
        ...

    def stop(self) -> None:
        """No call follows. Harmless when nothing was started."""
        ...


class Files(Protocol):
    """Content-addressed files: photos, thumbnails, ground maps. The name is the SHA-256 in lower-case hex."""

    async def save(self, sha256: str, content: bytes) -> None:
        """Durable when it returns. A file that is already there is left as it is.

        Raises Refused "file_damaged" when the content is not what the name says, "storage_full" when the
        disk has no room; nothing is then stored under the name.
        """
        ...

    async def load(self, sha256: str) -> bytes | None:
        """The content, or None when there is none. Never content that differs from its name.

        Raises Refused "file_damaged" when the disk gives something else than was stored.
        """
        ...

    async def remove(self, sha256: str) -> None:
        """Gone when it returns. Harmless when there was none."""
        ...

    async def names(self) -> set[str]:
        """The names of all files that were saved whole."""
        ...


class Imaging(Protocol):
    """Makes a photo small, upright and clean."""

    async def prepare(self, content: bytes, covers: Sequence[Box] = ()) -> Prepared:
        """A JPEG of at most 1600 px on the long side and 400 000 bytes, and a thumbnail of 320 px.

        Both are upright and carry no metadata: no position, no camera, no time, no comment. Never enlarged.
        What ``covers`` name of the upright picture is solid black in both, before anything is encoded: nothing of
        it can be had from the bytes.
        Raises Refused "photo_unreadable" for what is no whole picture, "photo_too_large" above 60 MB or
        100 megapixels.
        """
        ...


class Transport(Protocol):
    """The way to the server."""

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """The server's answer, whatever its status. ``path`` starts with "/".

        Raises Unreachable when no whole answer came.
        """
        ...


class Address(Protocol):
    """Which server the phone asks, where that is not the one that its page came from."""

    base: str
    """Such as ``https://walks.example.org``; empty before anybody has named one."""

    def elsewhere(self, base: str) -> Transport:
        """A way to another server, for one question: nothing of this phone's is shown there."""
        ...


class Connection(Protocol):
    """What kind of network the phone is on."""

    def metered(self) -> bool:
        """True on a mobile network, or when the person asked the phone to save data. False when it cannot tell."""
        ...

    def tells(self) -> bool:
        """Whether the phone says at all what kind of network it is on."""
        ...


@dataclass(frozen=True)
class Tap:
    """A tap on the first screen's mark button. ``id`` is the identity of the mark that it is to become.

    ``key`` names this one message of the inbox: a position that came late is a second message about the same
    ``id``. ``walk_id`` is what the first screen believed, or ``None``.
    """

    key: str
    id: str
    at: int
    position: Fix | None
    walk_id: str | None


class Inbox(Protocol):
    """Where the first screen keeps marks until the app is there to take them over."""

    async def waiting(self) -> list[Tap]:
        """Everything that lies there, in the order in which it was made. Raises Refused when it cannot be read."""
        ...

    async def forget(self, keys: Iterable[str]) -> None:
        """Durably gone when it returns; harmless for what is gone already."""
        ...

    def listen(self, heard: Callable[[], None]) -> None:
        """Call ``heard`` whenever something new lies there; it may also come when nothing does."""
        ...

    def remember(self, walk: tuple[str, str] | None) -> None:
        """The next start's first screen offers to mark in this walk (id and title); not at all for ``None``."""
        ...


class Updates(Protocol):
    """Newer versions of the app itself."""

    async def waiting(self) -> bool:
        """True when a newer version is here, whole, and not yet in use."""
        ...

    async def apply(self) -> bool:
        """Take the waiting version into use: the app starts anew. False when there is none to take."""
        ...

    def listen(self, heard: Callable[[], None]) -> None:
        """Call ``heard`` when a newer version has come."""
        ...


class Storage(Protocol):
    """The room that the phone lends us."""

    async def persist(self) -> bool:
        """Asks that nothing of ours is cleared away by itself; True when it is promised."""
        ...

    async def estimate(self) -> tuple[int, int]:
        """Bytes used by us, and bytes still free for us. Estimates, not promises."""
        ...


@dataclass(frozen=True)
class Hearing:
    """Who is told of a recording; times are milliseconds since it began.

    ``part``: what came since the part before, and until when; the parts one after another are the recording, and any
    beginning of them can be played. ``level``: until when, and how loud it is just now, from 0 to 1. ``end``: once,
    after the last part, with why: ``""`` (it was asked for), ``full`` (as long or as large as it may be), ``hidden``
    (nobody looks at the app any more) or ``interrupted`` (a call, another app, the microphone pulled out).
    """

    part: Callable[[bytes, int], None]
    level: Callable[[int, float], None]
    end: Callable[[str], None]


class Microphone(Protocol):
    """The phone's microphone; one recording at a time."""

    async def start(self, hearing: Hearing, longest: int, largest: int) -> bool:
        """Ask for the microphone where that has not been done, and record speech: a part every other second.

        Ends by itself after ``longest`` milliseconds, and before ``largest`` bytes. Returns whether it records: not
        when :meth:`stop` was called before the person had answered. Raises Refused "microphone_denied" (the person
        said no), "microphone_missing" or "microphone_busy" (a call, another app); ``hearing`` hears nothing then.
        """
        ...

    def stop(self) -> None:
        """What is on its way still comes, and then the end. Harmless when nothing is recorded."""
        ...


class Loudspeaker(Protocol):
    """The phone's loudspeaker; one sound at a time."""

    async def play(self, content: bytes, kind: str, on_end: Callable[[], None]) -> None:
        """Play ``content`` of the media type ``kind`` from its beginning; returns when it sounds.

        ``on_end`` is called when it has come to its end by itself. Raises Refused "voice_unplayable".
        """
        ...

    def stop(self) -> None:
        """It is quiet, and no call follows. Harmless when nothing sounds."""
        ...


class Equipment(Protocol):
    """What the phone has for a walk."""

    async def look(self) -> Equipped:
        """How things are now. Asks the person for nothing; what cannot be told is ``None``, never an error."""
        ...
