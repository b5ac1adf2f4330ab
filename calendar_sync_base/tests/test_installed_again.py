"""The addons are uninstalled and installed again, or an account is left and connected again."""

from odoo.tests import tagged
from odoo.tools import SQL

from ..hooks import leave
from .test_reset import BEFORE, EVERYTHING, LINKED, MINE, THEIRS, WEEKLY, Settled

OWN_COLUMNS = {
    "calendar_event": ("ical_uid", "original_start"),
    "calendar_recurrence": ("ical_uid", "series_start", "ical_rules"),
}


@tagged("post_install", "-at_install")
class TestInstalledAgain(Settled):
    """Nothing is known of the accounts, the links, or which meeting is which."""

    def setUp(self):
        super().setUp()
        leave(self.env, "memory")
        self.assertEqual(self.both(), (EVERYTHING, LINKED), "leaving changes neither side")
        self.account.unlink()
        self.forget_columns()
        self.account = self._connect(self.anna)
        self.calendar = self.account.calendar_ids

    def forget_columns(self):
        """Empty the columns that go with the addon."""
        self.env.flush_all()
        for table, names in OWN_COLUMNS.items():
            emptied = SQL(", ").join(SQL("%s = NULL", SQL.identifier(one)) for one in names)
            self.env.cr.execute(SQL("UPDATE %s SET %s", SQL.identifier(table), emptied))
        self.env.invalidate_all()

    def begin(self, choice):
        """Connect, and begin as the user chooses."""
        self.first()
        self.account.action_start(choice)
        for _pass in range(3):
            self.sync()

    def test_brought_in(self):
        """What is on both sides is matched, writing nothing there and making nothing here (12)."""
        version = self.service.version
        self.begin("import")
        self.assertEqual(self.both(), (EVERYTHING, LINKED))
        self.assertEqual(self.service.version, version)
        self.assertEqual(self.links.search_count([]), len(LINKED))

    def test_everything(self):
        """With all events, only what never was there is sent there (promise 12)."""
        self.begin("all")
        self.assertEqual(self.both(), (EVERYTHING, EVERYTHING))
        self.assertEqual(self.service.mails, [])

    def test_one_again(self):
        """An edit of what was matched reaches the very event it was matched with (promise 12)."""
        self.begin("import")
        for title in (MINE, THEIRS):
            self.env["calendar.event"].search([("name", "=", title)]).name = f"{title}, edited"
        self.sync()
        edited = [f"{MINE}, edited", f"{THEIRS}, edited", WEEKLY]
        self.assertEqual(self.both(), ([BEFORE, *edited], edited))


@tagged("post_install", "-at_install")
class TestDeletedMeanwhile(Settled):
    """What is deleted while nothing is synchronised stays deleted (promise 8)."""

    def delete_both_ways(self):
        """Delete one meeting here and another there."""
        self.env["calendar.event"].search([("name", "=", MINE)]).unlink()
        meetings = self.service.meetings(self.here)
        theirs = next(key for key, one in meetings.items() if one.title == THEIRS)
        self.service.delete(self.here, theirs)

    def stays_deleted(self):
        """Check that neither comes back, after full listings neither."""
        for _pass in range(3):
            self.sync()
            self.service.expire_cursors(self.here)
        self.assertEqual(self.both(), ([BEFORE, WEEKLY], [WEEKLY]))

    def test_disconnected(self):
        """While the account was disconnected."""
        self.account.action_disconnect()
        self.delete_both_ways()
        self.connect()
        self.stays_deleted()

    def test_stopped(self):
        """While it was stopped."""
        self.account.action_stop()
        self.delete_both_ways()
        self.account.action_resume()
        self.stays_deleted()

    def test_stopped_with_a_dead_cursor(self):
        """While it was stopped for so long that the service forgot where it was."""
        self.account.action_stop()
        self.delete_both_ways()
        self.service.expire_cursors(self.here)
        self.account.action_resume()
        self.stays_deleted()

    def test_lost_permission(self):
        """While the permission was lost."""
        self.service.revoked.add(self.anna.email)
        self.sync()
        self.assertEqual(self.account.state, "needs_reconnect")
        self.delete_both_ways()
        self.service.revoked.clear()
        self.connect()
        self.stays_deleted()
