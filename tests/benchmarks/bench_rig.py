"""Our row in the rig that measures other systems: its phases, its counting proxy, our real client and server.

Nothing is measured where the rig is not at hand. FIELDWALK_PEERS says where it is, and PEERS_HOME where its set-up has
put the other systems: then those run too that FIELDWALK_BESIDE names, such as "session_zstd,pouch1k".
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, at_least, at_most
from tests.benchmarks.workload import PEERS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OURS = "fieldwalk"

Phases = Mapping[str, Any]


def bench_rig() -> Iterator[Figure]:
    """The rig's loopback run: ours, and those of the others that FIELDWALK_BESIDE names."""
    if not (PEERS / "bench.py").exists() or find_spec("psutil") is None:  # the rig counts with psutil
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(os.environ.get("PEERS_HOME", folder))
        rig = _rig(home)
        beside = os.environ.get("FIELDWALK_BESIDE", "session_zstd").split(",") if _is_set_up(home) else ()
        for name in (OURS, *filter(None, beside)):
            with redirect_stdout(sys.stderr):
                phases = rig.run(name)
            yield from _row(name, phases)


def _is_set_up(home: Path) -> bool:
    return (home / "v" / "bin" / "python").exists()


def _rig(home: Path) -> Any:
    """The rig's own module, with our adapter among its systems."""
    os.environ["PEERS_HOME"] = str(home)
    os.environ["PYTHONPATH"] = str(ROOT)
    if not (home / "data" / "records.jsonl").exists():
        subprocess.run([sys.executable, str(PEERS / "gen.py"), str(home / "data"), "7"], check=True)
    sys.path.insert(0, str(PEERS))
    rig = importlib.import_module("bench")
    if not _is_set_up(home):
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
    edits = [phases[one] for one in ("edit_B_push", "edit_A_pull", "edit_A_push", "edit_B_pull") if one in phases]
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
