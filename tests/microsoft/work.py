"""One account at work, with what the tests of the client do a lot."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from odoo.addons.calendar_sync_base.core.actions import (
    CreateRemote,
    DeleteRemote,
    Notify,
    Respond,
    Role,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, override
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import (
    Attendee,
    Meeting,
    Recurrence,
    Reminder,
    ReminderMethod,
    Reminders,
    Timed,
)
from odoo.addons.calendar_sync_base.engine.ports import Window

from ..contracts.harness import GUEST, OWN
from ..simulators.microsoft import ids, series
from .harness import Waits, connect, mails, shown

NINE = datetime(2026, 3, 10, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
USUAL = Reminders(False, frozenset({Reminder(ReminderMethod.POPUP, 15)}))
"""What Outlook shows of the calendar's default reminders."""

SINGLE = Meeting(Timed(NINE, NINE + HOUR, "Europe/Berlin"), "Planning", reminders=USUAL)
SERIES = replace(SINGLE, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=TU",)))
INVITED = (Attendee(GUEST),)
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = slots(SERIES)
SPECIAL = override(SECOND, {"title": "Special"})
WITH_EXCEPTIONS = replace(
    SERIES,
    recurrence=replace(SERIES.recurrence, excluded=frozenset({THIRD}), overrides=(SPECIAL,)),
)
WEEKLY = {
    "pattern": {
        "type": "weekly",
        "interval": 1,
        "daysOfWeek": ["tuesday"],
        "firstDayOfWeek": "monday",
    },
    "range": {"type": "numbered", "startDate": "2026-03-10", "numberOfOccurrences": 6},
}
YEAR = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def create(meeting=SINGLE, uid="uid-1", role=Role.ORGANIZER, notify=Notify.NOBODY):
    """Return the action that makes a meeting."""
    return CreateRemote(1, meeting, uid, remote_id("db", uid, "calendar"), role, notify)


class Work:
    """An account, its calendar in the simulator, and what is asked of Graph."""

    def __init__(self, simulator, email=OWN, **options):
        self.waits = Waits()
        self.microsoft = simulator
        self.email = email
        self.calendar = simulator.calendar(email)
        self.calendar_id = self.calendar.id
        self.client = connect(simulator, email, waits=self.waits, **options)

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
    def deleting(event, notify=Notify.NOBODY, role=Role.ORGANIZER):
        """Return the action that deletes an event as it was seen."""
        meeting = event.meeting
        return DeleteRemote(1, event.remote_id, event.etag, notify, meeting, role)

    @staticmethod
    def answering(event, response, original=None, email=GUEST):
        """Return the action that answers an event as it was seen."""
        return Respond(1, event.remote_id, event.etag, email, response, event.meeting, original)

    def list(self, cursor="", window=YEAR):
        """List the calendar."""
        return self.client.changes(self.calendar_id, cursor, window)

    def live(self):
        """Return the meetings of the calendar by id."""
        return {one.remote_id: one.meeting for one in self.list().events}

    def get(self, event):
        """Read an event again."""
        return self.client.get(self.calendar_id, event.remote_id)

    def add(self, **body):
        """A person makes an event in Outlook; return it as stored."""
        usual = {"subject": "Planning", "start": at("09:00"), "end": at("10:00")}
        return self.person().add(usual | body)

    def add_series(self, **body):
        """A person makes a weekly series."""
        return self.add(recurrence=WEEKLY, **body)

    def person(self):
        """The account's own person in Outlook."""
        return self.microsoft.person(self.email)

    def shown(self, event_id):
        """Return an event as Graph shows it, a series whole."""
        return shown(self.microsoft, self.email, event_id)

    def calls(self):
        """Return the journal's entries for calls of Graph, batches unpacked."""
        entries = self.microsoft.journal.entries()
        return [one for one in entries if one.path.startswith("/v1.0/me/")]

    def asked(self):
        """Return what was asked of Graph so far: method and what was meant."""
        return [(one.method, one.path.rpartition("/")[2]) for one in self.calls()]

    def requests(self):
        """Return the journal's entries that are requests of their own, batches whole."""
        entries = self.microsoft.journal.entries()
        return [one for one in entries if one.path.startswith("/v1.0/") and one.batch is None]

    def settings(self, **values):
        """Switch what the simulated Microsoft does."""
        self.microsoft.world.settings.update(values)

    def mails(self):
        """Return the mails sent to guests so far."""
        return mails(self.microsoft)

    def counting(self):
        """Return a function that tells how many requests were made since."""
        before = self.client.requests
        return lambda: self.client.requests - before


def at(clock, day="2026-03-10"):
    """Return a point on the wall clock of Berlin."""
    return {"dateTime": f"{day}T{clock}:00", "timeZone": "W. Europe Standard Time"}


def stored(work, event):
    """Return an event as the simulator stores it."""
    return series.locate(work.microsoft.world, work.email, event.remote_id).item


def occurrence(event_id, day):
    """Return the id of the occurrence that a series has on a day (2026-03-17)."""
    return str(replace(ids.read(event_id), day=day, immutable=True))


def path_of(event):
    """Return a pattern for the path of an event's own requests."""
    return f"events/{re.escape(quote(event.remote_id, safe=''))}$"
