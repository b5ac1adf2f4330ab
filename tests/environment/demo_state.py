"""What the demo keeps between two runs: its database and the simulated calendars."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import databases, markers, odoo
from .console import say, step
from .databases import BARE
from .odoo import OdooFiles
from .paths import ROOT, addons, cache
from .postgres import Postgres, kept_folder
from .trouble import Trouble

DATABASE = "calendar_sync_demo"


def home() -> Path:
    """Return the folder of the demo's files and logs."""
    return cache() / "demo"


def database_files() -> Path:
    """Return the folder of the demo's PostgreSQL."""
    return kept_folder("demo")


def reset() -> None:
    """Forget the database and the simulated calendars; raises Trouble while a demo runs."""
    with alone():
        _forget()
    say("The demo's database and its simulated calendars are gone; make demo begins anew.")


@contextmanager
def alone() -> Iterator[None]:
    """Let one demo at a time use the files; raises Trouble if one does."""
    home().mkdir(parents=True, exist_ok=True)
    with (cache() / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("The demo is running; end it first (Ctrl-C in its window).") from None
        yield


def bring_up_to_date(postgres: Postgres, files: OdooFiles, base_url: str) -> None:
    """Make the database, or bring it to the present code and address; raises Trouble."""
    marker = home() / "state.json"
    known = markers.read(marker) if DATABASE in postgres.databases() else {}
    code = {name: _code_digest(name) for name in addons()}
    wanted = {"code": code, "url": base_url}
    if known == wanted:
        return
    marker.unlink(missing_ok=True)
    if not known:
        _create(postgres, files)
    old: dict[str, str] = known.get("code", {})
    _install(files, [name for name in code if old.get(name) != code[name]], upgrade=set(old))
    with step("Making the people of the demo"):
        databases.prepare(files, DATABASE, base_url)
    with step("Building the web client"):
        databases.build_assets(files, DATABASE)
    markers.write(marker, wanted)


def _create(postgres: Postgres, files: OdooFiles) -> None:
    postgres.drop(DATABASE)
    if BARE in postgres.databases():
        databases.clone(postgres, files, BARE, DATABASE)
        return
    with step("Installing Odoo's calendar"):
        odoo.install(files, DATABASE, databases.needed_modules(), home() / "install.log")


def _install(files: OdooFiles, changed: list[str], upgrade: set[str]) -> None:
    """Install the addons that are new and upgrade those that have changed."""
    for option, names in (
        ("-i", [name for name in changed if name not in upgrade]),
        ("-u", [name for name in changed if name in upgrade]),
    ):
        if names:
            with step(f"{'Installing' if option == '-i' else 'Upgrading'} {', '.join(names)}"):
                log = home() / "install.log"
                code = odoo.run(files, DATABASE, log, [option, ",".join(names), "--no-http"])
            if code:
                raise Trouble(f"Odoo refused: {odoo.last_error(log)} (log: {log})")


def _code_digest(addon: str) -> str:
    files = sorted(path for path in (ROOT / addon).rglob("*") if path.is_file())
    telling = [path for path in files if path.suffix != ".pyc" and "tests" not in path.parts]
    return markers.text_digest(*(f"{path}{markers.file_digest(path)}" for path in telling))


def _forget() -> None:
    for folder in (home(), database_files()):
        shutil.rmtree(folder, ignore_errors=True)
