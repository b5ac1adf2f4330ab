"""The phase ``lint``: ruff, pylint with pylint-odoo, and mypy."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from . import namespace, setup
from .console import say
from .paths import ROOT, cache, every_addon
from .report import Outcome

Command = list[str | Path]


def run() -> Outcome:
    """Run every check, also after one failed; each counts as one."""
    results = [_check(label, command) for label, command in _checks().items()]
    return Outcome(sum(results), len(results) - sum(results))


def _checks() -> dict[str, Command]:
    bin_folder = Path(setup.ensure().python).parent
    mypy = bin_folder / "mypy"
    found: dict[str, Command] = {
        "ruff check": [bin_folder / "ruff", "check", "--quiet", "."],
        "ruff format --check": [bin_folder / "ruff", "format", "--check", "--quiet", "."],
    }
    if every_addon():
        # The configuration file cannot take single messages out of what it enables as a group.
        # R8180 would have one class per model; here each file holds one idea of a model.
        whole = ["--rcfile=.pylintrc", "--disable=consider-merging-classes-inherited"]
        found["pylint-odoo"] = [bin_folder / "pylint", *whole, *every_addon()]
        packages = [part for name in namespace.pure_packages() for part in ("-p", name)]
        found["mypy --strict, the addons' pure code"] = [mypy, *packages]
    found["mypy --strict, the environment"] = [mypy, "tests/environment", "tests/conftest.py"]
    return found


def _check(label: str, command: Command) -> bool:
    environment = {
        **os.environ,
        "MYPYPATH": str(namespace.links()),
        "RUFF_CACHE_DIR": str(cache() / "ruff"),
        "MYPY_CACHE_DIR": str(cache() / "mypy"),
        "PYLINTHOME": str(cache() / "pylint"),
    }
    start = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    good = done.returncode == 0
    say(f"{label}: {'ok' if good else 'FAILED'} ({time.monotonic() - start:.1f} s)")
    if not good:
        say((done.stdout + done.stderr).strip())
    return good
