"""An Odoo server: started, asked, killed, restarted; and its shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import setup
from .client import Client
from .paths import ROOT, cache
from .postgres import Address
from .processes import Process, free_port
from .trouble import Trouble

START_SECONDS = 120.0
POLL_SECONDS = 0.1
LAUNCH = ("-c", "import odoo.cli; odoo.cli.main()")
# Odoo's shell goes on after an exception and ends well; this does not.
GUARDED = """
import os, sys, traceback
try:
    exec(compile({code!r}, "shell", "exec"), globals())
except BaseException:
    traceback.print_exc()
    sys.stdout.flush()
    os._exit(1)

"""
# What leads to another server, another Python or another language than the tests mean.
FOREIGN = ("PG", "ODOO", "PYTHON", "LC_", "LANG", "DATABASE_URL", "CALENDAR_SYNC_")
DEFAULTS = {
    "http_interface": "127.0.0.1",
    "list_db": "False",
    "without_demo": "True",
    "workers": "0",
    "max_cron_threads": "0",
    "limit_time_real": "600",
    "limit_time_cpu": "600",
    "log_handler": ":INFO,werkzeug:WARNING",
}


@dataclass
class OdooFiles:
    """What all servers on one PostgreSQL share: its address and the folder for files.

    ``addons`` are folders with addons that are neither Odoo's nor ours.
    """

    address: Address
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    addons: tuple[str, ...] = ()

    @property
    def data(self) -> Path:
        """Odoo's data folder, with the file stores of all databases."""
        return self.folder / "data"

    def copy_filestore(self, source: str, target: str) -> None:
        """Give a copied database its copy of the files."""
        stores = self.data / "filestore"
        shutil.rmtree(stores / target, ignore_errors=True)
        if (stores / source).exists():
            shutil.copytree(stores / source, stores / target, copy_function=os.link)

    def environment(self) -> dict[str, str]:
        """Return the environment variables of an Odoo process."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        found = setup.ensure()
        fixed = {
            "PATH": os.pathsep.join(filter(None, (found.rtlcss, own.get("PATH", os.defpath)))),
            "PYTHONPATH": found.odoo_path,
            "PYTHONPYCACHEPREFIX": str(cache() / "bytecode"),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }
        return {**own, **fixed, **self.env}

    def command(
        self,
        subcommand: str,
        database: str,
        options: Mapping[str, str] | None = None,
        launch: Sequence[str] = LAUNCH,
    ) -> list[str]:
        """Return the command line of an Odoo program, with a configuration file of its own."""
        python = setup.ensure().python
        return [python, *launch, subcommand, "-c", str(self._configure(database, options or {}))]

    def _configure(self, database: str, options: Mapping[str, str]) -> Path:
        addons = [*setup.ensure().odoo_addons, *self.addons, str(ROOT)]
        values = {
            **DEFAULTS,
            **self.address.odoo_options(),
            "addons_path": ",".join(addons),
            "data_dir": str(self.data),
            "db_name": database,
            "dbfilter": f"^{database}$",
            **options,
        }
        self.data.mkdir(parents=True, exist_ok=True)
        lines = [f"{name} = {value}" for name, value in values.items()]
        number, name = tempfile.mkstemp(prefix=f"{database}-", suffix=".conf", dir=self.folder)
        with open(number, "w", encoding="utf-8") as file:
            file.write("\n".join(["[options]", *lines, ""]))
        return Path(name)


def run(files: OdooFiles, database: str, log: Path, arguments: Sequence[str]) -> int:
    """Run Odoo until it stops by itself (``-i``, ``-u``); return its exit code."""
    command = files.command("server", database)
    process = Process(
        [*command, *arguments, "--stop-after-init"], log, env=files.environment(), cwd=files.folder
    )
    try:
        return process.wait()
    finally:
        process.kill()


def install(files: OdooFiles, database: str, modules: Sequence[str], log: Path) -> None:
    """Install modules into a new or existing database; raises Trouble with the reason."""
    code = run(files, database, log, ["-i", ",".join(modules), "--no-http"])
    if code:
        raise Trouble(f"Odoo cannot install {', '.join(modules)}: {last_error(log)} (log: {log})")


def last_error(log: Path) -> str:
    """Return the last line of a log that says what went wrong."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    telling = [line for line in lines if line and not line.startswith((" ", "20"))]
    errors = [line for line in lines if " ERROR " in line or " CRITICAL " in line]
    return (telling or errors or lines or ["no output"])[-1]


def shell(
    files: OdooFiles,
    database: str,
    code: str,
    env: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> str:
    """Run Python in ``odoo shell`` (``env`` and ``self`` are there) and return what it prints.

    The code has to commit by itself. Raises Trouble with the last line of the traceback.
    """
    chosen = {"log_level": "error", **(options or {})}
    command = [*files.command("shell", database, chosen), "--no-http"]
    done = subprocess.run(
        command,
        input=GUARDED.format(code=code),
        env={**files.environment(), **(env or {})},
        cwd=files.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"odoo shell: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    return done.stdout


class OdooServer:
    """Odoo on one database and one port; ``url`` has no slash at the end."""

    def __init__(
        self,
        files: OdooFiles,
        database: str,
        port: int | None = None,
        env: dict[str, str] | None = None,
        options: dict[str, str] | None = None,
    ) -> None:
        """Prepare a server; any free port by default.

        ``env`` is added to its environment, ``options`` to its configuration file, for instance
        ``{"max_cron_threads": "1", "workers": "2"}``. Nothing starts before ``start``.
        """
        self.files, self.database = files, database
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env, self.options = dict(env or {}), dict(options or {})
        self.log = files.folder / f"{database}-{self.port}.log"
        self.providers: dict[str, str] = {}  # the addresses of the simulators that it talks to
        self._process: Process | None = None

    def start(self) -> OdooServer:
        """Start and wait until the login page answers; raises Trouble."""
        ports = {"http_port": str(self.port), "gevent_port": str(free_port())}
        command = self.files.command("server", self.database, {**ports, **self.options})
        environment = {**self.files.environment(), **self.env}
        self._process = Process(command, self.log, env=environment, cwd=self.files.folder)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self._process.running or time.monotonic() > deadline:
                self.kill()
                raise Trouble(f"Odoo does not start: {last_error(self.log)} (log: {self.log})")
            time.sleep(POLL_SECONDS)
        return self

    def stop(self) -> None:
        """Let it finish what it does, and stop."""
        if self._process:
            self._process.stop()
            self._process = None

    def kill(self) -> None:
        """Kill all its processes at once, in the middle of whatever they do."""
        if self._process:
            self._process.kill()
            self._process = None

    def restart(self) -> None:
        """Stop and start, with the present ``env`` and ``options``."""
        self.stop()
        self.start()

    @property
    def running(self) -> bool:
        """Whether its main process is alive."""
        return self._process is not None and self._process.running

    def rpc(self, login: str, password: str = "") -> Client:
        """Return a session of a user; the password is the login by default."""
        return Client(self.url, self.database, login, password or login)

    def shell(self, code: str) -> str:
        """Run Python in ``odoo shell`` on its database, in its environment; see ``shell``."""
        return shell(self.files, self.database, code, self.env)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/web/login", timeout=60) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
