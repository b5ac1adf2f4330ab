"""Odoo's database log has each trouble once, and no secret or private text."""

from ..core.changes import MeetingChanges
from ..core.errors import NeedsReconnect, Refused, Unreachable
from .pass_case import PassCase


class TestLog(PassCase):
    """What an administrator finds under Settings > Technical > Logging."""

    def rows(self):
        """Return the level and the message of our rows, oldest first."""
        found = self.env["ir.logging"].search(
            [("name", "=", "odoo.addons.calendar_sync_base")], order="id"
        )
        return [(one.level, one.message) for one in found]

    def test_account(self):
        """An error is one row however often it is retried, and another when it is over."""
        for _ in range(4):
            self.account._fail(Unreachable("timeout of secret-host"), None)
        self.account._become_active()
        (level, message), (after, over) = self.rows()
        self.assertEqual((level, after), ("WARNING", "INFO"))
        self.assertIn("Memory: anna@example.com of sync_anna", message)
        self.assertIn("cannot be reached right now", message)
        self.assertIn("over", over)

    def test_another_error(self):
        """Another error of the same account is another row."""
        self.account._fail(Unreachable("timeout"), None)
        self.account._fail(NeedsReconnect("invalid_grant"), None)
        self.assertEqual(len(self.rows()), 2)

    def test_details_stay_out(self):
        """The provider's own words, which may be private or secret, are not copied (promise 50)."""
        self.account._fail(Unreachable("token=abc Meeting with Dr. Jones"), None)
        [(_level, message)] = self.rows()
        self.assertNotIn("abc", message)
        self.assertNotIn("Jones", message)

    def test_set_aside(self):
        """A meeting that is set aside is one row, without a word of what it says (promise 50)."""
        self.service.fail(Refused("Secret plan is not accepted"), times=9)
        event = self.event(name="Secret plan")
        for _ in range(3):
            self.commit()
            self.links.search([("event_id", "=", event.id)]).next_attempt = False
            self.sync()
        link = self.links.search([("event_id", "=", event.id)])
        self.assertEqual(link.error_code, "Refused")
        [(level, message)] = self.rows()
        self.assertEqual(level, "WARNING")
        self.assertIn(f"number {link.id} ", message)
        self.assertNotIn("Secret plan", message)

    def test_all_is_well(self):
        """Passes without trouble log nothing."""
        self.event()
        self.sync()
        self.service.change(self.here, self.remote_id(), MeetingChanges(fields={"title": "New"}))
        self.sync()
        self.assertEqual(self.rows(), [])
