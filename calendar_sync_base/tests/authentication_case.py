"""What every provider's way back promises; each provider addon runs this."""

import json
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

from odoo.tests import new_test_user
from odoo.tools import mute_logger


class ConfiguredMixin:
    """A provider with client credentials, and Dora; `code` and `prefix` say which provider."""

    code = ""
    prefix = ""

    def setUp(self):
        """Enter client credentials."""
        super().setUp()
        self.parameters = self.env["ir.config_parameter"]
        self.parameters.set_param(f"{self.prefix}_client_id", "id-1")
        self.parameters.set_param(f"{self.prefix}_client_secret", "secret-1")
        self.dora = new_test_user(self.env, "sync_dora", groups="base.group_user")


class AuthenticationMixin(ConfiguredMixin):
    """Odoo's address, shared; `callback` is its path, `label` what the page calls the provider."""

    allow_inherited_tests_method = True  # Odoo runs none of them otherwise

    callback = ""
    label = ""

    def setUp(self):
        """Let Dora be logged in."""
        super().setUp()
        self.authenticate("sync_dora", "sync_dora")

    def come_back(self, **query):
        """Come back from the provider."""
        return self.url_open(f"{self.callback}?{urlencode(query)}", allow_redirects=False)

    def depart(self):
        """Start a consent over RPC and return what the provider is asked for."""
        params = {
            "model": "res.users",
            "method": "calendar_sync_connect",
            "args": [self.dora.ids, self.code, "/odoo/calendar"],
            "kwargs": {},
        }
        headers = {"Content-Type": "application/json"}
        body = json.dumps({"params": params})
        answer = self.url_open("/web/dataset/call_kw", data=body, headers=headers).json()
        query = parse_qs(urlsplit(answer["result"]["url"]).query)
        return {key: values[0] for key, values in query.items()}

    def test_consent_uses_pkce(self):
        """Consent is asked for with PKCE, and the secret stays here."""
        asked = self.depart()
        self.assertEqual(asked["client_id"], "id-1")
        self.assertEqual(asked["code_challenge_method"], "S256")
        self.assertTrue(asked["redirect_uri"].endswith(self.callback))
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

    def test_state_of_another(self):
        """A user's state is refused to everybody else, and connects nobody's calendar.

        Everybody: a colleague, a manager, a portal user, and a visitor who is not logged in.
        """
        manager = "base.group_user,calendar_sync_base.group_calendar_sync_manager"
        groups = {"ben": "base.group_user", "mona": manager, "guest": "base.group_portal"}
        for name, group in groups.items():
            new_test_user(self.env, f"sync_{name}", groups=group)
        for login in (*(f"sync_{name}" for name in groups), None):
            self.authenticate("sync_dora", "sync_dora")
            state = self.depart()["state"]
            self.authenticate(login, login)
            with self.subTest(login or "visitor"):
                answer = self.come_back(state=state, code="c1")
                self.assertEqual(answer.status_code, 400)
                self.assertNotIn("Traceback", answer.text)
        accounts = self.env["calendar.sync.account"].search([("provider", "=", self.code)])
        self.assertEqual(accounts.user_id, self.dora)
        self.assertEqual(accounts.mapped("state"), ["disconnected"])

    def test_state_is_used_once(self):
        """A state that was answered once is not accepted again."""
        state = self.depart()["state"]
        self.assertEqual(self.come_back(state=state, error="access_denied").status_code, 200)
        self.assertEqual(self.come_back(state=state, error="access_denied").status_code, 400)

    def test_declined(self):
        """A user who declines reads that nothing happened."""
        answer = self.come_back(state=self.depart()["state"], error="access_denied")
        self.assertIn(self.label, answer.text)
        self.assertIn("The permission was not given.", answer.text)


class UninstallMixin(ConfiguredMixin):
    """Leaving withdraws what was granted."""

    def leave(self, uninstall_hook, authorizer):
        """Uninstall with one account connected; return it and what its provider was told.

        `authorizer` is the provider's class.
        """
        account = self.env["calendar.sync.account"].create(
            {
                "user_id": self.dora.id,
                "provider": self.code,
                "email": "dora@example.com",
                "state": "active",
                "refresh_token": "refresh-1",
                "database_uuid": self.parameters.get_param("database.uuid"),
            }
        )
        told = []
        with patch.object(authorizer, "revoke", lambda _self, token: told.append(token)):
            uninstall_hook(self.env)
        return account, told

    def assert_forgotten(self, account):
        """Check that an account is disconnected, and nobody can use its tokens any more."""
        self.assertEqual(account.state, "disconnected")
        self.assertFalse(account.refresh_token)
