"""The virtual environment with what Odoo, the addons and the tests import.

There is one for each pair of locks and each Python, so that two checkouts with other locks can work
at the same time. One that no command has used for a week goes when another is made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import venv
from importlib.util import find_spec
from pathlib import Path

from . import apt, markers
from .apt import Apt
from .console import Progress, step
from .paths import LOCKS, cache
from .trouble import Trouble

OLDEST = (3, 11)
STAGES = ("runtime", "test")  # a later stage needs the earlier ones
UNUSED_SECONDS = 7 * 24 * 3600.0


def home() -> Path:
    """Return the folder of the virtual environment for the present locks and Python."""
    locks = [markers.file_digest(LOCKS / f"{name}.txt") for name in STAGES]
    return cache() / "environments" / markers.text_digest(sys.version, *locks)[:12]


def interpreter() -> Path:
    """Return its Python."""
    return home() / "bin" / "python"


def ensure(stage: str) -> Path:
    """Return a Python that can import everything of a stage; raises Trouble."""
    known = markers.read(marker())
    if not known or known.get("tree") != _tree():
        known = {"stages": []}
        marker().unlink(missing_ok=True)
        _create()
    for name in STAGES[: STAGES.index(stage) + 1]:
        if name not in known["stages"]:
            _install(LOCKS / f"{name}.txt", name)
            known = {"stages": [*known["stages"], name], "tree": _tree()}
            markers.write(marker(), known)
    marker().touch()
    return interpreter()


def beside(name: str) -> Path:
    """Return a folder of its own with what a lock names, installed if missing; raises Trouble.

    What only some commands import is there, on no Python's path but theirs.
    """
    lock = LOCKS / f"{name}.txt"
    folder = cache() / f"{name}-{markers.file_digest(lock)[:12]}"
    if not folder.is_dir():
        draft = folder.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        _install(lock, name, "--target", str(draft))
        draft.rename(folder)
    return folder


def marker() -> Path:
    """Return the file that tells what is installed; its time is that of the last use."""
    return home().with_suffix(".json")


def forget_unused() -> None:
    """Remove environments of other locks that nothing has used for long."""
    for file in home().parent.glob("*.json"):
        if file != marker() and time.time() - file.stat().st_mtime > UNUSED_SECONDS:
            shutil.rmtree(file.with_suffix(""), ignore_errors=True)
            file.unlink()


def _tree() -> str:
    """Return a digest of what is installed; nothing when nothing is."""
    folder = home() / "lib"
    if not (folder.is_dir() and interpreter().exists()):
        return ""
    return markers.tree_digest(folder, (".py", ".so", "RECORD", "postgres"))


def _create() -> None:
    """Make an empty virtual environment with pip, also where Debian's python3-venv is missing."""
    if sys.version_info < OLDEST:
        raise Trouble("Python 3.11 or newer is needed; choose one with PYTHON=python3.11 make ...")
    with step("Making a virtual environment"):
        forget_unused()
        shutil.rmtree(home(), ignore_errors=True)
        own_pip = find_spec("ensurepip") is not None and _has_bundled_pip()
        venv.EnvBuilder(symlinks=True, with_pip=own_pip).create(home())
    if not own_pip:
        _borrow_pip()


def _has_bundled_pip() -> bool:
    """Tell whether ensurepip has a pip to install; Debian moves it to a package of its own."""
    code = "import ensurepip; ensurepip.version()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    return done.returncode == 0


def _borrow_pip() -> None:
    """Install pip from Debian's wheel of it."""
    private = Apt(cache() / "apt-own")
    private.update()
    (deb,) = private.describe("python3-pip-whl")
    private.download("Downloading pip", [deb], [deb.name], cache() / "debs")
    folder = cache() / "pip.draft"
    apt.unpack(cache() / "debs" / deb.file, folder)
    (wheel,) = folder.glob("usr/share/python-wheels/pip-*.whl")
    options = ["-q", "--no-index", "--no-deps"]
    command = [str(interpreter()), f"{wheel}/pip", "install", *options, str(wheel)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    shutil.rmtree(folder)
    if done.returncode:
        raise Trouble(f"pip cannot be installed: {reason(done.stderr)}")


def _install(lock: Path, name: str, *where: str) -> None:
    """Install exactly what a lock names; every file is compared with its checksums."""
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    bar = Progress(f"Installing Python packages ({name})", count, "packages")
    options = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--progress-bar", "off"]
    command = [str(interpreter()), "-m", "pip", "install", *options, *where, "-r", str(lock)]
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_COLOR": "1"}
    log = cache() / f"pip-{name}.log"
    with (
        subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as work,
        log.open("w", encoding="utf-8") as kept,
    ):
        seen = 0
        for line in work.stdout or ():
            kept.write(line)
            seen += line.startswith("Collecting ")
            bar.show(min(seen, count - 1))
    if work.returncode:
        bar.leave()
        raise Trouble(f"{reason(log.read_text(encoding='utf-8'))} (all of it: {log})")
    bar.end()


def reason(output: str) -> str:
    """Return one line for what pip complained about."""
    lines = [line.strip() for line in output.splitlines()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    if any("DO NOT MATCH THE HASHES" in line for line in errors):
        return "A Python package is not the file that the lock names (checksum); try again."
    if "Temporary failure" in output or "NewConnectionError" in output:
        return "The Python package index cannot be reached. Is there a network?"
    if "No space left" in output:
        return "The disk is full."
    return f"The Python packages cannot be installed: {(errors or lines or ['?'])[-1]}"
