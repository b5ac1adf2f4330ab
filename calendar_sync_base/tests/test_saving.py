"""What a person waits for who saves a meeting (promise 26)."""

from odoo.tests import tagged

from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestSaving(PassCase):
    """Anna's calendar is synchronised, Ben's is not."""

    def test_saving_costs_little(self):
        """A save of what is synchronised takes a few statements more, and no request (promise 26).

        They are the same few whatever else is on the calendar.
        """
        mine, bens = self.event(), self.event(self.ben)
        for number in range(50):
            self.event(name=f"Other {number}")
        self.sync()

        def statements(event):
            before = self.env.cr.sql_log_count
            event.write({"location": f"Room {before}"})
            self.env.cr.flush()
            return self.env.cr.sql_log_count - before

        for event in (mine, bens):
            statements(event)
        asked = self.provider.requests
        self.assertLessEqual(statements(mine) - statements(bens), 12)
        self.assertEqual(self.provider.requests, asked)
