"""Our row in the rig that measures other systems: its phases, its counting proxy, our real client and server.

FIELDWALK_PEERS says where the rig is, and PEERS_HOME where its set-up has put the other systems: those run beside ours
that FIELDWALK_BESIDE names, such as "session_zstd,pouch1k". What cannot be measured is said in words.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, Note, at_least, at_most
from tests.benchmarks.workload import PEERS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OURS = "fieldwalk"
_SESSION = "session_zstd"
_BESIDE = f"{_SESSION},rxdb,pouch1k"
_HOME = Path.home() / ".cache" / "fieldwalk-peers"
"""Where the rig's own set-up puts the other systems when nobody says another place."""
_4G = (60, 5, 20)
_HEADS = ("push s", "B", "server CPU s", "pull s", "B", "server CPU s", "2,200 edits s", "B", "one change ms", "B")

Phases = Mapping[str, Any]


def bench_rig() -> Iterator[Figure | Note]:
    """The rig's loopback run and its 4G: ours, and beside it those of the others that FIELDWALK_BESIDE names."""
    if not (PEERS / "bench.py").exists():
        yield Note("No other system was measured: FIELDWALK_PEERS names no folder with the rig's bench.py.")
        return
    if find_spec("psutil") is None:
        yield Note("No other system was measured: the rig counts with psutil, and it is not installed.")
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("PEERS_HOME", _HOME))
        is_set_up = (home / "v" / "bin" / "python").exists()
        rig = _rig(home if is_set_up else Path(folder), is_set_up)
        others = os.environ.get("FIELDWALK_BESIDE", _BESIDE).split(",") if is_set_up else []
        yield from _measured(rig, (OURS, *filter(None, others)))
        if not is_set_up:
            yield Note(
                f"Only ours ran in the rig: no other system is installed in {home}. The rig's setup.sh does that."
            )


def _measured(rig: Any, names: Sequence[str]) -> Iterator[Figure | Note]:
    loopback: dict[str, Phases] = {}
    slow: dict[str, Phases] = {}
    for name in names:
        with redirect_stdout(sys.stderr):
            loopback[name] = rig.run(name)
            slow[name] = rig.run(name, net=_4G, seg=False, crash=False, reps=5)
        yield from _row(name, loopback[name])
    if "push" in loopback.get(_SESSION, {}) and "push" in loopback[OURS]:
        times = loopback[OURS]["push"]["s"] / loopback[_SESSION]["push"]["s"]
        yield at_most("rig: first push, wall, times the bare SQLite session with zstd", times, "x", 2)
    yield Note(beside("The rig, loopback", loopback))
    yield Note(beside("The rig, 60 ms and 5 Mbit/s up, 20 down", slow))


def beside(title: str, measured: Mapping[str, Phases]) -> str:
    """A table with a line for each system."""
    lines = [("system", *_HEADS), *((name, *_cells(phases)) for name, phases in measured.items())]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    told = ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    broken = [
        f"{name} broke: {phases['error'].strip().splitlines()[-1]}"
        for name, phases in measured.items()
        if "error" in phases
    ]
    return "\n".join([title, *told, *broken])


def _cells(phases: Phases) -> Iterator[str]:
    push, pull, one = (phases.get(name) for name in ("push", "pull", "one"))
    for phase in (push, pull):
        yield f"{phase['s']:.2f}" if phase else "-"
        yield f"{_bytes(phase):,}" if phase else "-"
        yield f"{phase['srv_cpu']:.2f}" if phase else "-"
    edits = _edits(phases)
    yield f"{sum(edit['s'] for edit in edits):.2f}" if edits else "-"
    yield f"{sum(map(_bytes, edits)):,}" if edits else "-"
    yield f"{one['push_ms'] + one['pull_ms']:.1f}" if one else "-"
    yield f"{_bytes(one):,}" if one else "-"


def _edits(phases: Phases) -> list[Phases]:
    return [phases[one] for one in ("edit_B_push", "edit_A_pull", "edit_A_push", "edit_B_pull") if one in phases]


def _rig(home: Path, is_set_up: bool) -> Any:
    """The rig's own module, with our adapter among its systems."""
    os.environ["PEERS_HOME"] = str(home)
    os.environ["PYTHONPATH"] = str(ROOT)
    if not (home / "data" / "records.jsonl").exists():
        subprocess.run([sys.executable, str(PEERS / "gen.py"), str(home / "data"), "7"], check=True)
    sys.path.insert(0, str(PEERS))
    rig = importlib.import_module("bench")
    if not is_set_up:
        rig.PY = sys.executable
    server, client = ([sys.executable, str(HERE / f"rig_{side}.py")] for side in ("server", "client"))
    rig.PEERS[OURS] = {"server": [*server, "{port}", "{dir}"], "client": client}
    return rig


def _row(name: str, phases: Phases) -> Iterator[Figure]:
    """What the rig's own table shows of one system."""
    if "error" in phases:
        print(f"{name}: {phases['error']}", file=sys.stderr)
    for phase, what in (("push", "first push"), ("pull", "fresh pull"), ("seg_push", "200,000 fixes up")):
        if phase in phases:
            yield Figure(f"rig, {name}: {what}, wall", phases[phase]["s"], "s")
            yield Figure(f"rig, {name}: {what}, both ways", _bytes(phases[phase]), "B")
            yield Figure(f"rig, {name}: {what}, server CPU", phases[phase]["srv_cpu"], "s")
    if edits := _edits(phases):
        yield Figure(f"rig, {name}: 2,200 edits, both ways", sum(map(_bytes, edits)), "B")
    if "one" in phases:
        one = phases["one"]
        yield Figure(f"rig, {name}: one change, push and pull, median", one["push_ms"] + one["pull_ms"], "ms")
        yield Figure(f"rig, {name}: one change, push and pull, both ways", _bytes(one), "B")
    if name == OURS:
        yield from _promised(phases)


def _promised(phases: Phases) -> Iterator[Figure]:
    merge, crash = phases.get("merge", {}), phases.get("crash", {})
    yield at_most("rig, fieldwalk: phases that broke", float("error" in phases), "", 0)
    yield at_least("rig, fieldwalk: both devices equal at the end", float(bool(phases.get("converged"))), "", 1)
    yield at_least("rig, fieldwalk: edits to different fields, both kept", merge.get("diff_both", 0), "of 100", 100)
    yield at_least("rig, fieldwalk: beaten values kept", phases.get("losers_recoverable") or 0, "of 100", 100)
    yield at_least("rig, fieldwalk: acknowledged survives a SIGKILL", float(bool(crash.get("acked_survives"))), "", 1)


def _bytes(phase: Phases) -> int:
    return int(phase["up"] + phase["down"])
