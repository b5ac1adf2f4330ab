"""Calendars that are made, and what an event is beside what it says."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core.errors import MissingScope, ServerTrouble
from odoo.addons.calendar_sync_base.core.traits import Trait
from odoo.addons.google_calendar_sync.core.kinds import traits_of

from .harness import GoogleHarness, connect


def test_making_needs_its_own_permission(simulator):
    """Without it the answer is the missing permission, and nothing is made."""
    provider = connect(simulator)
    before = len(provider.calendars())
    with pytest.raises(MissingScope):
        provider.create_calendar("From Odoo")
    assert len(provider.calendars()) == before


def test_a_lost_answer_makes_no_second_calendar(simulator):
    """Google makes another one each time it is asked, so it is asked once (promise 2)."""
    provider = GoogleHarness(simulator).maker()
    before = len(provider.calendars())
    simulator.faults.add(method="POST", path="/calendars$", status=503, apply=True)
    with pytest.raises(ServerTrouble):
        provider.create_calendar("From Odoo")
    assert len(provider.calendars()) == before + 1


@pytest.mark.parametrize(
    ("event", "traits"),
    [
        ({}, set()),
        ({"status": "tentative"}, {Trait.TENTATIVE}),
        ({"eventType": "outOfOffice"}, {Trait.OUT_OF_OFFICE}),
        ({"eventType": "focusTime"}, set()),
    ],
)
def test_traits(event, traits):
    """Tentative and out of office is what Google itself says so."""
    assert traits_of(event) == traits
