"""What the papers of the server's room state is what its code does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from fieldwalk.domain.records import LONGEST_VOICE
from fieldwalk.domain.voices import LARGEST_VOICE
from sync.server import entering, files, guesses, limits, own_account, passwords, provided, tickets
from sync.server.audit import SEALED

MINUTE = guesses.MINUTE
STATED = [
    ("not an exchange or a file", f"{limits.SMALL // 1024} kB"),
    ("six-digit codes from one address", f"{guesses.CODES[0].most} a minute"),
    ("six-digit codes from everywhere", f"{guesses.CODES[1].most} a minute"),
    ("wrong sign-ins from one address", f"{guesses.SIGN_INS.most} a minute"),
    ("login from one address before", str(guesses.HERE.free)),
    ("the longest such wait |", f"{guesses.HERE.longest // MINUTE} minutes"),
    ("login from everywhere before", str(guesses.THERE.free)),
    ("has not signed in before", f"{guesses.THERE.longest // MINUTE} minutes"),
    ("a password", f"{passwords.LEAST} to {passwords.MOST} characters"),
    ("password hashes", str(passwords._AT_ONCE)),
    ("a link to a download", f"{tickets.LIFE // MINUTE} minutes"),
    ("a resident's token", f"{entering.RESIDENT_DAYS} days"),
    ("staff's token", f"{entering.STAFF_DAYS} days"),
    ("coming back from", f"{provided.ON_THE_WAY // MINUTE} minutes"),
    ("confirming a second factor", f"{own_account.LIFE // MINUTE} minutes"),
    ("a photo", f"{files.LARGEST_PHOTO // 1024**2} MB"),
    ("a recording |", f"{LARGEST_VOICE // 1000} kB"),
    ("how long a recording is", f"{LONGEST_VOICE} seconds"),
    ("ground (GeoJSON)", f"{files.LARGEST_GROUND // 1024**2} MB"),
]


def test_each_limit_that_is_stated_is_the_codes_own(root: Path) -> None:
    rows = [row for row in (root / "sync/server/limits.md").read_text("utf-8").splitlines() if row.startswith("|")]
    for what, most in STATED:
        [row] = [row for row in rows if what in row.split("|")[1] + "|"]
        assert row.split("|")[2].strip() == most, row


def test_each_act_that_is_noted_is_in_the_inventory(root: Path) -> None:
    stated = set(re.findall(r"^\| `([a-z_]+)`", (root / "sync/server/logs.md").read_text("utf-8"), re.MULTILINE))
    acts = {SEALED}
    for file in (root / "sync/server").glob("**/*.py"):
        if "store" not in file.parts:
            acts.update(noted(ast.parse(file.read_text("utf-8"))))

    assert sorted(acts ^ stated) == []


def noted(tree: ast.AST) -> Iterator[str]:
    """The acts that a module writes into the log: the words that it hands on to be noted, by themselves or by name."""
    named: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named[node.targets[0].id] = node.value
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and called(call).endswith(("note", "noted")):
            for argument in call.args[1:3]:
                said = named.get(argument.id, argument) if isinstance(argument, ast.Name) else argument
                for each in (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
                        yield each.value


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
