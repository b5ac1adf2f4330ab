"""The Google block of the settings: what is entered, what is shown, and what never is."""

from odoo.tests import TransactionCase

from odoo.addons.calendar_sync_base.tests.settings_case import SettingsMixin

from ..models.calendar_sync_account import redirect_trouble


class TestGoogleSettings(SettingsMixin, TransactionCase):
    """An administrator sets Google up."""

    code = "google"
    prefix = "google_calendar"
    callback = "/google_account/authentication"

    def test_addresses_google_accepts(self):
        """Google sends people back to https addresses with a public name, or to this machine."""
        accepted = ("https://erp.example.com/x", "http://localhost:8069/x")
        refused = ("http://erp.example.com/x", "https://erp/x", "")
        self.assertFalse(any(redirect_trouble(one) for one in accepted))
        self.assertTrue(all(redirect_trouble(one) for one in refused))
