"""The database has one record of a meeting, whatever two processes do at once (promise 3)."""

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestOneRecord(PassCase):
    """What no code can talk it into."""

    def refused(self, records, **values):
        """Check that the database refuses values."""
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            records.write(values)
            records.flush_recordset()

    def test_events_and_series(self):
        """No two events, and no two series, have one iCalUID; none at all is no UID."""
        events = self.event(name="One") | self.event(name="Two")
        series = self.weekly() | self.weekly()
        for one, other in (events, series):
            one.ical_uid = "uid@example.com"
            self.refused(other, ical_uid="uid@example.com")
            (one | other).ical_uid = False
            self.env.flush_all()

    def test_places(self):
        """A remote event has one link on a calendar, and so has a meeting."""
        self.event(name="One")
        self.event(name="Two")
        self.sync()
        one, other = self.links.search([])
        self.refused(other, remote_id=one.remote_id)
        self.refused(other, uid=one.uid)
