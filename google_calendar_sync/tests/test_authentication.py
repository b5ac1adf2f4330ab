"""The address Google sends people back to, and leaving."""

from odoo.tests import HttpCase, TransactionCase, tagged

from odoo.addons.calendar_sync_base.tests.authentication_case import (
    AuthenticationMixin,
    UninstallMixin,
)

from ..engine.credentials import SCOPES, GoogleAuthorizer
from ..hooks import uninstall_hook


@tagged("-at_install", "post_install")
class TestAuthentication(AuthenticationMixin, HttpCase):
    """Odoo's address, shared."""

    code = "google"
    prefix = "google_calendar"
    callback = "/google_account/authentication"
    label = "Google"

    def test_consent_asks_for_what_is_needed(self):
        """Consent asks for offline access and the two scopes."""
        asked = self.depart()
        self.assertEqual(asked["access_type"], "offline")
        self.assertEqual(set(asked["scope"].split()), set(SCOPES))


class TestUninstall(UninstallMixin, TransactionCase):
    """Leaving withdraws what was granted [promise 44]."""

    code = "google"
    prefix = "google_calendar"

    def test_grants_are_revoked(self):
        """Uninstalling revokes every grant, forgets the tokens, and deletes no meeting."""
        account, told = self.leave(uninstall_hook, GoogleAuthorizer)
        self.assertEqual(told, ["refresh-1"])
        self.assert_forgotten(account)
