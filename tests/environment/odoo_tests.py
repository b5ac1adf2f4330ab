"""Running Odoo's own test classes and knowing each test's fate."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import odoo, setup
from .odoo import OdooFiles
from .paths import HERE
from .processes import Process, free_port

RECORDER = ("-P", str(HERE / "odoo_recorder.py"))


@dataclass(frozen=True)
class TestRun:
    """The names of the tests that ran, split by fate, and how Odoo itself ended."""

    passed: frozenset[str]
    failed: frozenset[str]
    skipped: frozenset[str]
    code: int
    log: Path

    def crash(self) -> str:
        """Return why Odoo ended badly although no test failed; nothing if it did not."""
        return odoo.last_error(self.log) if self.code and not self.failed else ""


def read(record: Path, code: int, log: Path) -> TestRun:
    """Read a record of lines ``start``, ``fail`` or ``skip`` and a test's name."""
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    pairs = [tuple(line.split(" ", 1)) for line in lines]
    started, failed, skipped = (
        frozenset(name for kind, name in pairs if kind == wanted)
        for wanted in ("start", "fail", "skip")
    )
    return TestRun(started - failed - skipped, failed, skipped - failed, code, log)


class RunningTests:
    """Odoo running tests on a database, which may be one of several at a time."""

    def __init__(
        self,
        files: OdooFiles,
        database: str,
        tags: str,
        install: Sequence[str] = (),
        all_at_end: bool = False,
    ) -> None:
        """Start; ``install`` names modules to install first, ``tags`` choose the tests."""
        self._log = files.folder / f"{database}.tests.log"
        self._record = files.folder / f"{database}.tests.record"
        arguments = ["--test-tags", tags, "--stop-after-init"]
        arguments += ["-i", ",".join(install)] if install else []
        ports = {"http_port": str(free_port()), "gevent_port": str(free_port())}
        command = files.command("server", database, ports, RECORDER)
        env = {**files.environment(), "CALENDAR_SYNC_RECORD": str(self._record)}
        env |= {"CALENDAR_SYNC_ALL_AT_END": "1"} if all_at_end else {}
        env["PATH"] = os.pathsep.join([str(Path(setup.ensure().chromium).parent), env["PATH"]])
        self._process = Process([*command, *arguments], self._log, env=env, cwd=files.folder)

    def result(self) -> TestRun:
        """Wait for the end."""
        try:
            code = self._process.wait()
        finally:
            self._process.kill()
        return read(self._record, code, self._log)
