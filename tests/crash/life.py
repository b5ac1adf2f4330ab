"""Child processes that do one job in Odoo's registry, and die when and where they are told to."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import odoo.sql_db
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from .boundaries import Point, Watch

Job = Callable[[Any], None]
PATIENCE = 30.0
READY, FAILED = b"w", 3


class Broken(Exception):
    """A child ended in another way than it should; the text says how."""


@dataclass(frozen=True)
class Death:
    """How a child ended: killed at its point, or alive to the end after these boundaries."""

    killed: bool
    points: tuple[Point, ...] = ()


class Life:
    """Odoo's registry of one database, for this process and for children of it."""

    def __init__(self, database: str) -> None:
        """Load the registry."""
        self.database = database
        self.registry = Registry(database)

    @contextmanager
    def env(self, uid: int = SUPERUSER_ID) -> Iterator[Any]:
        """Give an environment of a user, as a request gets one; committed in the end."""
        self.registry.check_signaling()
        with self.registry.cursor() as cr:
            yield api.Environment(cr, uid, {})
        self.registry.signal_changes()

    def fork(self, job: Job, deadly: Point | None, meanwhile: Callable[[], None] | None) -> Death:
        """Do a job in a child; `meanwhile` happens here right before it first writes remotely."""
        odoo.sql_db.close_all()
        asking, asked = os.pipe()
        answering, answered = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(asking)
            os.close(answered)
            self._live(job, deadly, asked, answering if meanwhile else None)
        os.close(asked)
        os.close(answering)
        with os.fdopen(asking, "rb") as heard, os.fdopen(answered, "wb", buffering=0) as told:
            said = heard.read(1)
            if meanwhile:
                # what dies before it writes anything has the same happen right after its death
                meanwhile()
            if said == READY:
                told.write(READY)
                said = b""
            said += heard.read()
        _pid, status = os.waitpid(pid, 0)
        self._wait_until_forgotten()
        return _death(status, said)

    def _live(self, job: Job, deadly: Point | None, says: int, hears: int | None) -> None:
        """Be the child; never returns."""
        try:
            watch = Watch(deadly)
            if hears is not None:
                watch.before_write = lambda: _ask(says, hears)
            with self.env() as env:
                job(env)
            found = [(one.kind, one.number, one.what) for one in watch.points]
            _say(says, json.dumps(found).encode())
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(FAILED)

    def _wait_until_forgotten(self) -> None:
        """Wait until PostgreSQL has noticed that a child is gone and let go of its locks."""
        query = """SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()
                   AND backend_type = 'client backend'"""
        # connections of this process wait for their next use, of what happened meanwhile several
        odoo.sql_db.close_all()
        deadline = time.monotonic() + PATIENCE
        with self.registry.cursor() as cr:
            while True:
                cr.execute(query)
                if not cr.fetchone()[0]:
                    return
                if time.monotonic() > deadline:
                    raise Broken("PostgreSQL still has connections of a dead child")
                cr.rollback()
                time.sleep(0.002)


def _ask(says: int, hears: int) -> None:
    os.write(says, READY)
    os.read(hears, 1)


def _say(says: int, text: bytes) -> None:
    while text:
        text = text[os.write(says, text) :]


def _death(status: int, said: bytes) -> Death:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return Death(killed=True)
    if status:
        raise Broken(f"a child ended with status {status}")
    return Death(False, tuple(Point(*one) for one in json.loads(said)))
