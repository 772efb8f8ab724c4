"""The day when nothing can be sent: everything leaves the phone as one file, and arrives once, however often told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.browser.app import App
from tests.browser.walkers import mark
from tests.journeys.conftest import NewPhone
from tests.journeys.demo import ROOT, Demo
from tests.journeys.walking import let_walk, walk
from tests.synthetic import drawn_photo, recording

WALK, WORDS = "Vandring till bryggan", "Räcket är löst åäö"


def command(demo: Demo, *arguments: str) -> str:
    """What fieldwalk's command line says, over the demo's data."""
    words = [sys.executable, "-m", "sync.server.command", *arguments, "--data", str(demo.data)]
    return subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_a_phone_with_no_network_is_rescued_by_a_file_that_may_be_told_twice(
    new_phone: NewPhone, demo: Demo, tmp_path: Path
) -> None:
    phone = new_phone("resident", reduced_motion="no-preference")
    phone.on_start = let_walk
    app = App(phone.page(), demo.origin).open(demo.doors["leader"]).see(WALK).offline_ready()
    phone.context.set_offline(True)
    app.tap(re.compile(WALK)).tap("Börja vandringen").see("Märk ut plats")
    walk(app.page, recording().fixes[:120])
    mark(app, 1)
    app.tap("Beskriv").tap("Belysning").write("Med egna ord", WORDS)
    picture = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": drawn_photo()}
    app.pick("Ta bild", picture).see("Bild 1 av plats 1")
    app.write("Vad syns på bild 1?", "En trappa med ett löst räcke").tap(re.compile("^Klar$")).see("Märk ut plats")

    app.open("/more").resize(412, 1800)
    saved = app.download("Rädda allt i en fil", tmp_path)
    app.see(re.compile("nedladdade filer"))
    assert re.fullmatch(r"fieldwalk-raddning-\d{4}-\d{2}-\d{2}\.zip", saved.name)

    walk_id = next(line.split()[0] for line in command(demo, "walks").splitlines() if WALK in line)
    for _ in range(2):
        assert "changes" in command(demo, "import", str(saved))
    exported = tmp_path / "walk.csv"
    command(demo, "export", walk_id, "--format", "csv", "-o", str(exported))
    assert exported.read_text("utf-8-sig").count(WORDS) == 1

    # The network is back after all: what the file brought home is not told a second time.
    phone.context.set_offline(False)
    app.open("/").see("Allt tryggt")
    command(demo, "export", walk_id, "--format", "csv", "-o", str(exported))
    assert exported.read_text("utf-8-sig").count(WORDS) == 1
