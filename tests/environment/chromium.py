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
# Starts the chromium unpacked in the cache with the libraries unpacked there.
export LD_LIBRARY_PATH="{libraries}"
export FONTCONFIG_FILE="{fonts}"
exec "{program}" "$@"
"""
# Odoo asks for Roboto among others, and brings it; DejaVu has the letters of all our languages.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir><dir>{own}</dir><dir>{odoo}</dir>
  <cachedir>{cache}</cachedir>
  <alias>
    <family>sans-serif</family>
    <prefer><family>Roboto</family><family>DejaVu Sans</family></prefer>
  </alias>
  <alias>
    <family>system-ui</family>
    <prefer><family>Roboto</family><family>DejaVu Sans</family></prefer>
  </alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
"""
FONT_FOLDER = "usr/share/fonts"
START_SECONDS = 60


def ensure() -> Path:
    """Return a chromium that has been seen starting; raises Trouble."""
    installed = shutil.which("chromium")
    if installed:
        return Path(installed)
    home, marker = cache() / "chromium", cache() / "chromium.json"
    known = home.is_dir() and markers.read(marker).get("tree") == markers.tree_digest(home)
    if not known:
        _fetch(home)
    program = _write_launcher(home)
    if not known:
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


def driver_environment(program: Path) -> dict[str, str]:
    """Return the variables with which Playwright's driver finds the libraries it needs."""
    own = program.is_relative_to(cache())
    return {"LD_LIBRARY_PATH": _libraries(cache() / "chromium")} if own else {}


def _libraries(home: Path) -> str:
    triplet = f"{platform.machine()}-linux-gnu"
    places = [home / "usr/lib" / triplet, home / "lib" / triplet, home / "usr/lib"]
    places += [path for path in places[0].glob("*") if path.is_dir()]
    return os.pathsep.join(map(str, places))


def _write_launcher(home: Path) -> Path:
    """Write what starts the browser with its libraries and fonts, beside it; return its path."""
    folder = cache() / "browser"
    folder.mkdir(exist_ok=True)
    fonts, launcher = folder / "fonts.conf", folder / "chromium"
    places = {"own": home / FONT_FOLDER, "odoo": cache() / "odoo" / FONT_FOLDER}
    fonts.write_text(FONTS.format(**places, cache=cache() / "fontconfig"), encoding="utf-8")
    program = home / "usr/lib/chromium/chromium"
    text = WRAPPER.format(libraries=_libraries(home), fonts=fonts, program=program)
    draft = launcher.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o755)
    return draft.replace(launcher)
