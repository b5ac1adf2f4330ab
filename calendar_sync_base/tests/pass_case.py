"""Passes between Odoo and the provider that lives in memory."""

from datetime import UTC, datetime
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tools import SQL

from ..core.changes import MeetingChanges
from ..core.values import Timed
from ..engine.memory import MemoryCalendars, MemoryProvider
from .common import SyncCase
from .days import tuesday

MEETING_TABLES = ("calendar_event", "calendar_recurrence", "calendar_attendee")


class PassCase(SyncCase):
    """Anna's account is real to the last layer but the wire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what a pass keeps in a transaction of its own stays in that of the test
        cls.registry_enter_test_mode_cls()
        cls.services = {}
        accounts = type(cls.env["calendar.sync.account"])
        cls.startClassPatcher(
            patch.object(accounts, "_open_provider", lambda account, _signs: cls.open(account))
        )
        signs = SimpleNamespace(renewed=False)
        cls.startClassPatcher(patch.object(accounts, "_credential", lambda account: signs))

    @classmethod
    def open(cls, account):
        """Return a connection for an account and remember it to count its requests."""
        cls.provider = MemoryProvider(cls.service, account.email)
        return cls.provider

    def setUp(self):
        super().setUp()
        self.patch(self.env.cr, "commit", self.env.cr.flush)
        type(self).service = MemoryCalendars(now=datetime(2026, 11, 1, tzinfo=UTC))
        for user in (self.anna, self.ben, self.carl):
            self.service.add_account(user.email)
        self.here = self.calendar.remote_id

    def sync(self, account=None):
        """Run one pass and return how many requests it took."""
        self.commit()
        (account or self.account)._sync_now()
        return self.provider.requests

    def remote(self, calendar=None):
        """Return the only meeting on a remote calendar."""
        (meeting,) = self.service.meetings(calendar or self.here).values()
        return meeting

    def remote_id(self, calendar=None):
        """Return the id of the only meeting on a remote calendar."""
        (found,) = self.service.meetings(calendar or self.here)
        return found

    def change_there(self, calendar=None, **fields):
        """Change the only remote meeting by hand."""
        changes = MeetingChanges(fields=fields)
        self.service.change(calendar or self.here, self.remote_id(calendar), changes)

    def writes(self):
        """Return a mark that moves with every write on either side.

        A test is one transaction, all of whose writes have one date: here it is told by where
        PostgreSQL keeps the rows, as each update makes a new one.
        """
        self.env.flush_all()
        return self.service.version, [self._places(one) for one in MEETING_TABLES]

    def _places(self, table):
        query = SQL("SELECT id, ctid::text FROM %s ORDER BY id", SQL.identifier(table))
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    def here_events(self):
        """Return the events here that are on a synchronized calendar."""
        return self.links.search([]).event_id

    @staticmethod
    def at(hour):
        """Return an hour of the Tuesday to come, UTC."""
        start = tuesday(hour).replace(tzinfo=UTC)
        return Timed(start, start.replace(hour=hour + 1), "Europe/Vienna")
