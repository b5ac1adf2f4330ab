"""The whole set-up, in order. It runs on a bare Python; what it finds is handed on."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache as once
from pathlib import Path

from . import chromium, odoo_source, python_packages, rtlcss
from .console import say
from .odoo_source import OdooSource
from .paths import cache
from .trouble import Trouble

GIGA = 1_000_000_000
SPACE = {"runtime": 2.5, "test": 4.0}  # gigabytes that the first set-up takes
SPARE = 0.5  # gigabytes that a later run takes for databases
HANDED_ON = "CALENDAR_SYNC_ENVIRONMENT"


@dataclass(frozen=True)
class Environment:
    """What the set-up found: Python with packages and Odoo; for tests a browser and rtlcss too.

    ``rtlcss`` is the folder to put on a PATH.
    """

    python: str
    odoo_path: str
    odoo_addons: tuple[str, ...]
    chromium: str = ""
    rtlcss: str = ""

    def to_json(self) -> str:
        """Return a text that ``of_json`` reads."""
        return json.dumps(asdict(self))

    @staticmethod
    def of_json(text: str) -> Environment:
        """Return what ``to_json`` wrote."""
        values = json.loads(text)
        return Environment(**{**values, "odoo_addons": tuple(values["odoo_addons"])})


@once
def ensure(stage: str = "test") -> Environment:
    """Return the environment for ``runtime`` or ``test``, set up if necessary; raises Trouble."""
    handed_on = os.environ.get(HANDED_ON)
    if handed_on:
        return Environment.of_json(handed_on)
    cache().mkdir(parents=True, exist_ok=True)
    check_space(stage)
    with alone("setup"):
        source = odoo_source.ensure()
        python = python_packages.ensure(stage)
        found = _found(source, python)
        return found if stage == "runtime" else _with_tools(found)


def _found(source: OdooSource, python: Path) -> Environment:
    addons = tuple(str(place) for place in source.addons)
    return Environment(str(python), str(source.python_path), addons)


def _with_tools(found: Environment) -> Environment:
    python_packages.beside("queue_job")
    browser = chromium.ensure()
    mirror = rtlcss.ensure(Path(found.python), browser)
    return replace(found, chromium=str(browser), rtlcss=str(mirror))


def check_space(stage: str) -> None:
    """Raise Trouble if the disk of the cache has too little room."""
    first = not python_packages.marker().exists()
    needed = SPACE[stage] if first else SPARE
    free = shutil.disk_usage(cache()).free / GIGA
    if free < needed:
        raise Trouble(
            f"The disk of {cache()} has {free:.1f} GB free, {needed:.1f} GB are needed; "
            "free some, or set CALENDAR_SYNC_CACHE to a folder elsewhere."
        )


@contextmanager
def alone(work: str) -> Iterator[None]:
    """Let one process at a time do a work on the cache; the others wait."""
    with (cache() / f"{work}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Waiting for another command that prepares the same cache ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
