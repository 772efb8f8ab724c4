"""A way to a server that a test can shut: connections are refused and those that stand are cut."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Gate:
    """Listens on a port of its own and passes everything on to another, while it is open."""

    def __init__(self, port: int) -> None:
        self._beyond = port
        self._ends: list[socket.socket] = []
        self._awaited = 0
        self._full: threading.Event | None = None
        self.port = 0
        self.open()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self.port))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._let_in, args=[self._door], daemon=True).start()

    def hold(self, count: int) -> threading.Event:
        """From now on nothing new is passed on; the event tells when ``count`` connections wait here."""
        self._awaited, self._full = count, threading.Event()
        return self._full

    def shut(self) -> None:
        for end in (self._door, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _let_in(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = door.accept()
                self._ends.append(near)
                if self._full:
                    self._awaited -= 1
                    if self._awaited <= 0:
                        self._full.set()
                    continue
                far = socket.create_connection(("127.0.0.1", self._beyond))
                self._ends.append(far)
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=_pass_on, args=ends, daemon=True).start()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while some := source.recv(65_536):
            sink.sendall(some)
        sink.shutdown(socket.SHUT_WR)
