"""The health screens: figures of runs, freshness, backlog, what to do, and what ends soon."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user

from ..core import actions, errors
from ..core.errors import NeedsReconnect, Refused, Unreachable
from ..models.calendar_sync_health import DONE
from .pass_case import PassCase


class TestRuns(PassCase):
    """What a run leaves to be counted (promise 40)."""

    def run_(self):
        """Return the newest run."""
        return self.env["calendar.sync.run"].search([], limit=1)

    def test_lag(self):
        """A run says how long the oldest change had been waiting for it."""
        self.event()
        self.commit()
        now = fields.Datetime.now()
        self.links.search([]).dirty_since = now - timedelta(minutes=30)
        self.sync()
        self.assertAlmostEqual(self.run_().lag, 1800, delta=60)
        self.assertEqual((self.run_().error_count, self.run_().action_count), (0, 1))

    def test_no_lag(self):
        """What only came from there waited for nothing here."""
        self.event()
        self.sync()
        self.change_there(title="New")
        self.sync()
        self.assertEqual(self.run_().lag, 0)

    def test_errors(self):
        """Each meeting that is set aside is counted."""
        self.service.fail(Refused("no"), times=2)
        self.event(name="One")
        self.event(name="Two")
        self.sync()
        self.assertEqual(self.run_().error_count, 2)

    def test_failed_reading(self):
        """A pass that does not even begin is a run with an error."""
        self.service.fail(Unreachable("timeout"), on="changes")
        self.sync()
        self.assertEqual((self.run_().error_code, self.run_().error_count), ("Unreachable", 1))

    def test_no_credential(self):
        """So is one without a permission, which stays on the chart."""
        self.patch(type(self.account), "_reading_job", lambda one: lambda: NeedsReconnect("gone"))
        self.sync_without_provider()
        self.assertEqual((self.run_().error_code, self.run_().error_count), ("NeedsReconnect", 1))

    def sync_without_provider(self):
        """Run a pass that opens no connection."""
        self.account._sync_now()

    def test_quiet_pass(self):
        """A pass with nothing to tell is not kept."""
        self.sync()
        self.assertFalse(self.run_())

    def test_summary(self):
        """What a run did is told in words; every kind of action has some."""
        self.event()
        self.sync()
        self.assertEqual(self.run_().summary, "1 added there")
        kinds = {one.__name__ for one in actions.Action.__subclasses__()} - {"Skip"}
        self.assertEqual(set(DONE), kinds)

    def test_summary_in_persian(self):
        """A list has the comma of the language that it is read in."""
        self.env["res.lang"]._activate_lang("fa_IR")
        counts = {"CreateLocal": 1, "CreateRemote": 2, "UpdateLocal": 3}
        run = self.env["calendar.sync.run"].create(
            {"account_id": self.account.id, "counts": counts}
        )
        self.assertEqual(run.summary, "1 added here, 3 changed here, and 2 added there")
        said = run.with_context(lang="fa_IR").summary
        self.assertIn("\N{ARABIC COMMA}", said)
        self.assertNotIn(",", said)

    def test_chart(self):
        """Runs, errors and lag can be drawn by day."""
        self.service.fail(Refused("no"))
        self.event()
        self.sync()
        measures = ["__count", "error_count:sum", "lag:max", "request_count:sum"]
        [group] = self.env["calendar.sync.run"].formatted_read_group(
            [], ["create_date:day"], measures
        )
        self.assertEqual((group["__count"], group["error_count:sum"]), (1, 1))


class TestAccounts(PassCase):
    """How an account is, in words (promise 40)."""

    def test_freshness(self):
        """Freshness is told as people say it."""
        self.assertFalse(self.account.freshness)
        self.account.last_sync = fields.Datetime.now() - timedelta(minutes=5)
        self.assertEqual(self.account.freshness, "5 minutes ago")

    def test_late(self):
        """An account that missed several turns is late, and found as such; a stopped one is not."""
        self.account.last_sync = fields.Datetime.now() - timedelta(minutes=20)
        late = [("is_late", "=", True)]
        self.assertFalse(self.account.is_late)
        self.assertFalse(self.account.search(late))
        self.account.last_sync = fields.Datetime.now() - timedelta(hours=2)
        self.account.invalidate_recordset()
        self.assertTrue(self.account.is_late)
        self.assertEqual(self.account.search(late), self.account)
        self.account._become_stopped()
        self.assertFalse(self.account.search(late))

    def test_backlog(self):
        """The backlog says how many meetings wait, and since when."""
        self.event(name="One")
        self.event(name="Two")
        self.commit()
        links = self.links.search([])
        links[0].dirty_since = since = fields.Datetime.now() - timedelta(hours=1)
        self.account.invalidate_recordset()
        self.assertEqual((self.account.pending_count, self.account.pending_since), (2, since))

    def test_every_error_has_a_fix(self):
        """For every kind of error somebody is told what to do, and who (promise 40)."""
        for code in errors.by_code():
            self.account.error_code = code
            self.assertTrue(self.account.error_fix, code)
        self.account.error_code = "NeedsReconnect"
        self.assertIn("Anna presses Reconnect", self.account.error_fix)
        self.account.error_code = "NeedsAdministrator"
        self.assertIn("Client Secret", self.account.error_fix)
        self.account.error_code = False
        self.assertFalse(self.account.error_fix)

    def test_open_and_retry(self):
        """A meeting set aside is opened and tried again from the list."""
        self.service.fail(Refused("no"))
        event = self.event()
        self.sync()
        link = self.links.search([("error_code", "!=", False)])
        self.assertIn("Open the meeting", link.error_fix)
        action = link.action_open_meeting()
        self.assertEqual((action["res_model"], action["res_id"]), ("calendar.event", event.id))
        link.action_retry()
        self.sync()
        self.assertFalse(link.error_code)

    def test_open_series(self):
        """A series is opened by one of its meetings."""
        series = self.weekly()
        self.commit()
        [link] = self.links.search([("recurrence_id", "=", series.id)])
        self.assertIn(link.action_open_meeting()["res_id"], series.calendar_event_ids.ids)


class TestOverview(PassCase):
    """The figures above the list (promise 40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "sync_health_manager",
            groups="base.group_user,calendar_sync_base.group_calendar_sync_manager",
        )

    def overview(self):
        """Return what the manager sees."""
        return self.account.with_user(self.manager).health_overview()

    def test_figures(self):
        """Accounts are counted by how they are, meetings by what they wait for."""
        other = self._connect(self.ben)
        other._fail(NeedsReconnect("invalid_grant"), None)
        self.service.fail(Refused("no"))
        self.event(name="One")
        self.sync()
        self.event(name="Two")
        self.commit()
        found = self.overview()
        self.assertEqual((found["connected"], found["attention"]), (2, 1))
        self.assertEqual((found["pending"], found["problems"]), (2, 1))

    def test_secret(self):
        """A provider addon tells when its secret ends; it becomes a warning when it is near."""
        day = fields.Date.to_date("2027-05-01")
        accounts = type(self.account)
        self.patch(accounts, "_secret_expiries", lambda _self: [("Memory", day, "")])
        [note] = self.overview()["notes"]
        self.assertIn("05/01/2027", note["text"])
        self.assertFalse(note["warning"])
        self.patch(accounts, "_secret_expiries", lambda _self: [("Memory", day, "Ends soon.")])
        self.assertEqual(self.overview()["notes"], [{"text": "Ends soon.", "warning": True}])

    def test_channels(self):
        """Change notifications that ended are told."""
        self.calendar.channel_expiry = fields.Datetime.now() + timedelta(hours=1)
        self.assertFalse(self.overview()["notes"])
        self.calendar.channel_expiry = fields.Datetime.now() - timedelta(hours=1)
        [note] = self.overview()["notes"]
        self.assertIn("ended: 1", note["text"])

    def test_pause(self):
        """A pause is told where people look for why nothing happens."""
        self.patch(type(self.account), "_is_paused", lambda *args: True)
        [note] = self.overview()["notes"]
        self.assertIn("Memory", note["text"])
