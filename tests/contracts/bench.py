"""What the parts of the contract share: meetings, actions, one connection at work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from odoo.addons.calendar_sync_base.core.actions import (
    CreateRemote,
    Notify,
    Role,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
    Attendee,
    Meeting,
    Recurrence,
    Timed,
)
from odoo.addons.calendar_sync_base.engine.ports import Outcome, Window

from .harness import GUEST, OWN, Harness

UID = "5f8b6a1e-0000-4000-8000-000000000001@odoo.example"
DATABASE = "11111111-2222-3333-4444-555555555555"
NINE = datetime(2026, 3, 16, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONE = "Europe/Berlin"
"""One that every service has a name for."""

WINDOW = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
SINGLE = Meeting(Timed(NINE, NINE + HOUR, ZONE), "Stand-up", "About today", "Room 1")
SERIES = replace(SINGLE, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=MO",)))
INVITING = replace(SINGLE, attendees=(Attendee(GUEST, "Ben"),))


def create(meeting=SINGLE, uid=UID, *, role=Role.ORGANIZER, notify=Notify.NOBODY, generation=0):
    """Return the action that makes a meeting on OWN's primary calendar."""
    chosen = remote_id(DATABASE, uid, OWN, generation)
    return CreateRemote(1, meeting, uid, chosen, role, notify)


def update(event, changes, *, etag=None, notify=Notify.NOBODY):
    """Return the action that changes an event as it was seen."""
    seen = event.etag if etag is None else etag
    return UpdateRemote(1, event.remote_id, seen, event.meeting, changes, notify=notify)


class Bench:
    """One connection of one account to its primary calendar, with what the contract does a lot."""

    def __init__(self, harness: Harness, email: str = OWN):
        """Connect an account."""
        self.provider = harness.provider(email)
        self.calendar = self.provider.calendars()[0].remote_id

    def try_one(self, action) -> Outcome:
        """Carry out one action; return what became of it."""
        (outcome,) = self.provider.apply(self.calendar, [action])
        assert outcome.action is action
        return outcome

    def do(self, action):
        """Carry out one action that must succeed; return the event."""
        outcome = self.try_one(action)
        assert outcome.error is None, outcome.error
        return outcome.event

    def listing(self, cursor=""):
        """Return what changed since a cursor, or everything."""
        return self.provider.changes(self.calendar, cursor, WINDOW)

    def get(self, remote_id):
        """Return one event."""
        return self.provider.get(self.calendar, remote_id)

    def live(self):
        """Return the meetings a full listing shows."""
        return [one for one in self.listing().events if one.meeting]


@pytest.fixture
def bench(harness):
    """Return OWN's connection."""
    return Bench(harness)


def assert_same(harness: Harness, seen: Meeting, meant: Meeting) -> None:
    """Compare what the service can hold of a meeting."""
    for name in FIELDS:
        if name in harness.abilities.fields:
            assert getattr(seen, name) == getattr(meant, name), name
    assert seen.recurrence == meant.recurrence
