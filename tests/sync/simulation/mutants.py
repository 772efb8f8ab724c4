"""`python -m tests.sync.simulation.mutants`: plant known faults into copies of the real code, and show each is caught.

A mutant is one small change to the source, such as a tired person makes. Each gets a copy of the tree of its
own; the stories are played against it until one of them ends badly. What no story has in it, such as a hub, names
the tests that are run instead. Status 1 when a mutant lives, or when the unchanged code does not.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SEEDS = 150

_REPACKING = "tests/fieldwalk/services/test_repacking.py"
_HUBS = "tests/sync/server/store/test_vouched.py tests/sync/hub/test_forgetting.py"


@dataclass(frozen=True)
class Mutant:
    """In ``file``, ``before`` becomes ``after``. ``said`` is the fault in words.

    ``tests`` are asked in the place of the stories.
    """

    said: str
    file: str
    before: str
    after: str
    mode: str = ""
    tests: str = ""


MUTANTS = (
    # The six of the first simulation.
    Mutant(
        "a batch's number is used again when the outbox is empty",
        "sync/client/schema.py",
        "number integer primary key autoincrement, size",
        "number integer primary key, size",
    ),
    Mutant(
        "a page leaves out what is older than the page before it",
        "sync/server/catchup.py",
        "        rows.append(row)\n        size",
        "        if not rows or row[1] > rows[-1][1]:\n            rows.append(row)\n        size",
    ),
    Mutant(
        "a field never seen is judged by the record's newest stamp",
        "sync/protocol/merge.py",
        'stamps.get(name, "") > change.stamp',
        'stamps.get(name, max(stamps.values(), default="")) > change.stamp',
    ),
    Mutant(
        "equal moments are not told apart by the replica",
        "sync/protocol/merge.py",
        'stamps.get(name, "") > change.stamp',
        'stamps.get(name, "")[:16] > change.stamp[:16]',
    ),
    Mutant(
        "the cursor is saved before what it stands for is applied",
        "sync/client/exchange.py",
        "journal.receive(response.changes, self._facts(response), receipts, ",
        "journal.receive((), self._facts(response))\n        journal.receive(response.changes, {}, receipts, ",
    ),
    Mutant(
        "nobody compares what the two sides hold",
        "sync/client/exchange.py",
        "level = waiting or response.digest is None or response.digest == journal.holding.total()",
        "level = True",
    ),
    # Our own.
    Mutant(
        "receipts are noted by place, one place off",
        "sync/protocol/receipts.py",
        "for place, receipt in enumerate(receipts)\n",
        "for place, receipt in enumerate(receipts, 1)\n",
    ),
    Mutant(
        "the server answers before it looks whether the change came before",
        "sync/server/intake.py",
        "            before = answered.get(change.stamp) or _of_purged(change, gone)\n",
        "            before = None\n",
    ),
    Mutant(
        "a removal wins over a newer edit",
        "sync/protocol/merge.py",
        "return self.stamps[REMOVED] == max(self.stamps.values())",
        "return True",
    ),
    Mutant(
        "a fast clock is followed",
        "sync/server/intake.py",
        "if change.stamp < self._too_far:",
        "if True:",
    ),
    Mutant(
        "the phone does not take over the stamp that the server gave",
        "sync/client/journal.py",
        "self._restamping.follow({receipt.stamp: receipt.became for receipt in receipts if receipt.became})",
        "pass",
    ),
    Mutant(
        "a record is not drawn anew when one of its changes gets another stamp",
        "sync/client/restamping.py",
        "            state_tables.redraw(self._db, *own, history)",
        "            pass",
    ),
    Mutant(
        "a phone's clock goes back to the stamp that the server gave, and gives the same stamp again",
        "sync/client/journal.py",
        '            for key, value in {**facts, "clock": str(last)}.items():',
        "            became = [receipt.became for receipt in receipts if receipt.became]\n"
        "            last = Stamp(Stamp.parse(max(became)).time, 0, self.replica) if became else last\n"
        '            for key, value in {**facts, "clock": str(last)}.items():',
    ),
    Mutant(
        "what came before its walk was known keeps its first number",
        "sync/server/store/journal.py",
        'after["secrecy"] > row["secrecy"] else self._next()',
        'after["secrecy"] > row["secrecy"] else row["seq"]',
    ),
    Mutant(
        "the sums forget what moved into a walk",
        "sync/server/store/journal.py",
        '            self._sums.move(_section(row), _section(after), row["sha256"])\n',
        "",
    ),
    Mutant(
        "a resident is shown every walk",
        "sync/server/store/holdings.py",
        "    if limits.one_walk:\n        scope.append",
        "    if False:\n        scope.append",
    ),
    Mutant(
        "one refused change stops the batch",
        "sync/server/intake.py",
        "            self._set_aside(change, sha256, refused)\n            return",
        "            raise\n            return",
    ),
    Mutant(
        "what a restored server forgot is not handed back",
        "sync/client/exchange.py",
        "            self._journal.hand_back(self._journal.holding.in_buckets(response.compared or (), but=theirs))\n",
        "",
        "restored",
    ),
    Mutant(
        "a clone keeps the name that it was cloned with",
        "sync/client/journal.py",
        "        replica = self._fresh()\n",
        "        replica = self.replica\n",
        "cloned",
    ),
    Mutant(
        "what came under a stamp of the phone's own passes for what the phone wrote",
        "sync/client/restamping.py",
        'if known[change.stamp]["sha256"] != change.sha256()]',
        "if not known]",
        "cloned, restored",
    ),
    Mutant(
        "the page and its cursor are cut one apart",
        "sync/server/catchup.py",
        "            return Page(holdings.told(rows), last, True, name)",
        "            return Page(holdings.told(rows), row[0], True, name)",
    ),
    Mutant(
        "what was done in one go is written a piece at a time",
        "sync/client/journal.py",
        "            self._append(changes, mine=True)\n            self._keep(",
        "            self._append(changes[:1], mine=True)\n        with self._db.atomic():\n"
        "            self._append(changes[1:], mine=True)\n            self._keep(",
    ),
    Mutant(
        "a page goes on for as long as there is something",
        "sync/server/catchup.py",
        "if len(rows) >= (MOST_CHANGES if most is None else most) or size > MOST_CHARACTERS:",
        "if size > MOST_CHARACTERS:",
    ),
    Mutant(
        "tables are drawn past what was committed",
        "sync/server/store/states.py",
        "    connection.execute(update(DRAWN).where(mine).values(seq=seq))",
        "    connection.execute(update(DRAWN).where(mine).values(seq=seq + 1))",
    ),
    # What no story has in it.
    Mutant(
        "a track that was repacked lacks the last fix of each burst",
        "fieldwalk/services/repacking.py",
        'for fix in unpack(str(burst.fields["packed"]))}',
        'for fix in unpack(str(burst.fields["packed"]))[:-1]}',
        tests=_REPACKING,
    ),
    Mutant(
        "what was sent is repacked too",
        "sync/client/outbox.py",
        'f"{UNSENT} and mine = 1 and record = ? and n > ?", (record, self._shown()))',
        'f"{UNSENT} and mine = 1 and record = ? and n > ?", (record, 0))',
        tests=_REPACKING,
    ),
    Mutant(
        "a hub speaks for somebody who is known already",
        "sync/server/store/vouched.py",
        "        if row is None and person in strangers:",
        "        if row is None:",
        tests=_HUBS,
    ),
    Mutant(
        "what a hub's resident wrote is asked with the hub's rights",
        "sync/server/store/vouched.py",
        "replace(caller, person_id=person, role=each.role, walk_id=each.walk_id, is_late=late)",
        "replace(caller, person_id=person, is_late=late)",
        tests=_HUBS,
    ),
    Mutant(
        "a hub takes everything that it may not hold for purged",
        "sync/hub/forgetting.py",
        "for each in told.records])",
        "for each in withdrawn])",
        tests=_HUBS,
    ),
    Mutant(
        "who is nobody at a hub stays named above",
        "sync/server/hubs.py",
        "    if named:\n",
        "    if not named:\n",
        tests=_HUBS,
    ),
)


def caught(mutant: Mutant | None, seeds: int = SEEDS) -> str:
    """How the stories ended over the code with ``mutant`` in it: the first bad end, empty when none was bad."""
    with tempfile.TemporaryDirectory() as folder:
        for room in ("fieldwalk", "sync", "tests"):
            leave = ("browser", "journeys", "bundle", "screens") if not (mutant and mutant.tests) else ()
            shutil.copytree(ROOT / room, Path(folder) / room, ignore=shutil.ignore_patterns("__pycache__", *leave))
        shutil.copy(ROOT / "pyproject.toml", folder)
        mode = mutant.mode if mutant else ""
        if mutant:
            _plant(Path(folder), mutant)
        command = [sys.executable, "-m", "tests.sync.simulation", "--seeds", str(seeds), "--until-bad"]
        command += ["--mode", mode] if mode else []
        if mutant and mutant.tests:
            command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=no", *mutant.tests.split()]
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if ended.returncode not in (0, 1):
            return f"it does not run: {ended.stderr[-300:]}"
        said = [line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))] or [ended.stdout]
        return said[0].strip().splitlines()[0].strip() if ended.returncode else ""


def _plant(folder: Path, mutant: Mutant) -> None:
    path = folder / mutant.file
    source = path.read_text("utf-8")
    if source.count(mutant.before) != 1:
        raise LookupError(f"{mutant.file} no longer has exactly one place for: {mutant.said}")
    path.write_text(source.replace(mutant.before, mutant.after), "utf-8")


def main(words: Sequence[str]) -> int:
    """Try every mutant whose sentence holds one of ``words``, all without words."""
    chosen = [m for m in MUTANTS if not words or any(word in m.said for word in words)]
    sound = caught(None, seeds=30)
    print(f"{'SOUND' if not sound else 'BROKEN':8} the code as it is {sound}", flush=True)
    alive = 0
    for mutant in chosen:
        how = caught(mutant)
        alive += not how
        print(f"{'caught' if how else 'ALIVE':8} {mutant.said}\n         {how}", flush=True)
    print(f"{len(chosen) - alive} of {len(chosen)} caught")
    return 1 if alive or sound else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
