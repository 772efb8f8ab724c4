"""The one door to JavaScript: the module ``fieldwalk_browser`` that assets/browser/bridge.mjs is, with types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol, cast

import fieldwalk_browser  # exists only in the browser's worker
from pyodide.ffi import create_proxy, to_js


class Bytes(Protocol):
    """A Uint8Array of JavaScript's."""

    def to_bytes(self) -> bytes:
        """A copy as Python's bytes."""
        ...


class Picture(Protocol):
    """What photos.mjs answers."""

    photo: Bytes
    thumbnail: Bytes
    width: int
    height: int


class Answer(Protocol):
    """What network.mjs answers."""

    status: int
    headers: Iterable[tuple[str, str]]
    body: Bytes


class Facts(Protocol):
    """What the page knows of itself."""

    url: str
    language: str
    languages: Iterable[str]


class Browser(Protocol):
    """bridge.mjs, as Python sees it: its undefined is None here."""

    def page(self) -> Facts: ...
    def fileSave(self, name: str, content: Any) -> Awaitable[str]: ...  # noqa: N802
    def fileLoad(self, name: str) -> Awaitable[Bytes | None]: ...  # noqa: N802
    def fileRemove(self, name: str) -> Awaitable[None]: ...  # noqa: N802
    def fileNames(self) -> Awaitable[Iterable[str]]: ...  # noqa: N802
    def prepare(self, content: Any, limits: Any, covers: Any) -> Awaitable[Picture | None]: ...
    def send(self, method: str, path: str, headers: Any, body: Any, timeout: int) -> Awaitable[Answer | None]: ...
    def metered(self) -> bool: ...
    def networkTold(self) -> bool: ...  # noqa: N802
    def persist(self) -> Awaitable[bool]: ...
    def offlineReady(self) -> Awaitable[bool]: ...  # noqa: N802
    def estimate(self) -> Awaitable[Iterable[int]]: ...
    def marksWaiting(self) -> Awaitable[str]: ...  # noqa: N802
    def marksForget(self, keys: Any) -> Awaitable[None]: ...  # noqa: N802
    def marksListen(self, heard: Any) -> None: ...  # noqa: N802
    def rememberWalk(self, walk_id: str, title: str) -> None: ...  # noqa: N802
    def speak(self, language: str) -> None: ...
    def whenLeaving(self, act: Any) -> None: ...  # noqa: N802
    def whenHidden(self, act: Any) -> None: ...  # noqa: N802
    def equipment(self) -> Awaitable[str]: ...
    def giveUp(self, code: str) -> None: ...  # noqa: N802
    def updateWaiting(self) -> Awaitable[bool]: ...  # noqa: N802
    def updateApply(self) -> Awaitable[bool]: ...  # noqa: N802
    def updateListen(self, heard: Any) -> None: ...  # noqa: N802
    def positionStart(self, on_fix: Any, on_trouble: Any) -> None: ...  # noqa: N802
    def positionStop(self) -> None: ...  # noqa: N802
    def recordStart(self, longest: int, largest: int, part: Any, level: Any, end: Any) -> Awaitable[str]: ...  # noqa: N802
    def recordStop(self) -> None: ...  # noqa: N802
    def play(self, content: Any, kind: str, end: Any) -> Awaitable[bool]: ...
    def playStop(self) -> None: ...  # noqa: N802


browser = cast(Browser, fieldwalk_browser)


def array(content: bytes) -> Any:
    """A Uint8Array with a copy of the content."""
    return to_js(content)


def value(thing: Any) -> Any:
    """A JavaScript object or array with the same content."""
    return to_js(thing)


def lasting(function: Callable[..., None]) -> Any:
    """The function as JavaScript may keep it; whoever asks must call ``destroy()`` when it is no longer used."""
    return create_proxy(function)
