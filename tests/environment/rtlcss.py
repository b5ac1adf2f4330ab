"""rtlcss, with which Odoo mirrors its styles for languages written from right to left.

The program is Debian's; the Node.js that runs it is the one inside Playwright's package.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from . import apt, chromium, markers, pinned
from .console import step
from .paths import LOCKS
from .trouble import Trouble

LOCK = LOCKS / "rtlcss.lock"
SCRIPTS = Path("usr/share/nodejs")
NODE = "lib/*/site-packages/playwright/driver/node"
LAUNCHER = """#!/bin/sh
# Starts the rtlcss unpacked here with the Node.js of Playwright's package.
export LD_LIBRARY_PATH="{libraries}"
export NODE_PATH="{scripts}"
exec "{node}" "{scripts}/rtlcss/bin/rtlcss.js" "$@"
"""
TRIAL = (".a{float:left}", ".a{float:right}")
START_SECONDS = 60


def ensure(python: Path, browser: Path) -> Path:
    """Return the folder with an ``rtlcss`` that has been seen mirroring; raises Trouble.

    The Python environment brings the Node.js and keeps the program; the browser brings libraries
    that Node.js may lack.
    """
    home, marker = python.parents[1] / "rtlcss", python.parents[1] / "rtlcss.json"
    launcher = launcher_text(home, node_of(python), chromium.driver_environment(browser))
    wanted = markers.text_digest(LOCK.read_text(encoding="utf-8"), launcher)
    known = markers.read(marker)
    if known.get("wanted") != wanted or known.get("tree") != _tree(home):
        _unpack(home)
        _write(home, launcher)
        with step("Trying rtlcss"):
            try_out(program(home))
        markers.write(marker, {"wanted": wanted, "tree": _tree(home)})
    return program(home).parent


def program(home: Path) -> Path:
    """Return where the launcher is."""
    return home / "bin" / "rtlcss"


def node_of(python: Path) -> Path:
    """Return the Node.js of Playwright's driver in a Python environment; raises Trouble."""
    found = sorted(python.parents[1].glob(NODE))
    if not found:
        raise Trouble(f"Playwright's Node.js is not in {python.parents[1]}; run make clean.")
    return found[0]


def launcher_text(home: Path, node: Path, environment: dict[str, str]) -> str:
    """Return the script that starts rtlcss."""
    libraries = environment.get("LD_LIBRARY_PATH", "")
    return LAUNCHER.format(libraries=libraries, node=node, scripts=home / SCRIPTS)


def try_out(launcher: Path) -> None:
    """Raise Trouble unless the program mirrors a style."""
    given, mirrored = TRIAL
    done = subprocess.run(
        [str(launcher), "-"],
        input=given,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    if done.stdout.strip() != mirrored:
        reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
        raise Trouble(f"{launcher} does not mirror styles: {reason}")


def _tree(home: Path) -> str:
    return markers.tree_digest(home) if home.is_dir() else ""


def _unpack(home: Path) -> None:
    files = pinned.fetch("rtlcss", LOCK)
    shutil.rmtree(home, ignore_errors=True)
    for file in files:
        apt.unpack(file, home)


def _write(home: Path, launcher: str) -> None:
    path = program(home)
    path.parent.mkdir()
    path.write_text(launcher, encoding="utf-8")
    path.chmod(0o755)
