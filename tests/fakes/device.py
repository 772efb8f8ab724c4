"""A phone made of memory: small working stand-ins for every port in fieldwalk/device/ports.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from hashlib import sha256
from typing import Any

from fieldwalk.device.hashes import check
from fieldwalk.device.photos import check_size
from fieldwalk.device.ports import Box, Equipped, Hearing, Prepared, Reply, Tap, Transport, Unreachable
from fieldwalk.domain.refusals import Refused
from fieldwalk.domain.tracks import Fix

Application = Callable[..., Awaitable[None]]


class FakeClock:
    """Stands still until told to move."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self._now = now

    def now(self) -> int:
        return self._now

    def move(self, milliseconds: int) -> None:
        self._now += milliseconds


class ScriptedPosition:
    """Plays the fixes it is given, when told; remembers whether anybody listens."""

    def __init__(self, fixes: Iterable[Fix] = ()) -> None:
        self._waiting = list(fixes)
        self._on_fix: Callable[[Fix], None] | None = None
        self._on_trouble: Callable[[str], None] | None = None

    @property
    def listening(self) -> bool:
        return self._on_fix is not None

    def start(self, on_fix: Callable[[Fix], None], on_trouble: Callable[[str], None]) -> None:
        self._on_fix, self._on_trouble = on_fix, on_trouble

    def stop(self) -> None:
        self._on_fix = self._on_trouble = None

    def play(self, count: int | None = None) -> None:
        """Hands over the next ``count`` fixes, all that are left without a count."""
        now, self._waiting = self._waiting[:count], self._waiting[len(self._waiting[:count]) :]
        for fix in now:
            self.give(fix)

    def give(self, fix: Fix) -> None:
        if self._on_fix:
            self._on_fix(fix)

    def fail(self, code: str) -> None:
        if self._on_trouble:
            self._on_trouble(code)


class MemoryFiles:
    """Files in a dictionary; ``room`` is how many bytes it still takes."""

    def __init__(self, room: int = 1_000_000_000) -> None:
        self.held: dict[str, bytes] = {}
        self.room = room

    async def save(self, sha256: str, content: bytes) -> None:
        check(sha256, content)
        if sha256 in self.held:
            return
        if len(content) > self.room:
            raise Refused("storage_full", name=sha256)
        self.room -= len(content)
        self.held[sha256] = content

    async def load(self, sha256: str) -> bytes | None:
        content = self.held.get(sha256)
        if content is not None:
            check(sha256, content)
        return content

    async def remove(self, sha256: str) -> None:
        self.room += len(self.held.pop(sha256, b""))

    async def names(self) -> set[str]:
        return set(self.held)


class PlainImaging:
    """Takes anything that begins like a JPEG or a PNG, and hands it back marked: no picture is decoded."""

    async def prepare(self, content: bytes, covers: Sequence[Box] = ()) -> Prepared:
        check_size(content)
        if not content.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            raise Refused("photo_unreadable")
        mark = sha256(content + repr([tuple(box) for box in covers]).encode() * bool(covers)).digest()
        return Prepared(b"\xff\xd8\xff photo " + mark, b"\xff\xd8\xff small " + mark, 1600, 1200)


