"""Odoo 19 itself: from ``ODOO_PATH``, or from Debian's package, unpacked in the cache."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt, markers, pinned
from .console import step
from .paths import LOCKS, cache
from .trouble import Trouble

LOCK = LOCKS / "debs.lock"
PACKAGES = Path("usr/lib/python3/dist-packages")
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


def _digest(home: Path) -> str:
    return markers.tree_digest(home / PACKAGES / "odoo", (".py", ".js", ".xml"))


def _intact(home: Path, known: dict[str, str]) -> bool:
    return home.is_dir() and known.get("tree") == _digest(home)


def _fetch(home: Path) -> None:
    files = pinned.fetch("Odoo 19", LOCK)
    draft = home.with_name("odoo.draft")
    shutil.rmtree(draft, ignore_errors=True)
    with step("Unpacking Odoo 19"):
        for file in files:
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
