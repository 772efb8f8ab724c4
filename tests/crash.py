"""`make crash`: the tests that kill processes at an unkind moment and look for what was lost."""

import os
import sys

import pytest

if __name__ == "__main__":
    os.environ.setdefault("FIELDWALK_CRASH_STEP", "1")  # a transaction is cut off at every byte, not at some
    os.environ.setdefault("FIELDWALK_CRASH_ROUNDS", "200")  # kills of the browser over the real app
    sys.exit(pytest.main(["-m", "crash", "-s", *sys.argv[1:]]))
