"""Several scheduled actions that share the accounts: each is a worker beside the others."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import sql_db
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ..core.errors import RateLimited
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestWorkers(PassCase):
    """Which workers there are, and what each takes."""

    def workers(self):
        """Return the workers."""
        return self.env["calendar.sync.account"]._workers()

    def woken(self):
        """Return how often each worker was woken."""
        triggers = self.env["ir.cron.trigger"]
        return [triggers.search_count([("cron_id", "=", one.id)]) for one in self.workers()]

    def test_two_to_begin_with(self):
        """Odoo has two cron threads where nobody sets them, and there is a worker for each."""
        self.assertEqual(len(self.workers()), 2)
        self.assertIn(self.env.ref("calendar_sync_base.ir_cron_sync"), self.workers())

    def test_duplicate_is_a_worker(self):
        """Whoever duplicates the scheduled action has one more worker, woken like the others."""
        self.env.ref("calendar_sync_base.ir_cron_sync").copy()
        before = self.woken()
        self.event()
        self.commit()
        self.assertEqual(self.woken(), [number + 1 for number in before])
        self.assertEqual(len(before), 3)

    def test_woken_when_a_failed_account_may_go_on(self):
        """Whoever has to wait some seconds does not wait for the next turn of everybody."""
        before = self.env["ir.cron.trigger"].search([])
        self.account._record_failure(RateLimited("too fast", retry_after=40.0))
        woken = self.env["ir.cron.trigger"].search([]) - before
        self.assertEqual(woken.cron_id, self.workers())
        self.assertEqual(set(woken.mapped("call_at")), {self.account.next_attempt})

    def test_woken_in_one_statement(self):
        """Whoever saves waits for one statement and one notification, however many workers."""
        self.env.ref("calendar_sync_base.ir_cron_sync").copy().active = False
        self.env.flush_all()
        before, statements = self.woken(), sql_db.sql_counter
        self.account._wake()
        self.assertEqual(sql_db.sql_counter - statements, 1)
        self.assertEqual(self.woken(), [number + 1 for number in before])
        notifying = [one for one in self.env.cr.postcommit._funcs if "_notifydb" in str(one)]
        self.assertEqual(len(notifying), 1)

    def test_archived_one_is_none(self):
        """A scheduled action that is switched off works no more."""
        self.env.ref("calendar_sync_base.ir_cron_sync_beside").active = False
        self.assertEqual(self.workers(), self.env.ref("calendar_sync_base.ir_cron_sync"))

    def crowd(self):
        """Return three accounts in the order in which they are due."""
        accounts = self.account | self._connect(self.ben) | self._connect(self.carl)
        for number, account in enumerate(accounts):
            account.last_attempt = datetime.now() - timedelta(days=9 - number)
        return accounts

    @contextmanager
    def served(self):
        """Yield a list that fills with what is synchronised together, which is only noted."""
        found = []
        accounts = type(self.account)
        with patch.object(accounts, "_sync_together", lambda these, _trigger: found.append(these)):
            self.commit()
            yield found

    def test_each_takes_its_share(self):
        """A worker takes half of what is due at a time and leaves the rest to the other one."""
        accounts = self.crowd()
        with self.served() as found:
            accounts._cron_sync()
        self.assertEqual(found, [accounts[:2], accounts[2]])

    def test_what_another_has_is_left_to_it(self):
        """What another worker has reserved is not taken, until it is free again."""
        accounts = self.crowd()
        self.patch(accounts.pool, "cursor", db_connect(self.env.cr.dbname).cursor)
        with self.served() as found, accounts[0]._reserved(1) as taken:
            self.assertEqual(taken, accounts[0])
            accounts._cron_sync()
        self.assertEqual(found, [accounts[1:]])
        with self.served() as found:
            accounts._cron_sync()
        self.assertEqual(found, [accounts[:2], accounts[2]])

    def test_nobody_is_served_twice(self):
        """Whom another worker saw to since somebody looked who is due is left alone."""
        self.sync()
        with self.served() as found:
            self.account._serve()
            self.assertFalse(found)
            self.account.last_attempt = False
            self.account._serve()
        self.assertEqual(found, [self.account])
