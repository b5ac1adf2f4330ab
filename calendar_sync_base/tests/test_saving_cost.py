"""What it adds to a save that there is a synchronisation, in SQL statements."""

from odoo import sql_db
from odoo.tests import tagged

from .common import SyncCase


@tagged("post_install", "-at_install")
class TestSavingCost(SyncCase):
    """The end of a transaction in which meetings were saved."""

    def cost(self, user, **values):
        """Return how many statements our part of the end of a transaction takes.

        Nothing is left for Odoo to write, and caches are empty, as those of another request are.
        """
        self.event(user, **values)
        self.env.flush_all()
        self.env.invalidate_all()
        before = sql_db.sql_counter
        self.env["calendar.event"]._sync_flush()
        self.env.flush_all()
        return sql_db.sql_counter - before

    def test_without_an_account(self):
        """Whoever synchronises nothing and invites nobody who does pays one statement."""
        self.assertEqual(self.cost(self.ben), 1)
        self.assertEqual(self.cost(self.ben, partner_ids=self.carl.partner_id.ids), 1)

    def test_with_an_account(self):
        """A connected user's save takes no more statements for ten meetings than for one."""
        self.cost(self.anna)
        one = self.cost(self.anna)
        self.assertLessEqual(one, 13, "no statement more than it was")
        for _ in range(9):
            self.event(self.anna)
        self.assertLessEqual(self.cost(self.anna), one)

    def test_a_guest_with_an_account(self):
        """That a guest synchronises is enough for a meeting to be sent."""
        self.event(self.ben, partner_ids=self.anna.partner_id.ids)
        self.assertEqual(self.dirty().role, "copy")
