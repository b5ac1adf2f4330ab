"""``make fuzz``: coverage-guided fuzzing of every parser, with atheris in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import markers, setup
from .console import say, step
from .paths import LOCKS, ROOT, cache
from .python_packages import reason
from .trouble import Trouble

SECONDS = 20
LOCK = LOCKS / "fuzz.txt"


def run(names: list[str]) -> bool:
    """Fuzz the named targets, all by default; tell whether none let a surprise through."""
    environment = {**os.environ, "PYTHONPATH": str(_packages())}
    command = [setup.ensure().python, "-m", "tests.fuzz"]
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


def _packages() -> Path:
    """Return the folder with atheris, installed unless it is there; raises Trouble."""
    folder = cache() / f"fuzz-{markers.file_digest(LOCK)[:12]}"
    if (folder / "atheris").is_dir():
        return folder
    with step("Installing atheris"):
        options = ["--quiet", "--require-hashes", "--only-binary", ":all:", "--no-deps"]
        command = [setup.ensure().python, "-m", "pip", "install", *options, "-r", str(LOCK)]
        done = subprocess.run(
            [*command, "--target", str(folder)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise Trouble(reason(done.stdout + done.stderr))
    return folder


if __name__ == "__main__":
    sys.exit(0 if run(sys.argv[1:]) else 1)
