"""What the app does to its phone, seen from outside it: when the disk really took something, what memory is held."""

from __future__ import annotations

from playwright.sync_api import CDPSession, Page, Worker

_FLUSHES = """() => {
  const flush = FileSystemSyncAccessHandle.prototype.flush;
  self.flushed = [];
  FileSystemSyncAccessHandle.prototype.flush = function () {
    flush.call(this);
    flushed.push(performance.timeOrigin + performance.now());
  };
}"""
_GROWTH = """() => {
  const grow = WebAssembly.Memory.prototype.grow;
  self.grown = 0;
  WebAssembly.Memory.prototype.grow = function (pages) {
    grown += pages * 65536;
    return grow.call(this, pages);
  };
}"""


class DiskWatch:
    """The flushes since it was made, in milliseconds since the epoch."""

    def __init__(self, page: Page) -> None:
        self._worker = _owner(page)
        self._worker.evaluate(_FLUSHES)

    def flushes(self) -> list[float]:
        seen: list[float] = self._worker.evaluate("() => flushed")
        return seen


class MemoryWatch:
    """What Python's worker and the page hold, once what is not needed has been let go."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._places: tuple[Page | Worker, ...] = (page, _owner(page))
        for place in self._places:
            place.evaluate(_GROWTH)

    def held(self) -> int:
        """Bytes of the page's JavaScript, Flutter's, and of WebAssembly memory taken since this was made."""
        self._session.send("Memory.simulatePressureNotification", {"level": "critical"})
        self._session.send("HeapProfiler.collectGarbage")
        self._page.evaluate("() => new Promise(done => setTimeout(done, 2000))")  # the processes clear up by themselves
        used: int = self._session.send("Runtime.getHeapUsage")["usedSize"]
        return used + sum(place.evaluate("() => grown") for place in self._places)


def _owner(page: Page) -> Worker:
    return next(worker for worker in page.workers if "worker.mjs" in worker.url)
