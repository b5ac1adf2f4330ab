"""The time that is synchronised of calendars that are new here (promise 35)."""

from odoo.exceptions import ValidationError

from .oauth_case import OAuthCase


class TestWindow(OAuthCase):
    """Administrators choose; calendars that are known keep their own."""

    def settings(self, **values):
        """Save settings as an administrator; return them as they are shown afterwards."""
        settings = self.env["res.config.settings"].with_user(self.env.ref("base.user_admin"))
        named = {f"calendar_sync_{name}_days": value for name, value in values.items()}
        settings.create(named).execute()
        shown = settings.create({})
        return shown.calendar_sync_past_days, shown.calendar_sync_future_days

    def found(self, remote_id):
        """Return a calendar as it is found at the provider for the first time."""
        account = self.accounts.search([]) or self.connected()
        values = {"account_id": account.id, "remote_id": remote_id, "name": remote_id}
        return self.env["calendar.sync.calendar"].create(values)

    def test_usual(self):
        """Without a choice it is one year back and two ahead, and saving stores nothing."""
        self.assertEqual(self.settings(), (365, 730))
        self.assertFalse(self.parameters.get_param("calendar_sync_past_days"))
        calendar = self.found("a")
        self.assertEqual((calendar.past_days, calendar.future_days), (365, 730))

    def test_new_calendars(self):
        """A choice is taken by calendars found afterwards, and by no other."""
        known = self.found("a")
        self.assertEqual(self.settings(past=30, future=90), (30, 90))
        self.assertEqual((known.past_days, known.future_days), (365, 730))
        calendar = self.found("b")
        self.assertEqual((calendar.past_days, calendar.future_days), (30, 90))

    def test_no_limit(self):
        """Zero is no limit, and stays zero."""
        self.assertEqual(self.settings(past=0, future=0), (0, 0))
        self.assertIsNone(self.found("a")._window().start)

    def test_refused(self):
        """Days below zero or beyond a century are refused in a sentence."""
        for days in (-1, 40000):
            with self.assertRaises(ValidationError):
                self.settings(past=days)

    def test_dirty_parameter(self):
        """What somebody wrote by hand and is no number of days counts as nothing."""
        for text in ("soon", "-5", "9999999"):
            self.parameters.set_param("calendar_sync_past_days", text)
            with self.assertLogs() if text == "soon" else self.subTest(text):
                self.assertEqual(self.found(f"calendar {text}").past_days, 365)