class AnsweringTransport:
    """Answers from a function of (method, path, body, headers); can be cut, before or after the server hears."""

    def __init__(self, answer: Callable[[str, str, bytes, Mapping[str, str]], Reply]) -> None:
        self._answer = answer
        self.cut = False
        self.cut_after = False
        self.sent: list[tuple[str, str]] = []

    async def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        if self.cut:
            raise Unreachable("cut")
        self.sent.append((method, path))
        reply = await self._reply(method, path, body, headers or {})
        if self.cut_after:
            raise Unreachable("the answer was lost")
        return reply

    async def _reply(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        return self._answer(method, path, body, headers)


class NamedServer:
    """Where a phone asks that did not come from a server; any other address is ``there``."""

    def __init__(self, there: Transport) -> None:
        self.base, self.asked, self._there = "", "", there

    def elsewhere(self, base: str) -> Transport:
        self.asked = base
        return self._there


class AsgiTransport(AnsweringTransport):
    """Speaks to an ASGI app in this very process, with no socket; can be cut like its parent."""

    def __init__(self, application: Application) -> None:
        super().__init__(lambda *_: Reply(500))
        self._application = application

    async def _reply(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        inbox = [{"type": "http.request", "body": body, "more_body": False}]
        outbox: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return inbox.pop() if inbox else {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            outbox.append(message)

        await self._application(_scope(method, path, body, headers), receive, send)
        start = next(message for message in outbox if message["type"] == "http.response.start")
        content = b"".join(m.get("body", b"") for m in outbox if m["type"] == "http.response.body")
        named = {name.decode().lower(): value.decode() for name, value in start.get("headers", [])}
        return Reply(start["status"], named, content)


class FakeStorage:
    """As much room as it is told."""

    def __init__(self, used: int = 0, free: int = 1_000_000_000, *, grants: bool = True) -> None:
        self.used, self.free, self.grants = used, free, grants
        self.asked = 0

    async def persist(self) -> bool:
        self.asked += 1
        return self.grants

    async def estimate(self) -> tuple[int, int]:
        return self.used, self.free


class FakeConnection:
    """A network that costs money when it is told so."""

    def __init__(self) -> None:
        self.costs = False
        self.silent = False

    def metered(self) -> bool:
        return self.costs

    def tells(self) -> bool:
        return not self.silent


class ToldEquipment:
    """A phone that says of itself what the test tells it to."""

    def __init__(self, told: Equipped | None = None) -> None:
        self.told = told or Equipped()

    async def look(self) -> Equipped:
        return self.told


class ScriptedMicrophone:
    """Hears what the test says, as long as it is asked to; ``refuses`` is the code of why it does not."""

    def __init__(self) -> None:
        self.refuses = ""
        self.longest = 0
        self._hearing: Hearing | None = None
        self._until = 0

    @property
    def listening(self) -> bool:
        return self._hearing is not None

    async def start(self, hearing: Hearing, longest: int, largest: int) -> bool:
        if self.refuses:
            raise Refused(self.refuses)
        self._hearing, self._until, self.longest = hearing, 0, longest
        return True

    def say(self, content: bytes, milliseconds: int = 2000, level: float = 0.5) -> None:
        """``content`` is heard for so long."""
        if self._hearing is None:
            return
        self._until = min(self._until + milliseconds, self.longest)
        self._hearing.part(content, self._until)
        if self._hearing:
            self._hearing.level(self._until, level)
        if self._until == self.longest:
            self.end("full")

    def stop(self) -> None:
        self.end("")

    def end(self, why: str) -> None:
        """It is over, as the phone says."""
        hearing, self._hearing = self._hearing, None
        if hearing:
            hearing.end(why)


class ScriptedLoudspeaker:
    """Remembers what sounds, until the test says that it is over; ``mute``: it can play nothing."""

    def __init__(self) -> None:
        self.mute = False
        self.sounding: tuple[bytes, str] | None = None
        self._on_end: Callable[[], None] = lambda: None

    async def play(self, content: bytes, kind: str, on_end: Callable[[], None]) -> None:
        if self.mute:
            raise Refused("voice_unplayable")
        self.sounding, self._on_end = (content, kind), on_end

    def stop(self) -> None:
        self.sounding = None

    def end(self) -> None:
        """The recording has come to its end."""
        self.sounding = None
        self._on_end()


class MemoryInbox:
    """Marks in a dictionary, told as the first screen would."""

    def __init__(self, taps: Iterable[Tap] = ()) -> None:
        self.held = {tap.key: tap for tap in taps}
        self.walk: tuple[str, str] | None = None
        self._heard: Callable[[], None] = lambda: None

    async def waiting(self) -> list[Tap]:
        return [self.held[key] for key in sorted(self.held)]

    async def forget(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.held.pop(key, None)

    def listen(self, heard: Callable[[], None]) -> None:
        self._heard = heard

    def remember(self, walk: tuple[str, str] | None) -> None:
        self.walk = walk

    def keep(self, tap: Tap) -> None:
        self.held[tap.key] = tap
        self._heard()


class ScriptedUpdates:
    """A newer version comes when the test says so."""

    def __init__(self, *, ready: bool = False) -> None:
        self.ready = ready
        self.applied = 0
        self._heard: Callable[[], None] = lambda: None

    async def waiting(self) -> bool:
        return self.ready

    async def apply(self) -> bool:
        self.applied += self.ready
        return self.ready

    def listen(self, heard: Callable[[], None]) -> None:
        self._heard = heard

    def come(self) -> None:
        self.ready = True
        self._heard()


def _scope(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    plain, _, query = path.partition("?")
    sent = {"host": "testserver", "content-length": str(len(body)), **headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
