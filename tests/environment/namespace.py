"""The addons' pure code without Odoo: ``odoo.addons.<addon>.core`` and ``.engine``.

Bare packages stand where Odoo would be. They have a place to find modules in and nothing else, so
an addon's own ``__init__`` with its models is never run.
"""

from __future__ import annotations

import shutil
import sys
import types
from pathlib import Path

from .markers import text_digest
from .paths import ROOT, addons, cache

PURE = ("core", "engine")


def register() -> None:
    """Make the pure code importable in this process, unless the real Odoo is there already."""
    if hasattr(sys.modules.get("odoo"), "release"):
        return
    _package("odoo", [])
    _package("odoo.addons", [str(ROOT)])
    for addon in addons():
        _package(f"odoo.addons.{addon}", [str(ROOT / addon)])


def pure_packages() -> list[str]:
    """Return the import names of the addons' pure code that there is."""
    return [
        f"odoo.addons.{addon}.{part}"
        for addon in addons()
        for part in PURE
        if (ROOT / addon / part).is_dir()
    ]


def links() -> Path:
    """Return a folder in which tools find the pure code below ``odoo/addons``, and nothing else."""
    home = cache() / "namespace" / text_digest(str(ROOT))[:12]
    shutil.rmtree(home, ignore_errors=True)
    for name in pure_packages():
        *path, part = name.split(".")
        folder = home.joinpath(*path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / part).symlink_to(ROOT / path[-1] / part)
    return home


def _package(name: str, places: list[str]) -> None:
    module = types.ModuleType(name)
    module.__path__ = places
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)
