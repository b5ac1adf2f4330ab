"""How long a save takes in the web client: over HTTP, the sides in turn."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from statistics import median
from typing import Any

from tests.environment.client import Client
from tests.environment.odoo import OdooServer

from .cases import Case, moment
from .stage import PEOPLE, Figures, Stage, options

LOGIN = PEOPLE["google"].partition("@")[0]
HALF_HOUR = timedelta(minutes=30)
WARM = 10
"""Saves before those that count."""


def measure(stage: Stage, case: Case, runs: int) -> dict[str, list[Figures]]:
    """Return the figures of each run by side; in each, every save is one of every side."""
    counted = {side: _statements(stage, side) for side in case.sides}
    with ExitStack() as stack:
        people = {side: _person(stage, stack, side) for side in case.sides}
        for number in range(WARM):
            _round(people, number)
        found = [_run(people, case.count) for _ in range(runs)]
    return {side: [{**counted[side], "seconds": one[side]} for one in found] for side in case.sides}


def _statements(stage: Stage, side: str) -> Figures:
    """Return what a save costs beside time; ready is a database whose user is connected."""
    stage.empty("google", 0.02)
    return stage.run(side, "google", "save", {}, database=f"bench_save_{side}")


def _person(stage: Stage, stack: ExitStack, side: str) -> Client:
    server = OdooServer(
        stage.bench.files, f"bench_save_{side}", env=stage.environment, options=options(side)
    )
    stack.callback(server.kill)
    return server.start().rpc(LOGIN)


def _run(people: Mapping[str, Client], count: int) -> dict[str, float]:
    rounds: Sequence[Mapping[str, float]] = [_round(people, number) for number in range(count)]
    return {side: median(one[side] for one in rounds) for side in people}


def _round(people: Mapping[str, Client], number: int) -> dict[str, float]:
    return {side: _save(person, number) for side, person in people.items()}


def _save(person: Client, number: int) -> float:
    start = moment(number, 0)
    values: dict[str, Any] = {
        "name": f"Saved {number}",
        "start": f"{start:%Y-%m-%d %H:%M:%S}",
        "stop": f"{start + HALF_HOUR:%Y-%m-%d %H:%M:%S}",
        "location": f"Room {number % 7}",
    }
    begun = time.perf_counter()
    person.call("calendar.event", "web_save", [], values, specification={"name": {}})
    return time.perf_counter() - begun
