"""A connected world for each provider and module of tests; its people are shared by its tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .world import World


@pytest.fixture(scope="module", params=["google", "microsoft"])
def provider(request) -> str:
    """The provider that a module's tests run with: each of them, unless the module says one."""
    return request.param


@pytest.fixture(scope="module")
def odoo(odoo_factory, provider):
    """A running Odoo on a fresh database for one provider, without cron threads."""
    server = odoo_factory()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def world(odoo, provider) -> Iterator[World]:
    """Two colleagues, both connected, everything in step."""
    found = World(odoo, provider)
    found.owner.connect()
    found.colleague.connect()
    found.sync(2)
    return found


@pytest.fixture(autouse=True)
def _fresh_logs(request) -> None:
    """Begin each test with empty mail and request logs and no faults."""
    if "world" in request.fixturenames:
        for service in request.getfixturevalue("world").services.values():
            service.begin()
