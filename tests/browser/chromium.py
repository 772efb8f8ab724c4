"""The Chromium that the browser tests drive: find it, or install it where that is possible.

`python -m tests.browser.chromium` prints its path; with --install it is installed first if it is missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

# Nothing but the page under test may reach for the network, and a container has neither a sandbox nor a GPU.
# The watchdog takes a software renderer on a busy machine for a hung one, and kills it in the middle of a picture.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-watchdog",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SPEAKING = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")

MISSING = (
    "The browser tests need Chromium, and none was found. Install chromium or google-chrome, "
    "or name one: FIELDWALK_CHROMIUM=/path/to/chromium make test"
)


class NoChromium(Exception):
    """No Chromium on this machine; the sentence says what to do."""


def executable() -> str:
    """The Chromium to drive: FIELDWALK_CHROMIUM first, then the usual names. Raises NoChromium."""
    named = os.environ.get("FIELDWALK_CHROMIUM")
    if named:
        return _named(named)
    for found in map(shutil.which, NAMES):
        if found:
            return found
    if MAC.exists():
        return str(MAC)
    raise NoChromium(MISSING)


def _named(path: str) -> str:
    found = shutil.which(path)
    if not found:
        raise NoChromium(f"FIELDWALK_CHROMIUM names {path}, which cannot be run.")
    return found


def install() -> None:
    """Install Debian's Chromium, as root or where sudo asks no question. Raises NoChromium."""
    if not shutil.which("apt-get"):
        raise NoChromium(MISSING)
    become = _become_root()
    print("Installing Chromium for the browser tests (apt-get).", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        outcome = subprocess.run([*become, "apt-get", *step], env=environment, stdout=subprocess.DEVNULL)
        if outcome.returncode:
            raise NoChromium(f"apt-get {step[0]} failed. {MISSING}")


def _become_root() -> list[str]:
    if os.geteuid() == 0:
        return []
    asked = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True)
    if not asked or asked.returncode:
        raise NoChromium(MISSING)
    return ["sudo", "-n"]


def main(arguments: Sequence[str]) -> int:
    """Print the path of the Chromium; status 1 and a sentence when there is none."""
    try:
        if "--install" in arguments:
            _ensure()
        print(f"Chromium: {executable()}")
    except NoChromium as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def _ensure() -> None:
    try:
        executable()
    except NoChromium:
        if os.environ.get("FIELDWALK_CHROMIUM"):
            raise
        install()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
