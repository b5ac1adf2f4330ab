"""A connected world for each module of tests; its people and calendars are shared by its tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulators.google.control import Control

from .world import World


@pytest.fixture(scope="module")
def world(odoo) -> Iterator[World]:
    """Anna and Ben, both connected, everything in step."""
    found = World(odoo.url, odoo.database, Control(odoo.google.url))
    found.anna.connect()
    found.ben.connect()
    found.sync(2)
    return found


@pytest.fixture(autouse=True)
def _fresh_logs(request) -> None:
    """Begin each test with empty mail and request logs and no faults."""
    if "world" in request.fixturenames:
        google = request.getfixturevalue("world").google
        google.clear_faults()
        google.clear_mails()
        google.clear_journal()
