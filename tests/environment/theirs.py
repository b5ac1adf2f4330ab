"""A server on which Odoo's own calendar addons talk to the simulators, before ours are there."""

from __future__ import annotations

from typing import Any

from . import databases, odoo, setup
from .databases import BARE
from .paths import ROOT, STAND_INS
from .workbench import Workbench

STAND_IN = "odoo_own_sync_stand_in"


def database(workbench: Workbench, module: str) -> str:
    """Return a new database with one of Odoo's own addons and the users, without ours."""
    name = workbench.clone(BARE, f"theirs_{module}")
    odoo.install(workbench.files, name, [module], workbench.folder / f"{name}.log")
    databases.prepare(workbench.files, name)
    return name


def options() -> dict[str, Any]:
    """Return the options of a server that lead Odoo's own addons to the simulators."""
    folders = [*setup.ensure().odoo_addons, str(ROOT), str(STAND_INS)]
    return {"addons_path": ",".join(folders), "server_wide_modules": f"base,web,{STAND_IN}"}
