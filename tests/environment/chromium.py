"""A browser: the machine's chromium, or Debian's unpacked in the cache."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import apt, markers
from .apt import Apt
from .console import step
from .paths import cache
from .trouble import Trouble

STATUS = Path("/var/lib/dpkg/status")
EXTRA = ("fonts-dejavu-core",)  # a page without any font is a page of boxes
DRIVER_NEEDS = "libatomic1"  # what the Node.js of Playwright's driver wants of the machine
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WRAPPER = """#!/bin/sh
# Starts the chromium unpacked here with the libraries unpacked here.
export LD_LIBRARY_PATH="{libraries}"
export FONTCONFIG_FILE="{fonts}"
exec "{program}" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
START_SECONDS = 60


def ensure() -> Path:
    """Return a chromium that has been seen starting; raises Trouble."""
    installed = shutil.which("chromium")
    if installed:
        return Path(installed)
    home, marker = cache() / "chromium", cache() / "chromium.json"
    program = home / "bin" / "chromium"
    if program.exists() and markers.read(marker).get("tree") == markers.tree_digest(home):
        return program
    _fetch(home)
    with step("Trying chromium"):
        try_out(program)
    markers.write(marker, {"tree": markers.tree_digest(home)})
    return program


def try_out(program: Path) -> None:
    """Raise Trouble unless a browser renders a page."""
    with tempfile.TemporaryDirectory() as profile:
        page = "data:text/html,<title>t</title><p>It%20works"
        command = [str(program), *FLAGS, f"--user-data-dir={profile}", "--dump-dom", page]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=START_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise Trouble(f"{program} did not render a page in {START_SECONDS} s.") from None
    if "It works" not in done.stdout:
        reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
        raise Trouble(f"{program} does not start: {reason}")


def _fetch(home: Path) -> None:
    status = STATUS if STATUS.exists() else None
    private = Apt(cache() / "apt-own", status=status)
    with step("Reading Debian's package index"):
        private.update()
    wanted = [*private.missing("chromium", DRIVER_NEEDS), *EXTRA]
    debs = private.describe(*wanted)
    folder = cache() / "debs-chromium"
    private.download("Downloading chromium", debs, wanted, folder)
    private.forget()
    shutil.rmtree(home, ignore_errors=True)
    with step("Unpacking chromium"):
        for deb in debs:
            apt.unpack(folder / deb.file, home)
    shutil.rmtree(folder)
    _write_wrapper(home)


def driver_environment(program: Path) -> dict[str, str]:
    """Return the variables with which Playwright's driver finds the libraries it needs."""
    home = cache() / "chromium"
    return {"LD_LIBRARY_PATH": _libraries(home)} if program.is_relative_to(home) else {}


def _libraries(home: Path) -> str:
    triplet = f"{platform.machine()}-linux-gnu"
    places = [home / "usr/lib" / triplet, home / "lib" / triplet, home / "usr/lib"]
    places += [path for path in places[0].glob("*") if path.is_dir()]
    return os.pathsep.join(map(str, places))


def _write_wrapper(home: Path) -> None:
    fonts = home / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=home / "usr/share/fonts", cache=cache() / "fontconfig"))
    wrapper = home / "bin" / "chromium"
    wrapper.parent.mkdir(exist_ok=True)
    wrapper.write_text(
        WRAPPER.format(
            libraries=_libraries(home),
            fonts=fonts,
            program=home / "usr/lib/chromium/chromium",
        )
    )
    wrapper.chmod(0o755)
