"""Which accounts a worker looks at when it wakes."""

from datetime import datetime, timedelta

from odoo.tests import freeze_time, tagged

from ..core.errors import RateLimited
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestWhoIsDue(PassCase):
    """Which accounts a worker looks at when it wakes."""

    def due(self):
        """Return the accounts that are due now."""
        self.commit()
        return self.env["calendar.sync.account"].search(self.account._due_domain())

    def test_change_wakes_only_those_it_concerns(self):
        """A change here has its own account synchronised, not everybody's (promise 27)."""
        ben_account = self._connect(self.ben)
        self.sync()
        self.sync(ben_account)
        self.assertFalse(self.due())
        self.event()
        self.assertEqual(self.due(), self.account)

    def test_everybody_in_turn(self):
        """Without changes each is looked at once an interval, longest unseen first (promise 27)."""
        ben_account = self._connect(self.ben)
        both = self.account | ben_account
        self.sync(both)
        long_ago = datetime.now() - timedelta(hours=2)
        self.account.last_attempt = datetime.now() - timedelta(hours=1)
        ben_account.last_attempt = long_ago
        self.assertEqual(list(self.due()), [ben_account, self.account])

    def test_waiting_after_an_error(self):
        """An account that failed is left alone for the time asked, to the second (promise 23)."""
        self.event()
        self.service.fail(RateLimited("429", retry_after=5), on="changes", times=9)
        with freeze_time("2026-11-02 12:00:00.900") as clock:
            self.sync()
            clock.move_to("2026-11-02 12:00:05.850")
            self.assertFalse(self.due())
            clock.move_to("2026-11-02 12:00:07")
            self.assertEqual(self.due(), self.account)
