"""The schedule: which accounts are due, and who of several workers serves which.

Odoo runs one scheduled action in one process at a time. So there are several of the same, and each
reserves its share of what is due, so that no other reads the same accounts meanwhile.
"""

import math
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..local.waiting import may_be_tried
from .calendar_sync_account_start import UNSEEN
from .calendar_sync_account_worker import AT_ONCE

WORK = "model._cron_sync()"
"""What the scheduled actions do that are workers."""

WAKING = """
    INSERT INTO ir_cron_trigger (cron_id, create_uid, write_uid, create_date, write_date, call_at)
    SELECT cron, uid, uid, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', call_at
      FROM (%s) AS worker (cron, uid, call_at) RETURNING id
"""


class CalendarSyncAccount(models.Model):
    """Gets its turn."""

    _inherit = "calendar.sync.account"

    @api.model
    def _workers_domain(self):
        """Return which scheduled actions synchronise, each beside the others.

        Whoever wants another one duplicates one; as many work as Odoo has cron threads for.
        """
        return Domain("model_id.model", "=", self._name) & Domain("code", "=", WORK)

    @api.model
    def _workers(self):
        """Return the scheduled actions that synchronise."""
        return self.env["ir.cron"].sudo().search(self._workers_domain())  # sudo: users wake them

    @api.model
    def _wake(self, when=None):
        """Wake the workers at a time, or as soon as the current transaction is committed.

        As `ir.cron._trigger` does one by one, in one statement and with one notification for all:
        people wait for it whenever they save, and each notification opens a connection.
        """
        now = fields.Datetime.now()
        workers = self.env["ir.cron"].sudo()._search(self._workers_domain())
        columns = (SQL.identifier("ir_cron", "id"), SQL("%s", self.env.uid), SQL("%s", when or now))
        self.env.execute_query(SQL(WAKING, workers.select(*columns)))
        if not when or when <= now:
            self.env.cr.postcommit.add(self.env["ir.cron"]._notifydb)

    @api.model
    def _cron_sync(self):
        """Synchronise what is due, the accounts not seen for longest first."""
        self._due()._serve()

    @api.model
    def _due(self, among=Domain.TRUE):
        """Return the accounts that are to be looked at now, and may be."""
        return self.search(among & self._due_domain()).filtered(lambda one: one._may_run())

    def _serve(self):
        """Synchronise these due accounts, a share at a time, but those that another worker has.

        Who has other workers than scheduled actions extends this.
        """
        cron = self.env["ir.cron"]
        share = min(AT_ONCE, math.ceil(len(self) / max(len(self._workers()), 1)))
        waiting, left = self, cron._commit_progress(remaining=len(self))
        while left and waiting:
            with waiting._reserved(share) as taken:
                taken._sync_due()
            waiting = waiting - taken if taken else self.browse()
            left = cron._commit_progress(len(taken), remaining=len(waiting))

    @contextmanager
    def _reserved(self, number):
        """Keep so many of these from other workers to the end of the block, whatever it commits.

        The reservation is a connection's own: a worker that dies loses it at once.
        """
        with self.env.registry.cursor() as other:
            yield self.browse(reserve(other, self._table, self.ids, number))

    def _sync_due(self):
        """Synchronise those of these that are still due, now that no other worker has them."""
        locked = self.try_lock_for_update(allow_referencing=True)
        if due := self._due(Domain("id", "in", locked.ids)):
            due._sync_together("schedule")

    @api.model
    def _due_domain(self):
        """Return who has something to send, was told of changes, or not looked at for an interval.

        A change here wakes the worker for the accounts it concerns, not for everybody.
        """
        # found by its cached id, without asking whether it is still there
        key = self.env["ir.model.data"]._xmlid_to_res_id("calendar_sync_base.ir_cron_sync")
        cron = self.env["ir.cron"].browse(key)
        interval = {f"{cron.interval_type}": cron.interval_number}
        before = fields.Datetime.subtract(fields.Datetime.now(), **interval) + timedelta(minutes=1)
        unseen = Domain("last_attempt", "=", False) | Domain("last_attempt", "<=", before)
        told = Domain("calendar_ids.notice_ids", "!=", False)
        due = unseen | told | self._pending_domain()
        return ((Domain("state", "=", "active") & due) | UNSEEN) & may_be_tried()

    @api.model
    def _pending_domain(self):
        links = self.env["calendar.sync.link"]._search(
            Domain("dirty_since", "!=", False)
            & Domain("calendar_id.enabled", "=", True)
            & may_be_tried()
        )
        return Domain("calendar_ids.link_ids", "in", links)


def reserve(cr, table, keys, number):
    """Reserve so many rows, the first that are free, to the end of a transaction; return their ids.

    This locks nothing: whoever does not ask here may read, lock and write the rows.
    """
    cr.execute(
        """SELECT key FROM unnest(%s::int[]) AS key
           WHERE pg_try_advisory_xact_lock(hashtext(%s), key) LIMIT %s""",
        [keys, table, number],
    )
    return [key for (key,) in cr.fetchall()]
