"""Where Google posts."""

from odoo.tests import HttpCase, tagged

from odoo.addons.calendar_sync_base.tests.notify_case import NotifyMixin


@tagged("-at_install", "post_install")
class TestNotify(NotifyMixin, HttpCase):
    """Headers without a body."""

    code = "google"
    path = "/calendar_sync/google/notify"

    def post(self, token, state="exists"):
        """Post as Google does."""
        headers = {"X-Goog-Channel-Token": token, "X-Goog-Resource-State": state}
        answer = self.opener.post(self.base_url() + self.path, headers=headers, timeout=10)
        self.assertEqual((answer.status_code, answer.text), (204, ""))

    def test_a_change(self):
        """A change is noted once, however often Google tells it."""
        self.post(self.token)
        self.post(self.token)
        self.assertEqual(self.noted(), ["changed"])

    def test_the_first_message(self):
        """That a channel is open is no change."""
        self.post(self.token, "sync")
        self.assertEqual(self.noted(), [])

    def test_forged(self):
        """Somebody without the secret gets the same answer, and nothing is noted."""
        for token in ("", "x", f"{self.calendar.id}.guess", "\u00e9".encode().decode("latin-1")):
            self.post(token)
        self.assertEqual(self.noted(), [])
