"""Settings: one offer per provider, in one place, and Odoo's own wizard leads to ours."""

from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, ValidationError

from ..core.errors import by_code
from ..models import messages
from .oauth_case import OAuthCase


class TestSettings(OAuthCase):
    """The blocks in the general settings."""

    def settings(self, **values):
        """Save the settings with these values as an administrator does."""
        admin = self.env.ref("base.user_admin")
        settings = self.env["res.config.settings"].with_user(admin).create(values)
        settings.execute()
        return settings

    def view(self):
        """Return the settings as an administrator sees them."""
        admin = self.env.ref("base.user_admin")
        view = self.env["res.config.settings"].with_user(admin).get_view(view_type="form")
        return etree.fromstring(view["arch"])

    def test_one_offer(self):
        """Odoo's own two settings make room for ours, so that nothing is offered twice."""
        arch = self.view()
        for name in ("sync_google_calendar_setting", "sync_outlook_calendar_setting"):
            [theirs] = arch.xpath(f"//setting[@id='{name}']")
            self.assertEqual(theirs.get("invisible"), "1")
        for name in ("google_calendar_sync_setting", "outlook_calendar_sync_setting"):
            [ours] = arch.xpath(f"//block[@name='integration']/setting[@id='{name}']")
            self.assertNotEqual(ours.get("invisible"), "1")

    def test_outlook_only_when_available(self):
        """Outlook is offered when its addon is there to install."""
        modules = self.env["ir.module.module"]
        offered = modules.search_count([("name", "=", "microsoft_calendar_sync")])
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.calendar_sync_outlook_offered, bool(offered))

    def test_interval(self):
        """The interval of the settings is the one of every worker."""
        cron = self.env.ref("calendar_sync_base.ir_cron_sync")
        self.assertEqual((cron.interval_number, cron.interval_type), (15, "minutes"))
        self.settings(calendar_sync_interval=5)
        workers = self.env["calendar.sync.account"]._workers()
        self.assertIn(cron, workers)
        for worker in workers:
            self.assertEqual((worker.interval_number, worker.interval_type), (5, "minutes"))
        for minutes in (0, 4):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.settings(calendar_sync_interval=minutes)

    def test_short_interval_is_left_alone(self):
        """An interval that was shortened by hand does not keep other settings from being saved."""
        cron = self.env.ref("calendar_sync_base.ir_cron_sync")
        cron.write({"interval_number": 1, "interval_type": "minutes"})
        self.settings()
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "minutes"))

    def test_hours_are_left_alone(self):
        """Saving other settings does not change an interval that is given in hours."""
        cron = self.env.ref("calendar_sync_base.ir_cron_sync")
        cron.write({"interval_number": 2, "interval_type": "hours"})
        settings = self.settings()
        self.assertEqual(settings.calendar_sync_interval, 120)
        self.assertEqual(cron.interval_type, "hours")

    def test_pausing_is_told(self):
        """Pausing a provider refreshes the buttons of everybody connected to it."""
        self.connected()
        told = []
        users = type(self.env["res.users"])
        self.patch(users, "_bus_send", lambda user, kind, message: told.append(user))
        paused = iter([False, True])
        with patch.object(type(self.accounts), "_is_paused", lambda *args: next(paused, True)):
            self.settings()
        self.assertEqual(told, [self.anna])

    def test_users_have_no_settings(self):
        """Only administrators open the settings."""
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(self.anna).create({})


class TestWizard(OAuthCase):
    """Odoo's "Connect your Calendar"."""

    def wizard(self, **values):
        """Return the wizard as filled in by an administrator."""
        admin = self.env.ref("base.user_admin")
        return self.env["calendar.provider.config"].with_user(admin).create(values)

    def test_installs_ours(self):
        """The wizard installs and configures our addon, not Odoo's own."""
        asked = []
        wizard = self.wizard(cal_client_id=" id-2 ", cal_client_secret=" secret-2 ")
        modules = type(self.env["ir.module.module"])
        self.patch(modules, "button_immediate_install", lambda one: asked.append(one.name))
        module = self.env["ir.module.module"].search([("name", "=", "google_calendar_sync")])
        module.state = "uninstalled"
        wizard.action_calendar_prepare_external_provider_sync()
        self.assertEqual(asked, ["google_calendar_sync"])
        self.assertEqual(self.parameters.get_param("google_calendar_client_id"), "id-2")
        self.assertEqual(self.parameters.get_param("google_calendar_client_secret"), "secret-2")
        self.assertFalse(wizard.cal_client_secret)

    def test_tells_no_secret(self):
        """The wizard does not fill in the secret that is stored, and an empty one keeps it."""
        self.parameters.set_param("google_calendar_client_secret", "secret-1")
        wizard = self.wizard(cal_client_id="id-2")
        self.assertFalse(wizard.cal_client_secret)
        wizard._calendar_sync_store("google")
        self.assertEqual(self.parameters.get_param("google_calendar_client_secret"), "secret-1")


class TestMessages(OAuthCase):
    """Errors in the user's words."""

    def test_every_error_has_a_sentence(self):
        """Every error that can be stored has a sentence to translate, the same as its original."""
        known = {code: one for code, one in by_code().items() if "calendar_sync" in one.__module__}
        self.assertEqual(set(messages.ADVICE), set(known))
        for code, error in known.items():
            self.assertEqual(messages.sentence(self.env, code), error.advice)

    def test_unknown_code(self):
        """A code of a former version still reads as a sentence."""
        self.assertIn("unexpected", messages.sentence(self.env, "Forgotten"))
