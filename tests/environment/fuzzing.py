"""``make fuzz``: coverage-guided fuzzing of every parser, with atheris in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import python_packages, setup
from .console import say
from .paths import ROOT

SECONDS = 20


def run(names: list[str]) -> bool:
    """Fuzz the named targets, all by default; tell whether none let a surprise through."""
    command = [setup.ensure().python, "-m", "tests.fuzz"]
    environment = {**os.environ, "PYTHONPATH": str(python_packages.beside("fuzz"))}
    listed = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    seconds = os.environ.get("FUZZ_SECONDS", str(SECONDS))
    folder = Path(tempfile.mkdtemp(prefix="calendar-sync-fuzz-"))
    failed = [
        name
        for name in names or listed
        if subprocess.run(
            [*command, name, str(folder), seconds], cwd=ROOT, env=environment, check=False
        ).returncode
    ]
    say(f"{', '.join(failed)} failed; inputs: {folder}" if failed else f"{seconds} s each: good")
    return not failed


if __name__ == "__main__":
    sys.exit(0 if run(sys.argv[1:]) else 1)
