"""`make crash`: the tests that kill processes at an unkind moment and look for what was lost."""

import sys

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main(["-m", "crash", *sys.argv[1:]]))
