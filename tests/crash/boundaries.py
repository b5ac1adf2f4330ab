"""The boundaries of a process's input and output: where they are, and dying at one of them.

    request, answer      an HTTP request about to be sent; its answer received, not yet looked at
    sql                  a statement about to be sent to PostgreSQL
    commit, committed    a transaction about to be committed; committed, and nothing done since

A process that is killed anywhere has been killed between two of them: nothing else is seen outside.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests.adapters

import odoo.sql_db

from odoo.addons.calendar_sync_base.models import calendar_sync_account_worker as worker

KINDS = ("request", "answer", "commit", "committed", "sql")


@dataclass(frozen=True)
class Point:
    """The so-and-so-manieth boundary of its kind, counted from 1."""

    kind: str
    number: int
    what: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Return what `POINT=` takes."""
        return f"{self.kind}:{self.number}"

    @classmethod
    def read(cls, text: str) -> Point:
        """Return the point that `POINT=` names."""
        kind, _, number = text.partition(":")
        if kind not in KINDS or not number.isdecimal():
            raise ValueError(f"{text}: a point is for instance {KINDS[0]}:1; kinds: {KINDS}")
        return cls(kind, int(number))


class Watch:
    """Counts the boundaries of this process from now on, and kills it at one of them."""

    def __init__(self, deadly: Point | None = None) -> None:
        """Live on, unless there is a `deadly` point."""
        self.points: list[Point] = []
        self.before_write: Callable[[], None] | None = None
        self._deadly = deadly
        self._seen: Counter[str] = Counter()
        _watch_database(self)
        _watch_network(self)

    def reach(self, kind: str, what: str) -> None:
        """Note a boundary; from the deadly one there is no return."""
        self._seen[kind] += 1
        point = Point(kind, self._seen[kind], what)
        if point == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        self.points.append(point)

    def writes(self) -> None:
        """Do once what is to happen in the moment before the first write to a provider."""
        happen, self.before_write = self.before_write, None
        if happen:
            happen()


def _watch_database(watch: Watch) -> None:
    cursor = odoo.sql_db.Cursor
    execute, commit = cursor.execute, cursor.commit

    def watched_execute(self: Any, query: Any, *args: Any, **options: Any) -> Any:
        watch.reach("sql", _summary(query))
        return execute(self, query, *args, **options)

    def watched_commit(self: Any) -> None:
        # what is flushed first are statements, each a boundary of its own
        self.flush()
        watch.reach("commit", "")
        commit(self)
        watch.reach("committed", "")

    cursor.execute, cursor.commit = watched_execute, watched_commit


def _summary(query: Any) -> str:
    """Return a statement's beginning."""
    text = query.code if hasattr(query, "code") else str(query)
    return " ".join(text.split())[:60]


def _watch_network(watch: Watch) -> None:
    """Watch all requests; accounts are read one after another, so that counting is exact."""
    adapter = requests.adapters.HTTPAdapter
    send = adapter.send

    def watched_send(self: Any, request: requests.PreparedRequest, **options: Any) -> Any:
        what = f"{request.method} {urlsplit(request.url or '').path}"
        if request.method != "GET" and "token" not in what:
            watch.writes()
        watch.reach("request", what)
        answer = send(self, request, **options)
        assert answer.content is not None
        watch.reach("answer", what)
        return answer

    adapter.send = watched_send  # type: ignore[method-assign]
    worker.ThreadPoolExecutor = lambda max_workers: ThreadPoolExecutor(1)
