"""The address Microsoft sends people back to, and leaving."""

from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.calendar_sync_base.core.errors import NeedsAdministrator
from odoo.addons.calendar_sync_base.tests.authentication_case import (
    AuthenticationMixin,
    UninstallMixin,
)

from ..core.errors import oauth_error
from ..engine.credentials import SCOPES, MicrosoftAuthorizer
from ..hooks import uninstall_hook

TRACE = "Trace ID: 1b2c Correlation ID: 3d4e Timestamp: 2026-11-20 09:00:00Z"
REVOKING = "odoo.addons.calendar_sync_base.models.calendar_sync_account_oauth"


@tagged("-at_install", "post_install")
class TestAuthentication(AuthenticationMixin, HttpCase):
    """Odoo's address, shared."""

    code = "microsoft"
    prefix = "microsoft_calendar"
    callback = "/microsoft_account/authentication"
    label = "Outlook"

    def failed(self, error, description):
        """Come back with an error and return the page."""
        state = self.depart()["state"]
        return self.come_back(state=state, error=error, error_description=description).text

    def test_consent_asks_for_what_is_needed(self):
        """Consent asks for the calendars and a refresh token, and for a way back by GET."""
        asked = self.depart()
        self.assertLessEqual({*SCOPES, "offline_access"}, set(asked["scope"].split()))
        self.assertEqual(asked["response_mode"], "query")

    def test_consent_of_an_administrator(self):
        """Where only an administrator may consent, the page says whom to ask."""
        page = self.failed("access_denied", f"AADSTS90094: Consent needed. {TRACE}")
        self.assertIn("Only your Microsoft administrator may allow this application.", page)
        self.assertIn("Nothing was connected.", page)

    def test_refused_by_a_policy(self):
        """A rule of the organization is named as such, not taken for the user's own no."""
        page = self.failed("access_denied", f"AADSTS53003: Access has been blocked. {TRACE}")
        self.assertIn("conditional access", page)
        self.assertNotIn("The permission was not given.", page)

    def test_refused_otherwise(self):
        """An error without a sentence of its own is told by its name, and nothing of its traces."""
        page = self.failed("invalid_request", f"AADSTS900144: Something else. {TRACE}")
        self.assertIn("invalid_request", page)
        self.assertNotIn("Correlation", page)

    @mute_logger("odoo.addons.calendar_sync_base.controllers.consent")
    def test_secret_id(self):
        """A wrong secret is told to the user, who asks the administrator to enter the value."""
        error = oauth_error("invalid_client", 401, description=f"AADSTS7000215: Wrong. {TRACE}")
        self.assertIsInstance(error, NeedsAdministrator)

        def refuse(*_asked):
            raise error

        self.patch(MicrosoftAuthorizer, "exchange", refuse)
        page = self.come_back(state=self.depart()["state"], code="c1").text
        self.assertIn("not its ID", page)


class TestLeaving(UninstallMixin, TransactionCase):
    """Microsoft cannot be asked to withdraw the permission of one application."""

    code = "microsoft"
    prefix = "microsoft_calendar"

    def test_tokens_are_forgotten(self):
        """Uninstalling forgets the tokens, and deletes no meeting [promise 44]."""
        account, told = self.leave(uninstall_hook, MicrosoftAuthorizer)
        self.assertEqual(told, ["refresh-1"])
        self.assert_forgotten(account)

    @mute_logger(REVOKING)
    def test_user_is_told_where_to_remove_it(self):
        """Whoever disconnects reads where to remove the permission at Microsoft."""
        account, _told = self.leave(lambda env: None, MicrosoftAuthorizer)
        self.assertEqual(account.state, "active")
        answer = account.with_user(self.dora).action_disconnect()
        self.assert_forgotten(account)
        self.assertIn("https://myapps.microsoft.com", answer["params"]["message"])
        self.assertIn("https://account.live.com/consent/Manage", answer["params"]["message"])
