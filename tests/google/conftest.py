"""A Google for each test: one server, begun anew each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ..simulators.common.clock import Clock
from ..simulators.google.conformance import check_journal
from ..simulators.google.simulator import GoogleSimulator
from .work import Work


@pytest.fixture(scope="session")
def server() -> Iterator[GoogleSimulator]:
    """Return a running simulator."""
    with GoogleSimulator(clock=Clock(datetime(2026, 1, 5, 9, tzinfo=UTC))) as running:
        yield running


@pytest.fixture
def simulator(server: GoogleSimulator) -> Iterator[GoogleSimulator]:
    """Return a fresh Google with its people; all that is asked of it is documented."""
    server.reset(defaults=True)
    server.world.clock.set(datetime(2026, 1, 5, 9, tzinfo=UTC))
    yield server
    assert check_journal(server.journal.dump(), answers=False) == []


@pytest.fixture
def work(simulator):
    """Return an account at work."""
    return Work(simulator)
