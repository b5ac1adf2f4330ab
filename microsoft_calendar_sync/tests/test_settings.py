"""The Outlook block of the settings: what is entered, what is shown, and what never is."""

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase

from odoo.addons.calendar_sync_base.tests.settings_case import SettingsMixin

from ..models.calendar_sync_account import microsoft_authorizer
from ..models.registration import is_tenant, redirect_trouble

GUID = "8f3a1c52-6f0e-4d0c-9a3b-2f7c1d5e9b10"


class TestMicrosoftSettings(SettingsMixin, TransactionCase):
    """An administrator sets Outlook up."""

    code = "microsoft"
    prefix = "microsoft_calendar"
    callback = "/microsoft_account/authentication"

    def test_addresses_microsoft_accepts(self):
        """Microsoft sends people back to https addresses, or to this machine."""
        loopback = ("http://localhost:8069/x", "http://127.0.0.1:8069/x")
        accepted = ("https://erp.example.com/x", "https://erp/x", *loopback)
        refused = ("http://erp.example.com/x", "http://[::1]:8069/x", "https://", "")
        self.assertFalse(any(redirect_trouble(one) for one in accepted))
        self.assertTrue(all(redirect_trouble(one) for one in refused))

    def test_secret_id_is_refused(self):
        """The Secret ID that Azure shows beside the Value is refused at once, in a sentence."""
        self.save(client_id="id-1", client_secret="secret-1")
        with self.assertRaisesRegex(ValidationError, "Secret ID"), self.env.cr.savepoint():
            self.save(client_id="id-1", client_secret=f" {GUID.upper()} ")
        self.assertEqual(self.parameters.get_param(self.secret_key), "secret-1")

    def test_secret_id_is_refused_by_the_wizard(self):
        """Odoo's "Connect your Calendar" does not take the Secret ID either."""
        wizard = self.env["calendar.provider.config"].create(
            {
                "external_calendar_provider": "microsoft",
                "microsoft_outlook_client_identifier": "id-1",
                "microsoft_outlook_client_secret": GUID,
            }
        )
        with self.assertRaisesRegex(ValidationError, "Secret ID"):
            wizard._calendar_sync_store("microsoft")

    def test_tenant(self):
        """The tenant is a word, an ID or a domain, and is what people are sent to."""
        for entered in (
            "",
            "common",
            "Organizations",
            "consumers",
            GUID,
            "contoso.onmicrosoft.com",
        ):
            self.assertTrue(is_tenant(entered), entered)
        for entered in ("everybody", "contoso", "https://contoso.com", "a b.com", "../common"):
            self.assertFalse(is_tenant(entered), entered)
        self.save(client_id="id-1", client_secret="secret-1", tenant=" Contoso.com ")
        self.assertEqual(microsoft_authorizer(self.env).tenant, "contoso.com")

    def test_tenant_is_everybody_by_default(self):
        """Without a tenant, accounts of all organizations and personal ones may connect."""
        self.save(client_id="id-1", client_secret="secret-1", tenant=False)
        self.assertEqual(microsoft_authorizer(self.env).tenant, "common")

    def test_wrong_tenant_is_refused(self):
        """What cannot be a tenant is refused in a sentence that tells where to find it."""
        with self.assertRaisesRegex(ValidationError, "overview page"):
            self.save(tenant="my company")

    def test_own_rows_are_in_the_block(self):
        """Tenant and expiry stand with the credentials, and hint at what is usual."""
        block = self.block()
        [tenant] = block.xpath(".//field[@name='microsoft_calendar_tenant']")
        self.assertEqual(tenant.get("placeholder"), "common")
        [credentials] = block.xpath("div[hasclass('o_calendar_sync_credentials')]")
        for name in ("tenant", "secret_expiry", "secret_warning"):
            self.assertTrue(credentials.xpath(f".//field[@name='microsoft_calendar_{name}']"))
