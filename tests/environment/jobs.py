"""Odoo with the job queue of the Odoo Community Association in reach, which our glue needs."""

from __future__ import annotations

import os
from dataclasses import replace

from . import python_packages, setup
from .odoo import OdooFiles

RUNNER = {"server_wide_modules": "base,rpc,web,queue_job"}
"""Options of a server that runs jobs."""


def in_reach(files: OdooFiles) -> OdooFiles:
    """Return what servers share, with the job queue among the addons; raises Trouble."""
    folder = python_packages.beside("queue_job")
    path = os.pathsep.join([setup.ensure().odoo_path, str(folder)])
    env = {**files.env, "PYTHONPATH": path}
    return replace(files, env=env, addons=(str(folder / "odoo" / "addons"),))
