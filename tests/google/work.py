"""One account at work, with what the tests of the client do a lot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from odoo.addons.calendar_sync_base.core.actions import (
    CreateRemote,
    DeleteRemote,
    Notify,
    Role,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, override
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import Attendee, Meeting, Recurrence, Timed
from odoo.addons.calendar_sync_base.engine.ports import Window

from ..contracts.harness import GUEST, OWN
from .harness import Waits, connect

NINE = datetime(2026, 3, 10, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
SINGLE = Meeting(Timed(NINE, NINE + HOUR, "Europe/Vienna"), "Planning")
SERIES = replace(SINGLE, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=TU",)))
INVITED = (Attendee(GUEST),)
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = slots(SERIES)
SPECIAL = override(SECOND, {"title": "Special"})
WITH_EXCEPTIONS = replace(
    SERIES,
    recurrence=replace(SERIES.recurrence, excluded=frozenset({THIRD}), overrides=(SPECIAL,)),
)
YEAR = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def create(meeting=SINGLE, uid="uid-1", role=Role.ORGANIZER, notify=Notify.NOBODY):
    """Return the action that makes a meeting."""
    return CreateRemote(1, meeting, uid, remote_id("db", uid, OWN), role, notify)


class Work:
    """An account, its calendar in the simulator, and what is asked of Google."""

    def __init__(self, simulator, email=OWN, **options):
        self.waits = Waits()
        self.google = simulator
        self.calendar_id = email
        self.client = connect(simulator, email, waits=self.waits, **options)
        self.calendar = simulator.calendar(email)

    def apply(self, *actions):
        """Carry out actions."""
        return self.client.apply(self.calendar_id, list(actions))

    def do(self, action):
        """Carry out one action that has to succeed."""
        (outcome,) = self.apply(action)
        assert outcome.error is None, outcome.error
        return outcome.event

    def make(self, meeting=SINGLE, uid="uid-1", **more):
        """Make a meeting."""
        return self.do(create(meeting, uid, **more))

    def change(self, event, notify=Notify.NOBODY, role=Role.ORGANIZER, **changes):
        """Change an event as it was seen; `changes` are those of MeetingChanges."""
        return self.do(self.changing(event, notify, role, **changes))

    @staticmethod
    def changing(event, notify=Notify.NOBODY, role=Role.ORGANIZER, **changes):
        """Return the action of `change`."""
        what = MeetingChanges(**changes)
        return UpdateRemote(1, event.remote_id, event.etag, event.meeting, what, role, notify)

    @staticmethod
    def deleting(event, notify=Notify.NOBODY):
        """Return the action that deletes an event as it was seen."""
        return DeleteRemote(1, event.remote_id, event.etag, notify)

    def list(self, cursor="", window=None):
        """List the calendar."""
        return self.client.changes(self.calendar_id, cursor, window or Window())

    def get(self, event):
        """Read an event again."""
        return self.client.get(self.calendar_id, event.remote_id)

    def add(self, **body):
        """A person makes an event in Google's page; return it as stored."""
        usual = {
            "summary": "Planning",
            "start": {"dateTime": "2026-03-10T09:00:00", "timeZone": "Europe/Vienna"},
            "end": {"dateTime": "2026-03-10T10:00:00", "timeZone": "Europe/Vienna"},
        }
        return self.google.person(self.calendar_id).add(usual | body)

    def add_series(self, **body):
        """A person makes a weekly series."""
        return self.add(recurrence=["RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=TU"], **body)

    def person(self, send="none"):
        """The account's own person in Google's page."""
        return self.google.person(self.calendar_id, send)

    def asked(self):
        """Return what was asked of Google so far: method and path end, batches unpacked."""
        return [(one.method, one.path.rpartition("/events")[2]) for one in self.calls()]

    def calls(self):
        """Return the journal's entries for calls of the Calendar API."""
        entries = self.google.journal.entries()
        return [one for one in entries if one.path.startswith("/calendar/")]

    def mails(self):
        """Return the mails sent so far."""
        return [(one.to, one.kind) for one in self.google.world.mails]

    def counting(self):
        """Return a function that tells how many requests were made since."""
        before = self.client.requests
        return lambda: self.client.requests - before


def made_copy(work, event):
    """Return an event as the simulator stores it."""
    return work.calendar.copies[event.remote_id]
