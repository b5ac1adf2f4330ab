"""A Microsoft for each test: one server, begun anew each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ..contracts.harness import GUEST, OWN
from ..simulators.common.clock import Clock
from ..simulators.microsoft.conformance import check_journal
from ..simulators.microsoft.simulator import MicrosoftSimulator
from .listener import Listener
from .work import Work

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
AT_ONCE = 4
"""How many requests Graph works on at a time in one mailbox."""


@pytest.fixture(scope="session")
def server() -> Iterator[MicrosoftSimulator]:
    """Return a running simulator."""
    with MicrosoftSimulator(clock=Clock(BEGIN)) as running:
        yield running


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    """Return an address that change notifications may be sent to."""
    with Listener() as running:
        yield running


@pytest.fixture
def simulator(server: MicrosoftSimulator) -> Iterator[MicrosoftSimulator]:
    """Return a fresh Microsoft with its people.

    All that is asked of it is documented, and no mailbox is asked too much at a time.
    """
    server.reset(defaults=True)
    server.world.clock.set(BEGIN)
    server.add_account(OWN, "Anna", "W. Europe Standard Time")
    server.add_account(GUEST, "Ben", "W. Europe Standard Time")
    yield server
    assert check_journal(server.journal.dump(), answers=False) == []
    assert all(most <= AT_ONCE for most in server.throttle.most.values())


@pytest.fixture
def work(simulator):
    """Return an account at work."""
    return Work(simulator)
