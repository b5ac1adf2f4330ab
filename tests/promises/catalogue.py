"""The promises: what each says, where people met the trouble, and whether it is kept in full."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("promises.toml")

REPOSITORIES = {
    "odoo": "odoo/odoo",
    "docs": "odoo/documentation",
    "suite": "SuiteCRM/SuiteCRM",
    "ogcs": "phw198/OutlookGoogleCalendarSync",
    "cal": "calcom/cal.com",
    "msdocs": "microsoftgraph/microsoft-graph-docs",
    "frappe": "frappe/frappe",
    "vdirsyncer": "pimutils/vdirsyncer",
    "ical": "allenporter/ical",
    "gcal_sync": "allenporter/gcal_sync",
    "easyappointments": "alextselegidis/easyappointments",
    "GAS-ICS-Sync": "derekantrican/GAS-ICS-Sync",
    "konode": "konabe-studio/konode",
    "inovex": "inovex/CalendarSync",
    "OCA": "OCA/calendar",
    "OpenUpgrade": "OCA/OpenUpgrade",
    "contract": "",
}
"""Repositories by the short names of references; a contract is a provider's documentation."""


@dataclass(frozen=True)
class Promise:
    """One promise; `open` says what is missing from it, and is empty when it is kept."""

    number: int
    title: str
    says: str
    references: tuple[str, ...]
    open: str | None = None


def promises(path: Path = LIST) -> dict[int, Promise]:
    """Return all promises by number."""
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return {int(number): _promise(int(number), entry) for number, entry in read.items()}


def _promise(number: int, entry: dict) -> Promise:
    references = tuple(entry.pop("references", ()))
    return Promise(number=number, references=references, **entry)


def link(reference: str) -> str:
    """Return a reference as it stands on a page."""
    name, _, number = reference.partition("#")
    if repository := REPOSITORIES.get(name):
        return f"[{reference}](https://github.com/{repository}/issues/{number})"
    return f"`{reference.removeprefix('contract:')}`"
