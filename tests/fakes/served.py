"""`fieldwalk serve` as an installation runs it, in processes of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sync.server.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serves, with as many workers as the settings say, at the address that is given; stopped at the end."""
    command = [sys.executable, "-m", "sync.server.command", "serve"]
    environment = {**os.environ, **replace(settings, address="", port=0).environment()}
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        said = re.search(r"http://\S+", process.stdout.readline())
        assert said, "the server did not start: see standard error"
        yield said[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()
