"""The worker: one pass of an account.

Many accounts are read from their providers at once, in threads that know no database. Then each is
claimed, planned, carried out and recorded in one transaction of its own. A row lock on the account
keeps two workers apart; the cursor that was read from must still be the stored one.
"""

import logging
import random
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

import psycopg2

from odoo import fields, models

from ..core import backoff
from ..core.errors import DeletionsHeld, EmptyCalendar, SyncError
from ..core.guard import Limits
from ..core.observation import ConflictPolicy, Policy
from ..engine.observe import listing
from ..engine.sync_pass import Report, SyncPass
from ..local.failure import told
from ..local.store import OdooStore
from ..local.waiting import after
from .calendar_sync_mixin import changes_from

_logger = logging.getLogger(__name__)

AT_ONCE = 8
"""Accounts whose providers are read at the same time."""

TRIES = 3
"""Attempts at a pass that collided with a person's save."""


class CalendarSyncAccount(models.Model):
    """Runs passes."""

    _inherit = "calendar.sync.account"

    def _sync_now(self, trigger="person"):
        """Synchronise these accounts at once, whether due or not, in the calling process."""
        wanted = self.filtered(lambda one: one._may_run())
        wanted.try_lock_for_update(allow_referencing=True)._sync_together(trigger)

    def _may_run(self):
        """Tell whether this account may talk to its provider from this database."""
        wanted = self.state in ("active", "preview")
        return wanted and not self._is_paused() and self._is_bound_here()

    def _sync_together(self, trigger):
        """Read many accounts at once, locked by the caller, then finish them one by one."""
        self._announce()
        self.env["calendar.sync.notice"]._take(self)
        self._commit()
        claimed = self.try_lock_for_update(allow_referencing=True)
        readings = claimed._read_all()
        self._commit()
        for account in claimed - claimed._settle_quiet(readings):
            account._finish(readings[account.id], trigger)

    def _commit(self):
        """Commit, and tell the cron that it is alive if this runs in one."""
        self.env["ir.cron"]._commit_progress()

    def _announce(self):
        """Let the buttons say that it is synchronising; visible from the next commit on."""
        now = fields.Datetime.now()
        self.write({"running_since": now, "last_attempt": now})
        self._notify_status()

    def _read_all(self):
        """Return what the providers list, by account id.

        A reading is a tuple of provider, credential and listings by calendar id, or a SyncError.
        """
        jobs = {one.id: one._reading_job() for one in self}
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            futures = {key: pool.submit(guarded, job) for key, job in jobs.items()}
        return {key: future.result() for key, future in futures.items()}

    def _reading_job(self):
        """Return a function without database access that lists this account's calendars."""
        try:
            credential = self._credential()
            provider = self._open_provider(credential)
        except SyncError as error:
            failure = error
            return lambda: failure
        wanted = [
            (one.id, one.remote_id, one.sudo().cursor or "", one._window())
            for one in self.calendar_ids.filtered("enabled")
        ]
        return lambda: (provider, credential, listing(provider, wanted))

    def _finish(self, reading, trigger):
        """Plan, carry out and record one account, in a transaction that is committed here."""
        achieved = defaultdict(dict)
        for attempt in range(TRIES):
            try:
                if self.try_lock_for_update(allow_referencing=True) and self._may_run():
                    self._run_pass(reading, trigger, achieved)
                self._commit()
                return
            except psycopg2.OperationalError as error:
                self.env.cr.rollback()
                _logger.info("Pass of account %s collides, try %s: %s", self.id, attempt + 1, error)
            except Exception as error:
                self.env.cr.rollback()
                _logger.exception("Pass of account %s failed", self.id)
                self._record_failed_pass(SyncError(f"{type(error).__name__}: {error}"), trigger)
                self._commit()
                return
        self._sync_soon()
        self._commit()

    def _run_pass(self, reading, trigger, achieved):
        started, lag = time.monotonic(), self._longest_wait()
        if isinstance(reading, SyncError):
            self._record_failed_pass(reading, trigger)
            return
        provider, credential, listings = reading
        if self.state == "preview" and not self._look(provider, listings):
            self._keep_renewed(credential)
            return
        report, error = Report(), None
        for calendar in self.calendar_ids.filtered("enabled"):
            try:
                done = achieved[calendar.id]
                self._run_calendar(calendar, provider, listings.get(calendar.id), report, done)
            except SyncError as caught:
                error = caught
        if not error:
            self._keep_channels(provider)
        self._keep_renewed(credential)
        self._journal(
            trigger,
            report,
            error,
            request_count=provider.requests,
            duration=time.monotonic() - started,
            lag=lag,
        )
        if error:
            self._record_failure(error)
        else:
            self._record_start()
            self._record_success(report)

    def _run_calendar(self, calendar, provider, listed, report, achieved):
        """Run the pass of one calendar unless somebody else did since it was listed."""
        if not calendar._continues(listed):
            return
        if isinstance(listed.result, SyncError):
            raise listed.result
        one = self._pass_over(calendar, provider, achieved)
        with changes_from(calendar), self.env.cr.savepoint():
            done = one.run(self._wanted(calendar, listed.result))
        report.merge(done)
        if done.held:
            calendar._hold(done.held)
            raise done.held.error()

    def _keep_renewed(self, credential):
        if credential.renewed:
            self._store_tokens(credential.tokens)

    def _pass_over(self, calendar, provider, achieved):
        store = OdooStore(calendar, provider, achieved)
        policy = self._policy(provider.silent)
        return SyncPass(provider, calendar.remote_id, store, policy, Limits(), achieved)

    def _policy(self, silent):
        now = fields.Datetime.now().replace(tzinfo=UTC)
        return Policy(now, ConflictPolicy(self.conflict_policy), silent)

    def _record_success(self, report):
        self._record_equal()
        if report.changed_here():
            self.user_id._bus_send("calendar_sync/changed", {})
        if self._has_backlog():
            self._sync_soon()

    def _record_equal(self):
        """Note that both sides of these accounts are equal now."""
        self.write(
            {
                "last_sync": fields.Datetime.now(),
                "running_since": False,
                "next_attempt": False,
                "failures": 0,
                **told(None),
            }
        )
        self._notify_status()

    def _has_backlog(self):
        """Tell whether more was pending than one pass takes."""
        pending = [
            ("account_id", "=", self.id),
            ("calendar_id.enabled", "=", True),
            ("dirty_since", "!=", False),
        ]
        return bool(
            self.env["calendar.sync.link"].search_count(
                [*pending, ("next_attempt", "=", False)], limit=1
            )
        )

    def _record_failure(self, error):
        """Note an error of the whole account and when to try again."""
        wait = backoff.delay(self.failures, error.retry_after, random.random())  # noqa: S311
        self.running_since = False
        if isinstance(error, DeletionsHeld | EmptyCalendar):
            self._become("held", **told(error))
        else:
            self._fail(error, after(wait))
            self._sync_soon(self.next_attempt)

    def _record_failed_pass(self, error, trigger):
        """Keep the run of a pass that got nowhere, and note the error."""
        self._journal(trigger, Report(), error, lag=self._longest_wait())
        self._record_failure(error)

    def _journal(self, trigger, report, error, **figures):
        """Keep a run with its figures; passes with nothing to tell are not kept."""
        if not (report.counts or report.errors or error):
            return
        took = figures.get("duration", 0.0)
        _logger.info("Account %s: %s in %.3f s (%s)", self.id, dict(report.counts), took, trigger)
        self.env["calendar.sync.run"].create(
            {
                "account_id": self.id,
                "trigger": trigger,
                "counts": dict(report.counts),
                "action_count": sum(report.counts.values()),
                "error_count": len(report.errors) + bool(error),
                "mail_count": report.mails,
                **figures,
                **told(error),
            }
        )


def guarded(job):
    """Run a job of a thread; whatever goes wrong is that account's error alone."""
    try:
        return job()
    except Exception as error:
        _logger.exception("Reading an account failed")
        return SyncError(f"{type(error).__name__}: {error}")
