"""Which accounts a worker looks at when it wakes."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from ..core.errors import Unreachable
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
        """An account that failed is left alone until its time has come (promise 23)."""
        self.event()
        self.service.revoked.clear()
        self.service.fail(Unreachable("down"), on="changes", times=9)
        self.sync()
        self.assertTrue(self.account.next_attempt)
        self.assertFalse(self.due())
