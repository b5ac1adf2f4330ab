"""``make terms``: the templates for translators as the addons are, and the catalogues after them.

A catalogue keeps the translation of every term that is still said, gets the new ones untranslated,
and loses those of yesterday. The tests refuse what is untranslated.
"""

from __future__ import annotations

from pathlib import Path

import polib

from . import jobs, odoo
from .console import say, step
from .databases import BARE
from .paths import ROOT, every_addon
from .workbench import Workbench

EXPORT = """
from odoo.tools.translate import trans_export
for name in {names!r}:
    with open(f"{folder}/{{name}}.pot", "wb") as file:
        trans_export(False, [name], file, "po", env)
"""


def run() -> None:
    """Export and merge; raises Trouble."""
    with Workbench() as bench:
        with step("Reading the addons' terms"):
            database, files = bench.clone(BARE, "terms"), jobs.in_reach(bench.files)
            odoo.install(files, database, every_addon(), bench.folder / "terms.log")
            odoo.shell(files, database, EXPORT.format(names=every_addon(), folder=bench.folder))
        for name in every_addon():
            _bring_up_to_date(name, bench.folder / f"{name}.pot")


def _bring_up_to_date(name: str, exported: Path) -> None:
    template = ROOT / name / "i18n" / f"{name}.pot"
    if _terms(exported) != _terms(template):
        template.write_bytes(exported.read_bytes())
    for catalogue in sorted(template.parent.glob("*.po")):
        missing = _merge(catalogue, template)
        say(f"  {name} {catalogue.stem}: {missing} to translate")


def _terms(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return each term with the places that it is said in; the date of the export says nothing."""
    found = polib.pofile(str(path)) if path.exists() else []
    return {entry.msgid: sorted(entry.occurrences) for entry in found}


def _merge(catalogue: Path, template: Path) -> int:
    """Bring one catalogue up to date; return how many terms it lacks."""
    translated = polib.pofile(str(catalogue))
    translated.merge(polib.pofile(str(template)))
    for entry in translated.obsolete_entries():
        translated.remove(entry)
    translated.save()
    return len(translated.untranslated_entries())
