"""``make demo``: a real Odoo and the simulated providers, ready to be clicked."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from types import FrameType

from . import demo_state
from .console import say, step
from .databases import Seed
from .demo_state import DATABASE
from .odoo import OdooFiles, OdooServer
from .postgres import Postgres
from .processes import require_port
from .simulators import SIMULATORS, Running, environment
from .trouble import Trouble

ODOO_PORT = 8069
POLL_SECONDS = 0.2

PAGE = """
  Odoo with Calendar Sync       {odoo}
                                anna / anna, ben / ben, dora / dora, emil / emil, admin / admin
  A simulated Google Calendar   {google}      the calendars of Anna and Ben
  A simulated Outlook           {microsoft}      the calendars of Dora and Emil

  1. Open {odoo}, log in as anna (password anna), and open the app Calendar.
  2. Click Google at the top right. The simulated Google asks; choose Anna Demo and Allow.
  3. Click into the calendar of Odoo to make a meeting. Open {google}:
     it is there within seconds.
  4. Move it or make another one there, and choose Google > Sync now in Odoo: it follows.
  5. Log in as dora in a private window and click Outlook: choose Dora Demo and Accept.
     {microsoft} is her calendar.
  6. Invite Dora in Anna's meeting, in Odoo or in Google: one meeting in Odoo, on both calendars.
     Both simulators list the mails that would have been sent.

  Nothing leaves this machine. Logs: {logs}
  Ctrl-C ends the demo and keeps its data; make demo-reset forgets them.
"""


def run() -> int:
    """Run until interrupted; return the exit code. Raises Trouble."""
    signal.signal(signal.SIGTERM, _interrupt)
    odoo = address_of("DEMO_PORT", ODOO_PORT)
    urls = {one.name: address_of(one.port_variable, one.port) for one in SIMULATORS}
    with ExitStack() as stack:
        stack.enter_context(demo_state.alone())
        try:
            return _serve(stack, odoo, urls)
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            say("\n  Ending ...")
    say("  Ended. make demo goes on where this was left.")
    return 0


def _serve(stack: ExitStack, url: str, urls: Mapping[str, str]) -> int:
    """Start everything, Odoo at ``url``, the simulators at ``urls`` by name, and watch it."""
    postgres = _postgres()
    with step("Starting PostgreSQL"):
        stack.callback(postgres.stop)
        postgres.start()
    files = OdooFiles(postgres.address, demo_state.home(), environment(urls))
    if not files.data.exists() and not os.environ.get("DATABASE_URL"):
        Seed().plant(files)
    demo_state.bring_up_to_date(postgres, files, url)
    simulators = _start_simulators(stack, urls)
    with step("Starting Odoo"):
        port = int(url.rpartition(":")[2])
        odoo = OdooServer(files, DATABASE, port, options={"max_cron_threads": "1"})
        stack.callback(odoo.stop)
        odoo.start()
    say(PAGE.format(odoo=url, logs=demo_state.home(), **urls))
    return _watch(odoo, simulators)


def _postgres() -> Postgres:
    """Return the demo's server; its first files are those of a bare Odoo."""
    folder = demo_state.database_files()
    if os.environ.get("DATABASE_URL") or (folder / "PG_VERSION").exists():
        return Postgres(folder)
    seed = Seed()
    seed.ensure()
    return Postgres(folder, seed=seed.folder)


def _start_simulators(stack: ExitStack, urls: Mapping[str, str]) -> list[Running]:
    started = []
    for one in SIMULATORS:
        with step(f"Starting the simulated {one.label}"):
            running = Running(one, demo_state.home(), urls)
            stack.callback(running.process.stop)
            running.wait()
        started.append(running)
    return started


def _watch(odoo: OdooServer, simulators: Sequence[Running]) -> int:
    """Wait for Ctrl-C; raise Trouble if a server ends by itself."""
    while odoo.running and all(one.process.running for one in simulators):
        time.sleep(POLL_SECONDS)
    servers = [("Odoo", odoo.running, odoo.log)] + [
        (f"The simulated {one.simulator.label}", one.process.running, one.process.log)
        for one in simulators
    ]
    name, log = next((name, log) for name, alive, log in servers if not alive)
    raise Trouble(f"{name} ended by itself; the reason is at the end of {log}.")


def address_of(variable: str, default: int) -> str:
    """Return the address that a server of the demo gets; raises Trouble if its port is taken."""
    port = port_of(variable, default)
    require_port(port, variable)
    return f"http://localhost:{port}"


def port_of(variable: str, default: int) -> int:
    """Return the port that an environment variable names; raises Trouble if it is none."""
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not 0 < int(text) <= 65535:
        raise Trouble(f"{variable}={text} is not a port number.")
    return int(text)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
