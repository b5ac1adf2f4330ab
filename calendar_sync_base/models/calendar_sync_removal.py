"""What a reset takes away, line by line, and how that is undone.

A reset may concern thousands of events. It is written down first, then carried out by a scheduled
action in chunks, each in a transaction of its own: ended in the middle, it goes on where it was.
Events here are archived, so that they can be brought back; what was deleted in the remote calendar
is made anew from them. The record goes with its run, and with it the possibility to undo.
"""

import logging
import random

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core import backoff
from ..core.errors import AccountError, NeedsReconnect, Refused, SyncError
from ..local.failure import told
from ..local.waiting import after, may_be_tried

_logger = logging.getLogger(__name__)

CHUNK = 100
"""So many lines are carried out in one transaction."""

TRIES = 6
"""So often a deletion is tried whose failure may pass by itself."""

WORKING = ("running", "undoing")


class CalendarSyncRemoval(models.Model):
    """One reset of one account."""

    _name = "calendar.sync.removal"
    _description = "Reset of a Calendar Account"
    _order = "id desc"

    account_id = fields.Many2one(
        "calendar.sync.account", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="account_id.user_id", store=True, index=True)
    run_id = fields.Many2one("calendar.sync.run", required=True, index=True, ondelete="cascade")
    state = fields.Selection(
        [
            ("running", "Being carried out"),
            ("done", "Done"),
            ("undoing", "Being undone"),
            ("undone", "Undone"),
        ],
        default="running",
        required=True,
    )
    start_choice = fields.Selection([("all", "All existing events"), ("new", "Only new events")])
    next_attempt = fields.Datetime()
    failures = fields.Integer()
    line_ids = fields.One2many("calendar.sync.removal.line", "removal_id")

    @api.model
    def _cron_remove(self):
        """Carry out resets, and take back those that are undone, chunk by chunk."""
        cron = self.env["ir.cron"]
        due = self.search(self._due_domain(), order="id")
        left = cron._commit_progress(remaining=due._steps())
        for removal in due:
            while left and removal.state in WORKING and removal._is_due():
                left = cron._commit_progress(removal._attempt())
        cron._commit_progress(remaining=self.search(self._due_domain())._steps())

    def _steps(self):
        """Return how much is left to do: the lines, and to finish each reset."""
        return sum(one._count("todo") + 1 for one in self)

    def _attempt(self):
        """Carry out the next chunk; what goes wrong is tried again later and stops no other."""
        try:
            if not self.account_id.try_lock_for_update(allow_referencing=True):
                self._wait()
                return 0
            with self.env.cr.savepoint():
                return self._carry_out()
        except psycopg2.OperationalError as error:
            self.env.cr.rollback()
            _logger.info("Reset %s collides: %s", self.id, error)
            self._wait()
        except Exception as error:
            _logger.exception("Reset %s goes wrong", self.id)
            failure = Refused(f"{type(error).__name__}: {error}")
            if self.failures >= TRIES:
                self._next_lines().write({"state": "done", **told(failure)})
            self._wait()
        return 0

    @api.model
    def _due_domain(self):
        return Domain("state", "in", WORKING) & may_be_tried()

    def _is_due(self):
        return not self.next_attempt or self.next_attempt <= fields.Datetime.now()

    def _wake(self):
        """Have this carried out by the scheduled action, at once or when it is due again."""
        cron = self.env.ref("calendar_sync_base.ir_cron_remove").sudo()
        cron._trigger(self.next_attempt or None)

    def _count(self, *states):
        domain = [("removal_id", "=", self.id), ("state", "in", states)]
        return self.env["calendar.sync.removal.line"].search_count(domain)

    def _next_lines(self):
        domain = [("removal_id", "=", self.id), ("state", "=", "todo")]
        return self.env["calendar.sync.removal.line"].search(domain, limit=CHUNK)

    def _carry_out(self):
        """Carry out the next chunk and return how many steps are done.

        To finish is one of its own: it gives back the permission, without which nothing that this
        transaction deleted could be deleted again, should it be lost.
        """
        lines = self._next_lines()
        if not lines:
            self._finish()
        elif self.state == "undoing":
            lines._bring_back()
        else:
            lines = self._take_away(lines)
        self.account_id._notify_status()
        return len(lines) or 1

    def _take_away(self, lines):
        """Delete these there and here; return those that are done with."""
        there = lines.filtered(lambda one: one.delete_there and not one.error_code)
        waiting = self._delete_there(there)
        done = lines - waiting
        done._archive()
        done._release()
        if waiting:
            self._wait()
        elif self.failures:
            self.failures = 0
        return done

    def _delete_there(self, lines):
        """Delete events in the remote calendar and return the lines that have to be tried again."""
        if not lines:
            return lines
        try:
            provider, credential = self._connection()
            waiting = lines._delete_with(provider)
        except SyncError as error:
            _logger.info("Reset %s cannot delete remotely: %s", self.id, error.detail)
            if not isinstance(error, AccountError) and self.failures < TRIES:
                return lines
            lost = self.line_ids.filtered(lambda one: one.state == "todo" and one.delete_there)
            lost.write(told(error))
            return lines.browse()
        self.account_id._keep_renewed(credential)
        return waiting

    def _connection(self):
        account = self.account_id
        if not account._can_delete_there():
            raise NeedsReconnect("the account is not connected")
        credential = account._credential()
        return account._open_provider(credential), credential

    def _wait(self):
        delay = backoff.delay(self.failures, None, random.random())  # noqa: S311
        self.failures += 1
        self.next_attempt = after(delay)
        self._wake()

    def _finish(self):
        if self.state == "undoing":
            self.state = "undone"
            self.account_id._sync_soon()
            return
        self.state = "done"
        self._tell_run()
        self.account_id._end_reset(self.start_choice)

    def _tell_run(self):
        """Write into the history what was done, and what could not be."""
        lines = self.line_ids
        gone = lines._deleted_there()
        counts = {
            "DeleteLocal": len(lines.filtered("archived")),
            "DeleteRemote": len(gone),
        }
        failed = lines.filtered("error_code")[:1]
        self.run_id.write(
            {
                "counts": {name: number for name, number in counts.items() if number},
                "action_count": sum(counts.values()),
                "mail_count": sum(gone.mapped("mail_count")),
                "error_code": failed.error_code,
                "error_reason": failed.error_reason,
                "error_detail": failed.error_detail,
            }
        )

    def _undo(self):
        """Bring back what this reset took away, as far as it is known."""
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("Only a finished reset can be undone, and only once."))
        self.account_id._refuse_while_resetting()._claim()
        self.write({"state": "undoing", "next_attempt": False, "failures": 0})
        self.line_ids._returnable().state = "todo"
        self._wake()
        self.account_id._notify_status()


class CalendarSyncRun(models.Model):
    """A reset is a run, and can be undone for as long as its run is kept."""

    _inherit = "calendar.sync.run"

    trigger = fields.Selection(
        selection_add=[("reset", "Reset")], ondelete={"reset": "set default"}
    )
    removal_ids = fields.One2many("calendar.sync.removal", "run_id", groups=fields.NO_ACCESS)
    can_undo = fields.Boolean(compute="_compute_can_undo", compute_sudo=True)

    @api.depends("removal_ids.state")
    def _compute_can_undo(self):
        for run in self:
            done = run.removal_ids.filtered(lambda one: one.state == "done")
            run.can_undo = bool(done.line_ids)

    def action_undo(self):
        """Take back the reset."""
        self.check_access("read")
        # sudo: nobody has access to resets; whoever sees the run may undo it
        self.sudo().removal_ids._undo()
