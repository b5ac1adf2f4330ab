"""Jobs that synchronize accounts, with the provider that lives in memory."""

from datetime import timedelta

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tests import tagged

from odoo.addons.calendar_sync_base.tests.pass_case import PassCase
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job


@tagged("post_install", "-at_install")
class TestJobs(PassCase):
    """Who gets a job, when it runs and what it does."""

    def jobs(self):
        """Return the jobs of Anna's account."""
        return self.env["queue.job"].search([("identity_key", "=", self.key)])

    @property
    def key(self):
        """What tells that jobs are about Anna's account."""
        return f"calendar.sync.account-{self.account.id}"

    def queue(self):
        """Run the scheduled action and return the jobs there are."""
        self.commit()
        self.env["calendar.sync.account"]._cron_sync()
        return self.jobs()

    def perform(self):
        """Do the work of the job as the runner does."""
        self.commit()
        self.account._sync_as_job()

    def test_the_scheduled_action_only_queues(self):
        """What is due gets a job on the channel of its own, and nobody is asked anything yet."""
        self.sync()
        self.event()
        before = self.provider
        job = self.queue()
        self.assertEqual((job.state, job.channel), ("pending", "root.calendar_sync"))
        self.assertIn(self.account.email, job.name)
        self.assertIs(self.provider, before)
        self.assertFalse(self.service.meetings(self.here))
        self.perform()
        self.assertEqual(len(self.service.meetings(self.here)), 1)

    def test_an_account_is_queued_once(self):
        """However many changes there are, one job waits for an account."""
        self.event()
        self.queue()
        self.event(name="Another")
        self.assertEqual(len(self.queue()), 1)

    def test_a_change_during_a_job_gets_the_next(self):
        """What is changed while a job runs is not forgotten with it."""
        first = self.queue()
        running = Job.load(self.env, first.uuid)
        running.set_started()
        running.store()
        self.event()
        self.assertEqual(len(self.queue()), 2)

    def test_a_job_may_commit(self):
        """The runner lets a pass keep what the provider was told."""
        config = self.env["queue.job.function"].job_config("<calendar.sync.account>._sync_as_job")
        self.assertTrue(config.allow_commit)

    def test_a_failure_puts_the_job_off(self):
        """The job comes again when its account may, whatever it failed of and however often."""
        self.sync()
        self.account.write(
            {
                "next_attempt": fields.Datetime.now() + timedelta(seconds=90),
                "error_code": "rate_limited",
            }
        )
        with self.assertRaises(RetryableJobError) as caught:
            self.perform()
        self.assertTrue(88 <= caught.exception.seconds <= 91, caught.exception.seconds)
        self.assertTrue(caught.exception.ignore_retry)

    def test_two_jobs_take_turns(self):
        """A job whose account another one has waits instead of asking the provider as well."""
        self.event()
        self.patch(self.env.registry, "cursor", db_connect(self.env.cr.dbname).cursor)
        before = self.provider
        with self.account._reserved(1), self.assertRaises(RetryableJobError) as caught:
            self.perform()
        self.assertTrue(caught.exception.ignore_retry)
        self.assertIs(self.provider, before)

    def test_nothing_is_asked_during_a_pause(self):
        """While the provider is paused no job is queued, and a queued one asks nothing."""
        self.sync()
        self.event()
        before = self.provider
        self.queue()
        self.patch(type(self.account), "_is_paused", lambda _self, code=None: True)
        self.perform()
        self.assertIs(self.provider, before)
        self.jobs().unlink()
        self.assertFalse(self.queue())
        self.assertFalse(self.service.meetings(self.here))

    def test_now_is_now(self):
        """Whoever presses the button does not wait for a job."""
        self.event()
        self.sync()
        self.assertEqual(len(self.service.meetings(self.here)), 1)
        self.assertFalse(self.jobs())
