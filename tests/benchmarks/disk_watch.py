"""When the phone's disk really took something: the flushes of the worker that owns it, seen from outside the app."""

from __future__ import annotations

from playwright.sync_api import Page, Worker

_WATCH = """() => {
  const flush = FileSystemSyncAccessHandle.prototype.flush;
  const grow = WebAssembly.Memory.prototype.grow;
  self.seen = {flushes: [], grown: 0};
  FileSystemSyncAccessHandle.prototype.flush = function () {
    flush.call(this);
    seen.flushes.push(performance.timeOrigin + performance.now());
  };
  WebAssembly.Memory.prototype.grow = function (pages) {
    seen.grown += pages * 65536;
    return grow.call(this, pages);
  };
}"""


class DiskWatch:
    """The flushes since it was made, in milliseconds since the epoch; and how much Python's memory has grown."""

    def __init__(self, page: Page) -> None:
        self._worker = _owner(page)
        self._worker.evaluate(_WATCH)

    def flushes(self) -> list[float]:
        seen: list[float] = self._worker.evaluate("() => seen.flushes")
        return seen

    def grown(self) -> int:
        """Bytes of WebAssembly memory that the worker has taken since."""
        grown: int = self._worker.evaluate("() => seen.grown")
        return grown


def _owner(page: Page) -> Worker:
    return next(worker for worker in page.workers if "worker.mjs" in worker.url)
