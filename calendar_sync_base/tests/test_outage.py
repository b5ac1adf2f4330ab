"""Days without the service: afterwards both sides have everything, each meeting once."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..core.errors import NeedsAdministrator, NeedsReconnect, ServerTrouble, Unreachable
from .days import tuesday
from .reset_case import ResetCase

MONDAY = "2026-11-02 08:00:00"
LOOK = timedelta(hours=6)
WEEK = 7 * 24 * 3600 // int(LOOK.total_seconds())
"""How often somebody looks during a week."""


@tagged("post_install", "-at_install")
class TestOutage(ResetCase):
    """Anna has a meeting with Carl, one of her own, and one that is made there (promise 51)."""

    def setUp(self):
        super().setUp()
        self.account.last_sync = "2026-11-01 08:00:00"
        both = [Command.set([self.anna.partner_id.id, self.carl.partner_id.id])]
        self.shared, self.own = self.event(name="Shared", partner_ids=both), self.event(name="Own")
        self.there("Theirs", 14)
        self.sync()
        self.service.mails.clear()

    def work(self, clock):
        """Let time pass, and the worker look."""
        clock.tick(LOOK)
        self.commit()
        self.env["calendar.sync.account"]._cron_sync()

    def out(self, error, clock):
        """Let a week pass in which the service answers with an error, and people work on."""
        self.service.fail(error, on="changes", times=10**6)
        for hour, title in ((11, "Shared, moved"), (13, "Shared, moved again")):
            self.shared.write({"name": title, "start": tuesday(hour)})
            self.work(clock)
        self.own.unlink()
        self.event(name="New here")
        self.service.delete(self.here, self.id_there("Theirs"))
        self.there("New there", 16)
        version = self.service.version
        for _look in range(WEEK):
            self.work(clock)
        self.assertEqual(self.service.version, version, "nothing was written meanwhile")
        self.assertEqual(self.account.error_code, error.code)
        self.service.faults.clear()

    def id_there(self, title):
        meetings = self.service.meetings(self.here)
        return next(key for key, one in meetings.items() if one.title == title)

    def caught_up(self, mails):
        """Check that both sides have everything once, and what mails the service sent to Carl."""
        everything = ["New here", "New there", "Shared, moved again"]
        self.assertEqual(self.both(), (everything, everything))
        sent = [(one.to, one.reason) for one in self.service.mails]
        self.assertEqual(sent, [(self.carl.email, reason) for reason in mails])
        self.assertEqual((self.account.state, self.account.error_code), ("active", False))
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_trouble_that_passes(self):
        """After a week without an answer, of errors, or of a dead secret it goes on by itself."""
        for error in (Unreachable("x"), ServerTrouble("503"), NeedsAdministrator("secret expired")):
            with self.subTest(error.code), freeze_time(MONDAY) as clock, self.undone():
                self.out(error, clock)
                self.work(clock)
                self.caught_up(mails=["update"])
                self.assertEqual(self.mails_from_here(), 0)

    def mails_from_here(self):
        """Return how many mails of Odoo's Carl got."""
        to_carl = [("partner_ids", "in", self.carl.partner_id.ids)]
        return self.env["mail.message"].search_count(to_carl)

    def test_lost_permission(self):
        """After a week without permission it goes on once it was given again.

        Meanwhile Odoo told Carl of the change that was made after the loss; nobody tells him twice.
        """
        with freeze_time(MONDAY) as clock:
            self.out(NeedsReconnect("invalid_grant"), clock)
            self.assertEqual(self.account.state, "needs_reconnect")
            self.connect()
            self.work(clock)
            self.caught_up(mails=[])
            self.assertEqual(self.mails_from_here(), 1)
