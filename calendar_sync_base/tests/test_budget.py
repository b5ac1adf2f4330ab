"""Quotas of services, spent by many at once; the clock is the test's."""

from concurrent.futures import ThreadPoolExecutor

from odoo import sql_db
from odoo.tests import TransactionCase, tagged

from ..core.errors import RateLimited
from ..core.quota import Quota
from ..engine.rest.transport import LONGEST_WAIT
from ..models import calendar_sync_budget as budget

MINUTE = Quota(600, 60.0, burst=50)


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self):
        self.now = 1_800_000_000.0


@tagged("post_install", "-at_install")
class TestBudget(TransactionCase):
    """Booking calls."""

    def setUp(self):
        super().setUp()
        self.clock = Clock()

    def spend(self, calls, quota=MINUTE):
        """Spend calls as a client does that waits as told; return when it made them."""
        wait = budget.spend(self.env.cr, {"somebody": quota}, calls, clock=self.clock.now)
        self.clock.now += wait
        return self.clock.now

    def book(self, wanted, calls):
        """Book calls now; return how long to wait for them."""
        return budget.spend(self.env.cr, wanted, calls, clock=self.clock.now)

    def made(self, calls, minutes, quota=MINUTE):
        """Return when batches were made that had a backlog for so long, by call."""
        end, found = self.clock.now + minutes * 60, []
        while self.clock.now < end:
            found += [self.spend(calls, quota)] * calls
        return found

    def most(self, moments):
        """Return how many calls the fullest minute has, wherever it begins."""
        first, most = 0, 0
        for last, moment in enumerate(moments):
            while moments[first] <= moment - 60:
                first += 1
            most = max(most, last - first + 1)
        return most

    def test_a_backlog_keeps_to_the_quota_and_uses_it(self):
        """No minute has more calls than are granted, and at least nine of ten are used."""
        for calls in (1, 7, 50):
            with self.subTest(calls=calls):
                self.clock.now += 3600
                moments = self.made(calls, minutes=10)
                self.assertLessEqual(self.most(moments), MINUTE.calls)
                self.assertGreaterEqual(len(moments), 0.9 * 10 * MINUTE.calls)

    def test_who_rested_begins_at_once(self):
        """Ordinary passes never wait: what is spent now and then is there at once."""
        for _pass in range(20):
            before = self.clock.now
            self.assertEqual(self.spend(50), before)
            self.clock.now += 15

    def test_too_long_ahead_is_refused(self):
        """Who would wait longer than anybody waits is told so, and has spent nothing."""
        for _batch in range(100):
            try:
                wait = self.book({"somebody": MINUTE}, 50)
            except RateLimited as error:
                self.assertEqual(error.retry_after, LONGEST_WAIT)
                break
            self.assertLessEqual(wait, LONGEST_WAIT + 50 * MINUTE.pace)
        else:
            self.fail("it was never refused")
        row = self.env["calendar.sync.budget"].search([("name", "=", "somebody")])
        with self.assertRaises(RateLimited):
            self.book({"somebody": MINUTE}, 50)
        self.env.invalidate_all()
        self.assertLess(row.used_to, self.clock.now + MINUTE.ahead + LONGEST_WAIT + 50)

    def used(self, name):
        """Return for how many seconds from now a quota is spent."""
        self.env.invalidate_all()
        row = self.env["calendar.sync.budget"].search([("name", "=", name)])
        return row and row.used_to - self.clock.now

    def test_all_quotas_in_one_statement(self):
        """A request's calls are booked with its account and the project at once."""
        before = sql_db.sql_counter
        self.assertEqual(self.book({"anna": MINUTE, "all": Quota(6000, 60.0, burst=500)}, 40), 0.0)
        self.assertEqual(sql_db.sql_counter - before, 1)
        self.assertAlmostEqual(self.used("anna"), 40 * MINUTE.pace, 5)
        self.assertAlmostEqual(self.used("all"), 40 * 60 / 5500, 5)

    def test_the_longest_wait_counts(self):
        """Who has room waits for all others nevertheless, when the project's is spent."""
        self.book({"all": MINUTE}, 110)
        self.assertAlmostEqual(self.book({"ben": MINUTE, "all": MINUTE}, 1), 61 * MINUTE.pace, 5)

    def test_a_spent_account_costs_the_project_nothing(self):
        """Calls that their account has no room for are not booked with the project."""
        self.book({"anna": Quota(600, 60.0, burst=60)}, 600)
        with self.assertRaisesRegex(RateLimited, "anna"):
            self.book({"anna": MINUTE, "all": MINUTE}, 1)
        self.assertFalse(self.used("all"))

    def test_many_processes_spend_of_one_budget(self):
        """What is booked at the same moment over several connections is counted once each."""
        self.addCleanup(self.forget, "crowd")
        wide = Quota(10_000, 60.0, burst=500)
        booked = budget.book

        def work(_number):
            return [booked(self.env.cr.dbname, {"crowd": wide}, 1) for _call in range(40)]

        with ThreadPoolExecutor(4) as pool:
            waits = [one for some in pool.map(work, range(4)) for one in some]
        self.assertEqual(set(waits), {0.0})
        with budget.at_once_committed(self.env.cr.dbname) as cr:
            ahead = budget.spend(cr, {"crowd": Quota(10_000, 60.0, burst=1)}, 0)
        # at the pace of the wide quota; less the moments that the bookings took
        self.assertGreater(ahead + 5, 160 * wide.pace)

    def forget(self, name):
        """Take back what other connections committed."""
        with budget.at_once_committed(self.env.cr.dbname) as cr:
            cr.execute("DELETE FROM calendar_sync_budget WHERE name = %s", [name])

    def test_a_parameter_names_another_quota(self):
        """Who was granted more by the service says so, and it is used with the same caution."""
        self.assertEqual(MINUTE.of(1200), Quota(1200, 60.0, burst=100))

    def test_what_is_past_is_forgotten(self):
        """Rows that say nothing any more are swept."""
        budget.spend(self.env.cr, {"long ago": MINUTE}, 1, clock=1.0)
        self.env["calendar.sync.budget"]._gc_unspent()
        self.assertFalse(self.env["calendar.sync.budget"].search([("name", "=", "long ago")]))
