"""Where things are: the checkout, its addons and the cache."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
LOCKS = HERE / "locks"
STAND_INS = ROOT / "tests" / "e2e" / "stand_ins"
BASE_ADDON = "calendar_sync_base"
JOBS_ADDON = "calendar_sync_queue_job"
"""Where Odoo alone is, this one does not install: it needs an addon from elsewhere."""


def cache() -> Path:
    """Return the cache folder; ``CALENDAR_SYNC_CACHE`` moves it."""
    default = Path.home() / ".cache" / "calendar-sync-odoo"
    return Path(os.environ.get("CALENDAR_SYNC_CACHE") or default).absolute()


def every_addon() -> list[str]:
    """Return the names of the addons of this checkout, the base first."""
    found = sorted(file.parent.name for file in ROOT.glob("*/__manifest__.py"))
    return sorted(found, key=lambda name: name != BASE_ADDON)


def addons() -> list[str]:
    """Return the names of the addons that need nothing but Odoo, the base first."""
    return [name for name in every_addon() if name != JOBS_ADDON]


def nobody_can_reach(path: Path) -> bool:
    """Tell whether users without any right of their own can enter a folder."""
    steps = [path, *path.parents]
    return all(step.stat().st_mode & 0o001 for step in steps if step.exists())


def database_home() -> Path:
    """Return the folder for database files.

    PostgreSQL refuses to run as root, so root runs it as ``nobody``, who cannot enter a cache
    below ``/root``; then the database files live elsewhere.
    """
    home = cache() / "postgres"
    if os.geteuid() == 0 and not nobody_can_reach(cache()):
        name = hashlib.sha256(str(cache()).encode()).hexdigest()[:12]
        home = Path("/var/lib/calendar-sync-odoo") / name
    return home
