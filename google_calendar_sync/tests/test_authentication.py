"""The address Google sends people back to, and leaving."""

import json
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..engine.credentials import SCOPES, GoogleAuthorizer
from ..hooks import uninstall_hook

CALLBACK = "/google_account/authentication"


def configure(env):
    """Enter client credentials."""
    env["ir.config_parameter"].set_param("google_calendar_client_id", "id-1")
    env["ir.config_parameter"].set_param("google_calendar_client_secret", "secret-1")


@tagged("-at_install", "post_install")
class TestAuthentication(HttpCase):
    """Odoo's address, shared."""

    def setUp(self):
        """Let Dora be logged in, with Google configured."""
        super().setUp()
        configure(self.env)
        self.dora = new_test_user(self.env, "sync_dora", groups="base.group_user")
        self.authenticate("sync_dora", "sync_dora")

    def come_back(self, **query):
        """Come back from Google."""
        return self.url_open(f"{CALLBACK}?{urlencode(query)}", allow_redirects=False)

    def depart(self):
        """Start a consent over RPC and return what Google is asked for."""
        params = {
            "model": "res.users",
            "method": "calendar_sync_connect",
            "args": [self.dora.ids, "google", "/odoo/calendar"],
            "kwargs": {},
        }
        headers = {"Content-Type": "application/json"}
        body = json.dumps({"params": params})
        answer = self.url_open("/web/dataset/call_kw", data=body, headers=headers).json()
        query = parse_qs(urlsplit(answer["result"]["url"]).query)
        return {key: values[0] for key, values in query.items()}

    def test_consent_asks_for_what_is_needed(self):
        """Consent asks for offline access, PKCE, and the two scopes; the secret stays here."""
        asked = self.depart()
        self.assertEqual(asked["access_type"], "offline")
        self.assertEqual(asked["code_challenge_method"], "S256")
        self.assertEqual(set(asked["scope"].split()), set(SCOPES))
        self.assertTrue(asked["redirect_uri"].endswith(CALLBACK))
        self.assertNotIn("secret-1", str(asked))

    def test_states_of_other_addons(self):
        """A state that is not ours is left to Odoo's own addons, which go on as they always did."""
        state = json.dumps({"s": "drive", "f": "/odoo/drive", "d": self.env.cr.dbname})
        answer = self.come_back(state=state, error="access_denied")
        self.assertTrue(answer.headers["Location"].endswith("/odoo/drive?error=access_denied"))

    @mute_logger("odoo.http")
    def test_no_state(self):
        """Without a state nothing happens."""
        self.assertEqual(self.come_back(code="c1").status_code, 400)

    def test_forged_state(self):
        """A made-up state ends on a page and connects nothing."""
        answer = self.come_back(state="made.up", code="c1")
        self.assertEqual(answer.status_code, 400)
        accounts = self.env["calendar.sync.account"]
        self.assertFalse(accounts.search([("user_id", "=", self.dora.id)]))

    def test_declined(self):
        """A user who declines at Google reads that nothing happened."""
        answer = self.come_back(state=self.depart()["state"], error="access_denied")
        self.assertIn("Google", answer.text)
        self.assertIn("The permission was not given.", answer.text)


class TestUninstall(TransactionCase):
    """Leaving withdraws what was granted [promise 44]."""

    def test_grants_are_revoked(self):
        """Uninstalling revokes every grant, forgets the tokens, and deletes no meeting."""
        configure(self.env)
        user = new_test_user(self.env, "sync_dora", groups="base.group_user")
        account = self.env["calendar.sync.account"].create(
            {
                "user_id": user.id,
                "provider": "google",
                "email": "dora@example.com",
                "state": "active",
                "refresh_token": "refresh-1",
                "database_uuid": self.env["ir.config_parameter"].get_param("database.uuid"),
            }
        )
        revoked = []
        with patch.object(GoogleAuthorizer, "revoke", lambda _self, token: revoked.append(token)):
            uninstall_hook(self.env)
        self.assertEqual(revoked, ["refresh-1"])
        self.assertEqual(account.state, "disconnected")
        self.assertFalse(account.refresh_token)
