"""Accounts that are synchronized by jobs, one each, where the scheduled actions only queue them."""

from odoo import fields, models

from odoo.addons.queue_job.exception import RetryableJobError

OCCUPIED_SECONDS = 5
"""After which a job looks again whether another one is done with its account."""


class CalendarSyncAccount(models.Model):
    """Has a job while it is due."""

    _inherit = "calendar.sync.account"

    def _serve(self):
        """Queue a job for each of these due accounts that has none waiting."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(self))
        with self._reserved(len(self)) as mine:
            for account in mine:
                account._queue()
            cron._commit_progress(len(mine), remaining=0)

    def _queue(self):
        """Queue a job; one that waits already does its work."""
        title = self.env._("Synchronize the calendars of %s", self.display_name)
        key = f"{self._name}-{self.id}"
        self.with_delay(identity_key=key, description=title)._sync_as_job()

    def _sync_as_job(self):
        """Synchronise this account if it is due, and again when its provider allows it.

        Raises RetryableJobError.
        """
        with self._reserved(1) as mine:
            if not mine:
                raise put_off("another worker has this account", OCCUPIED_SECONDS)
            mine._sync_due()
        self._come_again()

    def _come_again(self):
        """Put the job off to when this account may be tried again, after an error."""
        now = fields.Datetime.now()
        if self._may_run() and self.next_attempt and self.next_attempt > now:
            raise put_off(self.error_code, (self.next_attempt - now).total_seconds())


def put_off(reason, seconds):
    """Return what has a job run again, however often; accounts count their failures themselves."""
    return RetryableJobError(reason, seconds=seconds, ignore_retry=True)
