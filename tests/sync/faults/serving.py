"""A real server in a process of its own, a wire to it that counts and misbehaves, and phones at its other end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import httpx2
from sqlite_utils import Database as LocalDatabase

from fieldwalk.data.opening import open_database
from fieldwalk.device.native.transport import HttpTransport
from sync.client.exchange import Exchange
from sync.client.journal import Edit, Journal, new_replica
from sync.server.app import assemble
from sync.server.settings import Settings
from sync.server.writer import found

ROOT = Path(__file__).resolve().parents[3]
_SERVE = """
import socket, sys, uvicorn
from pathlib import Path
from sync.server.app import create_app
from sync.server.settings import from_environment
app = create_app(from_environment())
door = socket.socket(fileno=int(sys.argv[1]))
uvicorn.Server(uvicorn.Config(app, log_level="critical", server_header=False, access_log=False)).run(sockets=[door])
"""


class Serving:
    """A server over ``data`` at one address, however often it is killed and started again."""

    def __init__(self, data: Path, prepare: str = "", settings: Settings | None = None) -> None:
        self.data, self._prepare = data, prepare
        self.settings = settings or Settings(data=data, secret="kept")
        with closing(assemble(self.settings)) as central:
            self.admin = found(central, "Fittjahem")
        self._door = socket.socket()
        self._door.bind(("127.0.0.1", 0))
        self._door.listen(512)
        self.port: int = self._door.getsockname()[1]
        self.process = self._started()
        self.health()  # on a busy machine a process may take longer to begin than a phone waits for an answer

    def token(self, role: str = "coordinator") -> str:
        """A token for a new phone."""
        with closing(assemble(self.settings)) as central:
            opened = central.joining.invite(self.admin.organisation, role)
            return central.joining.join(opened.url.rsplit("/", 1)[-1], "test").token

    def invitation(self, role: str) -> str:
        """A link to join by."""
        with closing(assemble(self.settings)) as central:
            return central.joining.invite(self.admin.organisation, role).url

    def resume(self) -> None:
        """Serve again after :meth:`stop`."""
        self.process = self._started()

    def kill(self) -> None:
        """As a power cut does it, and start again."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = self._started()

    def backup(self) -> Path:
        """A copy of the data, taken while nothing runs."""
        kept = self.data.with_name(self.data.name + "-backup")
        self.stop()
        shutil.copytree(self.data, kept, dirs_exist_ok=True)
        self.process = self._started()
        self.health()
        return kept

    def restore(self, kept: Path) -> None:
        """The data is as it was when it was backed up."""
        self.stop()
        shutil.rmtree(self.data)
        shutil.copytree(kept, self.data)
        self.process = self._started()
        self.health()

    def cpu(self) -> float:
        """Seconds of processor time that the server has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self) -> float:
        """The most memory that the server has held, in MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024

    def health(self) -> dict[str, object]:
        """What the server says of itself, once it answers."""
        answer: dict[str, object] = httpx2.get(f"http://127.0.0.1:{self.port}/api/health", timeout=300).json()
        return answer

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.stop()
        self._door.close()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", self._prepare + _SERVE, str(self._door.fileno())]
        environment = {**os.environ, **self.settings.environment()}
        return subprocess.Popen(command, pass_fds=[self._door.fileno()], cwd=ROOT, env=environment)


class Wire:
    """A line to a server: counts every byte and every turn, and may be told what to do to the next connection.

    ``spoil`` is given what the server says and returns what comes through; it may raise :class:`Cut`. ``rate`` is
    bytes a second, ``loss`` how likely a connection is cut at each piece of what it carries; ``gone``: nobody answers.
    """

    def __init__(self, port: int, *, rate: int = 0, loss: float = 0, chance: Random | None = None) -> None:
        self._port = port
        self._rate, self._loss, self._chance = rate, loss, chance or Random(1)
        self.gone = False
        self._door = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._door.getsockname()[1]
        self.up = self.down = 0
        self.spoil: Callable[[bytes], bytes] | None = None
        self.lose_requests = 0
        self._counting = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def counted(self) -> tuple[int, int]:
        """Bytes up and down so far."""
        with self._counting:
            return self.up, self.down

    def close(self) -> None:
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                if self.gone:
                    near.close()
                    continue
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self._port)) as far:
            for side in (near, far):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=self._back, args=(far, near), daemon=True)
            back.start()
            self._pump(near, far)
            back.join()

    def _pump(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while some := near.recv(self._piece):
                if self.gone or self._is_lost(some):
                    break
                if self.lose_requests:
                    self.lose_requests -= 1
                    break
                with self._counting:
                    self.up += len(some)
                far.sendall(some)
        with suppress(OSError):
            far.shutdown(socket.SHUT_WR)

    @property
    def _piece(self) -> int:
        return 8_192 if self._rate else 262_144

    def _is_lost(self, some: bytes) -> bool:
        if self._rate:
            time.sleep(len(some) / self._rate)
        return self._chance.random() < self._loss

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while some := far.recv(self._piece):
                if self.gone or self._is_lost(some):
                    break
                if self.spoil:
                    spoil, self.spoil = self.spoil, None
                    near.sendall(spoil(_whole(some, far)))
                    break
                with self._counting:
                    self.down += len(some)
                near.sendall(some)
        with suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)


def _whole(begun: bytes, far: socket.socket) -> bytes:
    """The whole reply that ``begun`` begins: the head may come before the body."""
    said = begun
    while not _ended(said) and (some := far.recv(262_144)):
        said += some
    return said


def _ended(said: bytes) -> bool:
    head, _, body = said.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return length is not None and len(body) >= int(length[1])


class RealPhone:
    """The real journal in a real file, the real exchange over real HTTP."""

    def __init__(self, path: Path, port: int, token: str, now: Callable[[], int]) -> None:
        self.db: LocalDatabase = open_database(path)
        self.journal = Journal(self.db, now, new_replica())
        self.token: str | None = token
        self.exchange = Exchange(self.journal, HttpTransport(f"http://127.0.0.1:{port}"), lambda: self.token, now)

    def write(self, *edits: Edit) -> None:
        self.journal.write("", edits)

    def marks(self) -> set[object]:
        """Every value of the field ``mark`` that this phone knows of."""
        rows = self.db.execute("select json_extract(fields, '$.mark') from journal").fetchall()
        return {row[0] for row in rows if row[0] is not None}

    def close(self) -> None:
        self.db.conn.close()
