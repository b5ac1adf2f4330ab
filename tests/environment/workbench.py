"""A PostgreSQL with a bare Odoo in it, and what is made from that during one run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from . import databases, odoo
from .databases import BARE, Seed
from .odoo import OdooFiles, OdooServer
from .paths import addons
from .postgres import Postgres

TEMPLATE = "template_ours"


class Workbench:
    """Starts with a database ``bare``; gives servers on copies of databases."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep logs and files in ``folder``, by default in one that goes away in the end."""
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="files-of-calendar-sync-"))
        self.postgres: Postgres
        self.files: OdooFiles
        self._servers: list[OdooServer] = []

    def start(self) -> Workbench:
        """Start PostgreSQL with the bare database in it; raises Trouble."""
        seed = None if os.environ.get("DATABASE_URL") else Seed()
        if seed:
            seed.ensure()
        self.postgres = Postgres(seed=seed.folder if seed else None).start()
        self.files = OdooFiles(self.postgres.address, self.folder)
        if seed:
            seed.plant(self.files)
        elif BARE not in self.postgres.databases():
            databases.install_bare(self.files)
        return self

    def stop(self) -> None:
        """Stop all servers and forget all databases."""
        for server in self._servers:
            server.kill()
        self.postgres.stop()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Workbench:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def template(self, assets: bool = False) -> str:
        """Return a database with all our addons, Anna and Ben, made once; raises Trouble."""
        if TEMPLATE not in self.postgres.databases():
            self.clone(BARE, TEMPLATE)
            odoo.install(self.files, TEMPLATE, addons(), self.folder / "template.log")
            databases.prepare(self.files, TEMPLATE)
            if assets:
                databases.build_assets(self.files, TEMPLATE)
        return TEMPLATE

    def clone(self, source: str, target: str) -> str:
        """Copy a database with its files and return the new name."""
        return databases.clone(self.postgres, self.files, source, target)

    def server(
        self,
        database: str,
        env: Mapping[str, str] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> OdooServer:
        """Start a server on a database and a free port; it ends with the workbench."""
        server = OdooServer(self.files, database, env=dict(env or {}), options=dict(options or {}))
        self._servers.append(server)
        return server.start()
