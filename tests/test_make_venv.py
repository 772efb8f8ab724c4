"""A machine with a Python that is too old, or none, is told so; a working environment is left alone."""

import os
import subprocess
import sys
from pathlib import Path


def _make(root: Path, venv: Path, path: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON"} | {"PATH": str(path)}
    command = ["/bin/sh", str(root / "tests/make_venv.sh"), str(venv)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_without_a_python_a_sentence_says_what_to_do(root: Path, tmp_path: Path) -> None:
    told = _make(root, tmp_path / "venv", tmp_path)
    assert told.returncode == 1
    assert "Fieldwalk needs Python 3.11 or later" in told.stderr
    assert not (tmp_path / "venv").exists()


def test_an_old_python_is_passed_over(root: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    old.chmod(0o755)
    assert "and none was found" in _make(root, tmp_path / "venv", tmp_path).stderr


def test_an_environment_that_works_is_left_alone(root: Path, tmp_path: Path) -> None:
    made = _make(root, Path(sys.prefix), tmp_path)
    assert (made.returncode, made.stdout) == (0, "")
