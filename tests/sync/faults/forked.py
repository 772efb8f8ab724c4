"""Processes that are ready at once: forked from one that has loaded everything, so that many can be killed a minute."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from sync.server.app import create_app
from sync.server.settings import Settings
from tests.sync.faults.serving import Serving


class Forked:
    """A process that does ``work`` and ends. The parent must have no thread that holds a lock, and no open database."""

    def __init__(self, work: Callable[[], None]) -> None:
        sys.stdout.flush()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            with suppress(BaseException):
                gc.freeze()
                work()
                status = 0
            os._exit(status)

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def poll(self) -> int | None:
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if ended else None
        return self.returncode

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode


class ForkedServing(Serving):
    """As :class:`Serving`, started in a few hundredths of a second."""

    def _started(self) -> Forked:  # type: ignore[override]
        return Forked(lambda: serve(self.settings, self._door))


def serve(settings: Settings, door: socket.socket) -> None:
    """Serve until killed."""
    config = uvicorn.Config(create_app(settings), log_level="critical", server_header=False, access_log=False)
    uvicorn.Server(config).run(sockets=[door])
