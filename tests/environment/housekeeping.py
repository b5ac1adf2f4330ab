"""Looking after the cache and the locks: ``make clean`` and ``make lock``."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv

from . import demo_state
from .console import say, step
from .paths import LOCKS, cache, database_home
from .trouble import Trouble

RESOLVER = "uv==0.13.8"
OPTIONS = (
    "--quiet",
    "--only-binary=:all:",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    f"--python-version={sys.version_info[0]}.{sys.version_info[1]}",
    "--python-platform=linux",
    "--override=overrides.txt",
)
LOCKED = {"runtime": (), "test": (), "fuzz": (), "queue_job": ("--no-deps",)}
"""The locks, and what is special with each."""


def clean() -> None:
    """Forget everything that was fetched and made; raises Trouble while a demo runs."""
    with demo_state.alone():
        shutil.rmtree(database_home(), ignore_errors=True)
        shutil.rmtree(cache(), ignore_errors=True)
    say(f"{cache()} is gone; the next command fetches everything again.")


def lock() -> None:
    """Choose the newest Python packages that fit and write down their checksums; raises Trouble."""
    home = cache() / "resolver"
    with step(f"Installing {RESOLVER}"):
        venv.EnvBuilder(with_pip=True, clear=True).create(home)
        _run(str(home / "bin" / "pip"), "install", "--quiet", RESOLVER)
    for name, options in LOCKED.items():
        with step(f"Resolving {name}.in"):
            target = f"--output-file={name}.txt"
            _run(
                str(home / "bin" / "uv"),
                "pip",
                "compile",
                *OPTIONS,
                *options,
                target,
                "--upgrade",
                f"{name}.in",
            )


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=LOCKS, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble((done.stderr.strip().splitlines() or ["the resolver failed"])[-1])
