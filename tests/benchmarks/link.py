"""A line to a server as slow as a phone's: every byte takes its time, and every new connection a round trip."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from queue import Queue

ROUND_TRIP, UP, DOWN = 0.060, 5e6, 20e6
"""Seconds and bits a second: the 4G that the other systems were measured on."""

_PIECE = 16_384
_Pieces = Queue[tuple[float, bytes]]


class Link:
    """Listens at ``port`` of this machine and carries what comes to a server, both ways, at the pace of a 4G link."""

    def __init__(self, server: int, round_trip: float = ROUND_TRIP, up: float = UP, down: float = DOWN) -> None:
        self._server, self._round_trip = server, round_trip
        self._up, self._down = _Lane(round_trip / 2, up), _Lane(round_trip / 2, down)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        _start(self._accept)

    def close(self) -> None:
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                _start(self._carry, near)

    def _carry(self, near: socket.socket) -> None:
        time.sleep(self._round_trip)
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self._server)) as far:
            for side in (near, far):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = _start(self._down.carry, far, near)
            self._up.carry(near, far)
            back.join()


class _Lane:
    """One direction, which all connections share."""

    def __init__(self, delay: float, rate: float) -> None:
        self._delay, self._rate, self._free = delay, rate, 0.0
        self._turn = threading.Lock()

    def carry(self, source: socket.socket, sink: socket.socket) -> None:
        """Carry what ``source`` says to ``sink`` until it ends."""
        pieces: _Pieces = Queue(64)
        delivering = _start(_deliver, pieces, sink)
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                pieces.put((self._due(len(piece)), piece))
        pieces.put((0, b""))
        delivering.join()

    def _due(self, length: int) -> float:
        with self._turn:
            self._free = max(time.monotonic() + self._delay, self._free) + length * 8 / self._rate
            return self._free


def _deliver(pieces: _Pieces, sink: socket.socket) -> None:
    broken = False
    while (piece := pieces.get())[1]:
        time.sleep(max(0.0, piece[0] - time.monotonic()))
        try:
            sink.sendall(piece[1] if not broken else b"")
        except OSError:
            broken = True  # the rest is taken from the queue all the same, or nobody could put anything in
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _start(work: object, *given: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=given, daemon=True)  # type: ignore[arg-type]
    thread.start()
    return thread
