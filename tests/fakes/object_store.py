"""A real S3 endpoint in a process of its own for as long as standard input is open; prints its port."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class ObjectStore:
    """The endpoint as the tests hold it. Any key opens it."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.fakes.object_store"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, text=True)
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bucket(self, name: str) -> str:
        """A new, empty bucket; its name."""
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/{name}", method="PUT")):
            return name

    def close(self) -> None:
        self._process.communicate()


def serve() -> None:
    from moto.server import ThreadedMotoServer  # noqa: PLC0415  the tests' own process need not load it

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    with suppress(KeyboardInterrupt):
        sys.stdin.read()
    os._exit(0)  # it holds nothing but memory, and its threads take their time


if __name__ == "__main__":
    serve()
