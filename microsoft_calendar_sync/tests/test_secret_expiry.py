"""The day the Client Secret ends: entered, warned of, and told to the managers once."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

EXPIRY = "microsoft_calendar_secret_expiry"


class TestSecretExpiry(TransactionCase):
    """A secret that was forgotten stops everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameters = cls.env["ir.config_parameter"]
        cls.parameters.set_param("microsoft_calendar_client_id", "id-1")
        cls.parameters.set_param("microsoft_calendar_client_secret", "secret-1")
        cls.accounts = cls.env["calendar.sync.account"]
        cls.admin = cls.env.ref("base.user_admin")

    def enter(self, days):
        """Enter a day from today in the settings and return the warning shown afterwards."""
        expiry = fields.Date.today() + timedelta(days=days)
        settings = self.env["res.config.settings"].with_user(self.admin)
        settings.create({EXPIRY: expiry}).execute()
        self.assertEqual(self.parameters.get_param(EXPIRY), str(expiry))
        shown = settings.create({})
        self.assertEqual(shown[EXPIRY], expiry)
        return shown.microsoft_calendar_secret_warning

    def notices(self):
        """Run the daily job and return how many messages each manager has got so far."""
        self.accounts._cron_microsoft_secret()
        subject = "The Client Secret for Outlook has to be renewed"
        return self.env["mail.message"].search_count([("subject", "=", subject)])

    def test_warning(self):
        """Thirty days before the end the settings say so; afterwards they say that it ended."""
        self.assertFalse(self.enter(days=31))
        self.assertIn("ends on", self.enter(days=30))
        self.assertIn("ended on", self.enter(days=0))
        self.assertIn("ended on", self.enter(days=-100))

    def test_managers_are_told_once(self):
        """However often the job runs, each manager gets one message for a secret."""
        managers = self.env.ref("calendar_sync_base.group_calendar_sync_manager").all_user_ids
        self.assertIn(self.admin, managers)
        self.enter(days=40)
        self.assertEqual(self.notices(), 0)
        self.enter(days=20)
        self.assertEqual(self.notices(), len(managers))
        self.assertEqual(self.notices(), len(managers))

    def test_next_secret_is_told_again(self):
        """The secret that follows is a new one, with a message of its own."""
        self.enter(days=20)
        first = self.notices()
        self.enter(days=25)
        self.assertEqual(self.notices(), 2 * first)

    def test_nobody_is_told_without_a_secret(self):
        """Where Outlook is not set up, an old day means nothing."""
        self.enter(days=-5)
        self.parameters.set_param("microsoft_calendar_client_secret", False)
        self.assertEqual(self.notices(), 0)

    def test_forgotten(self):
        """An emptied day is forgotten, and so are warning and message."""
        self.enter(days=5)
        settings = self.env["res.config.settings"].with_user(self.admin)
        settings.create({EXPIRY: False}).execute()
        self.assertFalse(self.parameters.get_param(EXPIRY))
        self.assertEqual(self.notices(), 0)

    def test_new_secret_wants_its_day(self):
        """A new secret is not taken with the day of the one that ended, but without any."""
        self.enter(days=-5)
        settings = self.env["res.config.settings"].with_user(self.admin)
        entered = {"microsoft_calendar_client_secret": "secret-2"}
        with self.assertRaisesRegex(ValidationError, "has passed"), self.env.cr.savepoint():
            settings.create(entered)
        settings.create(entered | {EXPIRY: False}).execute()
        credentials = self.accounts._client_credentials("microsoft")
        self.assertEqual(credentials, ("id-1", "secret-2"))

    @mute_logger("odoo.addons.microsoft_calendar_sync.models.calendar_sync_secret_expiry")
    def test_no_date(self):
        """A system parameter that is no date leaves the settings usable."""
        self.parameters.set_param(EXPIRY, "next summer")
        self.assertFalse(self.env["res.config.settings"].create({})[EXPIRY])

    def test_job_is_daily(self):
        """The job is there and runs every day."""
        cron = self.env.ref("microsoft_calendar_sync.ir_cron_secret")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "days"))
        self.enter(days=5)
        cron.ir_actions_server_id.run()
        self.assertTrue(self.notices())
