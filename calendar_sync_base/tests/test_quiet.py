"""What accounts with nothing to do cost, and that none is taken for quiet that is not."""

from datetime import datetime, timedelta

from odoo import sql_db
from odoo.tests import new_test_user, tagged

from ..core.errors import Refused
from ..core.values import Meeting
from .pass_case import PassCase

AT_MOST = 4
"""SQL statements for each quiet account: all that a worker's look executes, through their number.

The fifth books its request with the service's quotas (see `TestBudget`; the service here has none).
Counted from the search for who is due to the last commit, the beginnings and ends of transactions
left aside, where more are due than the workers take at once. Caches are emptied at every commit, as
they are where transactions are real.
"""


@tagged("post_install", "-at_install")
class TestQuietAccounts(PassCase):
    """Accounts that were synchronised before, and are looked at together."""

    @classmethod
    def open(cls, account):
        provider = super().open(account)
        cls.opened.append(provider)
        return provider

    def setUp(self):
        super().setUp()
        cr = self.env.cr
        self.patch(cr, "commit", lambda: (cr.flush(), cr.clear()))
        type(self).opened = []
        self.crowd = self.account

    def gather(self, count):
        """Have so many accounts, all of which are due again."""
        for number in range(len(self.crowd), count):
            name = f"crowd{number}"
            user = new_test_user(self.env, name, email=f"{name}@example.com")
            self.service.add_account(user.email)
            self.crowd |= self._connect(user)
        self.crowd._sync_now()
        # what is written anew is another second's, however fast this runs
        past = datetime.now() - timedelta(minutes=5)
        self.crowd.write({"last_attempt": False, "last_sync": past})
        self.crowd.calendar_ids.last_pull = past
        self.crowd._commit()
        self.opened.clear()

    def look(self):
        """Let the worker look at all who are due; return how many SQL statements it takes."""
        before = sql_db.sql_counter
        self.env["calendar.sync.account"]._cron_sync()
        return sql_db.sql_counter - before

    def test_cost(self):
        """A quiet account costs at most five statements and one request (promise 28)."""
        self.gather(1)
        self.look()  # so that what Odoo keeps for ever is known
        self.gather(16)
        few = self.look()
        self.assertLessEqual(few, 49, "no more for each share than there were")
        self.assertLessEqual(few, 16 * AT_MOST)
        self.assertEqual([one.requests for one in self.opened], [1] * 16)
        self.gather(32)
        self.assertLessEqual(self.look(), 93)

    def test_it_is_fresh(self):
        """A quiet account is as fresh as any, and its calendar is read on from there."""
        self.gather(2)
        cursors = self.crowd.calendar_ids.mapped("cursor")
        stranger = self.service.add_account("stranger@example.com")
        self.service.create(stranger, Meeting(self.at(9), "Somebody else's"))
        year = datetime.now() - timedelta(days=365)
        self.crowd.write({"last_sync": year, "failures": 2, "next_attempt": year})
        self.look()
        for account in self.crowd:
            self.assertGreater(account.last_sync, year)
            self.assertFalse(account.running_since or account.failures or account.next_attempt)
        self.assertFalse(set(cursors) & set(self.crowd.calendar_ids.mapped("cursor")))

    def test_one_among_them_is_not(self):
        """What was edited here goes out, however quiet all the others are."""
        self.gather(3)
        self.event(name="News")
        self.look()
        self.assertEqual(self.remote().title, "News")

    def test_what_is_set_aside_is_tried_in_time(self):
        """A meeting that failed leaves its account quiet until its time has come."""
        self.event(name="Refused")
        self.service.fail(Refused("no"), on="apply")
        self.gather(1)
        link = self.links.search([("error_code", "!=", False)])
        self.look()
        self.assertFalse(self.service.meetings(self.here))
        link.next_attempt = datetime.now() - timedelta(minutes=1)
        self.account.last_attempt = False
        self.look()
        self.assertEqual(self.remote().title, "Refused")
