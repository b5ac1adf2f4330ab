"""Odoo 19 itself: from ``ODOO_PATH``, or from Debian's package, unpacked in the cache."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, markers
from .apt import Apt, Deb
from .console import say, step
from .paths import LOCKS, cache
from .trouble import Trouble

LOCK = LOCKS / "debs.lock"
PACKAGES = Path("usr/lib/python3/dist-packages")
SUITES = ("sid", "bookworm")
# Localisations, shops and sites have no calendar in them; the other two are left over by packaging.
EXCLUDED = (
    *(
        f"*/odoo/addons/{name}"
        for name in ("l10n_*", "pos_*", "website_*", "spreadsheet_dashboard_*")
    ),
    *(f"./{PACKAGES}/{name}" for name in ("addons", "setup")),
)
# The blurred background of video calls. A page that misses it logs an error, which fails tours.
LEFT_OUT = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)


@dataclass(frozen=True)
class Pin:
    """A line of the lock file."""

    name: str
    version: str
    suite: str
    sha256: str


@dataclass(frozen=True)
class OdooSource:
    """Where Odoo is: a folder for PYTHONPATH and the folders with its addons."""

    python_path: Path
    addons: tuple[Path, ...]


def ensure() -> OdooSource:
    """Return Odoo's place, fetching it first if necessary; raises Trouble."""
    chosen = os.environ.get("ODOO_PATH")
    if chosen:
        return locate(Path(chosen).absolute())
    home = cache() / "odoo"
    marker, lock = cache() / "odoo.json", LOCK.read_text(encoding="utf-8")
    known = markers.read(marker)
    wanted = markers.text_digest(lock, *EXCLUDED, *LEFT_OUT)
    if known.get("lock") != wanted or not _intact(home, known):
        _fetch(home)
        markers.write(marker, {"lock": wanted, "tree": _digest(home)})
    return locate(home / PACKAGES)


def locate(folder: Path) -> OdooSource:
    """Return Odoo in an installed folder or a checkout; raises Trouble if it is not there."""
    if folder.name == "odoo" and not (folder / "odoo").is_dir():
        folder = folder.parent
    release = folder / "odoo" / "release.py"
    if not release.is_file():
        raise Trouble(f"No Odoo in {folder}: ODOO_PATH must contain the folder odoo.")
    if "version_info = (19," not in release.read_text(encoding="utf-8"):
        raise Trouble(f"The Odoo in {folder} is not version 19.")
    own = folder / "odoo" / "addons"
    if (own / "calendar").is_dir():  # installed
        return OdooSource(folder, (own,))
    return OdooSource(folder, (own, folder / "addons"))  # a checkout


def pins() -> list[Pin]:
    """Return the lines of the lock file."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [Pin(*line.split()) for line in lines if line and not line.startswith("#")]


def _digest(home: Path) -> str:
    return markers.tree_digest(home / PACKAGES / "odoo", (".py", ".js", ".xml"))


def _intact(home: Path, known: dict[str, str]) -> bool:
    return home.is_dir() and known.get("tree") == _digest(home)


def _fetch(home: Path) -> None:
    files = [_known(pin) for pin in pins()]
    missing = [pin for pin, file in zip(pins(), files, strict=True) if file is None]
    found = [file for file in files if file] + _download(missing)
    draft = home.with_name("odoo.draft")
    shutil.rmtree(draft, ignore_errors=True)
    with step("Unpacking Odoo 19"):
        for file in found:
            apt.unpack(file, draft, EXCLUDED)
        _fill_gaps(draft)
        shutil.rmtree(home, ignore_errors=True)
        draft.rename(home)


def _fill_gaps(home: Path) -> None:
    """Put empty scripts where Debian's package leaves out a part that is not free."""
    for name in LEFT_OUT:
        script = home / PACKAGES / "odoo" / "addons" / name
        script.parent.mkdir(parents=True, exist_ok=True)
        if not script.exists():
            script.write_text("// Not part of Debian's package.\n", encoding="utf-8")


def _folder() -> Path:
    return cache() / "debs"


def _known(pin: Pin) -> Path | None:
    """Return the file of a pin if the cache has it undamaged."""
    for file in _folder().glob(f"{pin.name}_*.deb"):
        if markers.file_digest(file) == pin.sha256:
            return file
        file.unlink()
    return None


def _download(missing: list[Pin]) -> list[Path]:
    if not missing:
        return []
    private = Apt(cache() / "apt", SUITES)
    with step("Reading Debian's package index"):
        private.update()
    described = [describe(private, pin) for pin in missing]
    wanted = [spec for spec, _deb in described]
    debs = [deb for _spec, deb in described]
    private.download("Downloading Odoo 19", debs, wanted, _folder())
    private.forget()
    return [_folder() / deb.file for deb in debs]


def describe(private: Apt, pin: Pin) -> tuple[str, Deb]:
    """Return what to ask apt for, and what will come: the pinned version or a newer one."""
    spec = f"{pin.name}={pin.version}"
    try:
        (deb,) = private.describe(spec)
    except Trouble:
        spec = f"{pin.name}/{pin.suite}"
        (deb,) = private.describe(spec)
        say(f"  {pin.name} {pin.version} is gone from Debian {pin.suite}; taking {deb.file}.")
        return spec, deb
    if deb.sha256 != pin.sha256:
        raise Trouble(f"Debian's {deb.file} is not the file that {LOCK.name} names (checksum).")
    return spec, deb
