"""``make demo``: a real Odoo and a simulated Google, ready to be clicked."""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from types import FrameType

from . import demo_state
from .console import say, step
from .databases import Seed
from .demo_state import DATABASE
from .odoo import OdooFiles, OdooServer
from .paths import ROOT
from .postgres import Postgres
from .processes import Process, require_port
from .trouble import Trouble

ODOO_PORT, GOOGLE_PORT = 8069, 8070
SIMULATOR_SECONDS = 20.0
POLL_SECONDS = 0.2

PAGE = """
  Odoo with Calendar Sync        {odoo}      anna / anna, ben / ben, admin / admin
  A simulated Google Calendar    {google}      no password

  1. Open {odoo}, log in as anna (password anna), and open the app Calendar.
  2. Click Google at the top right. The simulated Google asks; choose Anna Demo and Allow.
  3. Click into the calendar of Odoo to make a meeting. Open {google}:
     it is there within seconds.
  4. Move it or make another one there, and choose Google > Sync now in Odoo: it follows.
  5. Log in as ben in a private window for a meeting of two people. {google}
     also lists the mails that Google would have sent.

  Nothing leaves this machine. Logs: {logs}
  Ctrl-C ends the demo and keeps its data; make demo-reset forgets them.
"""


def run() -> int:
    """Run until interrupted; return the exit code. Raises Trouble."""
    signal.signal(signal.SIGTERM, _interrupt)
    odoo_port, google_port = (
        port_of("DEMO_PORT", ODOO_PORT),
        port_of("DEMO_GOOGLE_PORT", GOOGLE_PORT),
    )
    require_port(odoo_port, "DEMO_PORT")
    require_port(google_port, "DEMO_GOOGLE_PORT")
    with ExitStack() as stack:
        stack.enter_context(demo_state.alone())
        try:
            return _serve(stack, odoo_port, google_port)
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            say("\n  Ending ...")
    say("  Ended. make demo goes on where this was left.")
    return 0


def _serve(stack: ExitStack, odoo_port: int, google_port: int) -> int:
    postgres = _postgres()
    with step("Starting PostgreSQL"):
        stack.callback(postgres.stop)
        postgres.start()
    url, google_url = f"http://localhost:{odoo_port}", f"http://localhost:{google_port}"
    files = OdooFiles(postgres.address, demo_state.home(), _pointing_at(google_url))
    if not files.data.exists() and not os.environ.get("DATABASE_URL"):
        Seed().plant(files)
    demo_state.bring_up_to_date(postgres, files, url)
    with step("Starting the simulated Google"):
        google = _simulator(google_port)
        stack.callback(google.stop)
        _wait_for(google, google_url)
    with step("Starting Odoo"):
        odoo = OdooServer(files, DATABASE, odoo_port, options={"max_cron_threads": "1"})
        stack.callback(odoo.stop)
        odoo.start()
    say(PAGE.format(odoo=url, google=google_url, logs=demo_state.home()))
    return _watch(odoo, google)


def _postgres() -> Postgres:
    """Return the demo's server; its first files are those of a bare Odoo."""
    folder = demo_state.database_files()
    if os.environ.get("DATABASE_URL") or (folder / "PG_VERSION").exists():
        return Postgres(folder)
    seed = Seed()
    seed.ensure()
    return Postgres(folder, seed=seed.folder)


def _simulator(port: int) -> Process:
    state = demo_state.home() / "google.json"
    command = [sys.executable, "-m", "tests.simulators.google", "--host", "127.0.0.1"]
    log = demo_state.home() / "google.log"
    return Process([*command, "--port", str(port), "--state", state], log, cwd=ROOT)


def _pointing_at(google: str) -> dict[str, str]:
    """Return the environment that makes the addon's Google the simulated one."""
    base = "CALENDAR_SYNC_GOOGLE_"
    paths = {"API": "", "AUTH": "/o/oauth2/v2/auth", "TOKEN": "/token", "REVOKE": "/revoke"}
    return {f"{base}{name}_URL": google + path for name, path in paths.items()}


def _wait_for(google: Process, url: str) -> None:
    deadline = time.monotonic() + SIMULATOR_SECONDS
    while google.running and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(POLL_SECONDS)
    raise Trouble(f"The simulated Google does not start: {google.tail(1)}")


def _watch(odoo: OdooServer, google: Process) -> int:
    """Wait for Ctrl-C; raise Trouble if a server ends by itself."""
    while odoo.running and google.running:
        time.sleep(POLL_SECONDS)
    ended = ("Odoo", odoo.log) if not odoo.running else ("The simulated Google", google.log)
    raise Trouble(f"{ended[0]} ended by itself; the reason is at the end of {ended[1]}.")


def port_of(variable: str, default: int) -> int:
    """Return the port that an environment variable names; raises Trouble if it is none."""
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not 0 < int(text) <= 65535:
        raise Trouble(f"{variable}={text} is not a port number.")
    return int(text)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
