"""What the ids of Odoo's own Google Calendar tell, and where they are found."""

from datetime import date, datetime

from odoo.tests import TransactionCase

from ..models.takeover import GOOGLE_CALENDAR, original


class TestTakeover(TransactionCase):
    """The description of the addon that is taken over from."""

    def test_original_start(self):
        """An occurrence's id tells where its rule had put it; other ids tell nothing."""
        self.assertEqual(original("abc1_20270301T090000Z"), datetime(2027, 3, 1, 9))
        self.assertEqual(original("abc1_20270301"), date(2027, 3, 1))
        self.assertIsNone(original("abc1"))

    def test_not_installed(self):
        """Where the other addon is not installed there is nothing to take over, nor to wait for."""
        takeovers = self.env["calendar.sync.takeover"]
        self.assertNotIn(GOOGLE_CALENDAR.remote_id, self.env["calendar.event"]._fields)
        self.assertIsNone(takeovers._former("google"))
        self.assertEqual(takeovers._numbers("google"), {})
        self.assertFalse(self.env["calendar.sync.account"]._yields("google", self.env.user))
        settings = self.env["res.config.settings"].create({})
        self.assertFalse(settings.google_calendar_takeover)
