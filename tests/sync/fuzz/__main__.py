"""Ask the API at random for longer than the suite has time for: ``python -m tests.sync.fuzz 500``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.sync.fuzz.asking import ask, opened

with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as asked:
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for operation in asked.operations():
        ask(asked, operation, examples, same=False)
        print(f"{operation.label}: {examples} questions as each of {len(asked.headers)}, all answered as described")
