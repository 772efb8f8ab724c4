"""The real server in a process of its own, filled with the demo, and the ways into it."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_DOOR = re.compile(r"^  (\w+)\s+(https?://\S+)$")
_ADDRESS = re.compile(r"open at (https?://[^/\s]+)/enter")


class Demo:
    """`fieldwalk demo` as a person starts it. ``doors`` are the four links by role, ``data`` is its folder."""

    def __init__(self, data: Path, app: Path) -> None:
        self.data, self._app = data, app
        self._port = "0"
        self.origin = ""
        self.doors: dict[str, str] = {}
        self._process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "sync.server.command", "demo", "--data", str(self.data)]
        process = subprocess.Popen(
            [*command, "--app", str(self._app), "--port", self._port],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout
        for line in process.stdout:
            if found := _ADDRESS.search(line):
                self.origin = found[1]
                self._port = self.origin.rpartition(":")[2]
            if found := _DOOR.match(line):
                self.doors[found[1]] = found[2].removeprefix(self.origin)
            if "Scan to lead" in line:
                break
        assert self.origin, "the demo did not start"
        threading.Thread(target=process.stdout.read, daemon=True).start()
        return process

    def stop(self) -> None:
        """The server is gone."""
        self._process.terminate()
        self._process.wait(20)
        if self._process.stdout:
            self._process.stdout.close()

    def start_again(self) -> None:
        """The same server at the same address, over the same data."""
        self._process = self._start()
