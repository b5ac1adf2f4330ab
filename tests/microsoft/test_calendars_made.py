"""Calendars that are made, and what an event is beside what it says."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core.errors import Duplicate, ServerTrouble
from odoo.addons.calendar_sync_base.core.traits import Trait
from odoo.addons.microsoft_calendar_sync.core.kinds import traits_of

from .harness import connect


def test_a_name_is_given_once(simulator):
    """Outlook has one calendar of a name: a second one is refused as such."""
    provider = connect(simulator)
    provider.create_calendar("From Odoo")
    before = len(provider.calendars())
    with pytest.raises(Duplicate):
        provider.create_calendar("From Odoo")
    assert len(provider.calendars()) == before


@pytest.mark.parametrize(
    ("event", "organizes", "traits"),
    [
        ({"showAs": "busy"}, True, set()),
        ({"showAs": "tentative"}, True, {Trait.TENTATIVE}),
        ({"showAs": "tentative"}, False, set()),
        ({"showAs": "oof"}, False, {Trait.OUT_OF_OFFICE}),
    ],
)
def test_traits(event, organizes, traits):
    """An invitation nobody answered only looks tentative; the organizer's own word counts."""
    assert traits_of(event, organizes) == traits


def test_a_calendar_without_an_id(simulator):
    """What Graph says it made, but does not name, cannot be written to: that is its trouble."""
    simulator.faults.add(method="POST", path="/calendars$", status=201, body={"name": "From Odoo"})
    with pytest.raises(ServerTrouble):
        connect(simulator).create_calendar("From Odoo")


def test_an_event_of_a_calendar_that_is_gone(simulator):
    """With its calendar an event is gone, which is no error of the account."""
    simulator.faults.add(path="/me/calendars/[^/]+$", status=404)
    assert connect(simulator).get("AAMkAD-cal", "event") is None
