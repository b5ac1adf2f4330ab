"""Connecting an account: the way to the provider and back, over real HTTP."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core import oauth
from ..core.errors import NeedsAdministrator, NeedsReconnect, ServerTrouble, Unreachable
from ..models import vault
from .oauth_case import CALLBACK, SCOPES, OAuthHttpCase


@tagged("-at_install", "post_install")
class TestConsent(OAuthHttpCase):
    """All goes well."""

    def test_consent_connects(self):
        """After consent the account waits for a choice, and its user is back where they were."""
        asked = self.depart("/odoo/calendar?debug=1#today")
        answer = self.come_back(state=asked["state"], code="c1")
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith("/odoo/calendar?debug=1#today"))
        self.assertEqual(answer.cookies["calendar_sync_notice"], "fake")
        account = self.account()
        self.assertEqual((account.state, account.email), ("preview", "anna@provider.example"))
        self.assertEqual(account.access_token, "access-c1")
        self.assertEqual(account.refresh_token, "refresh-1")
        self.assertTrue(account._is_bound_here())

    def test_only_the_primary_calendar_is_enabled(self):
        """A new calendar waits for approval; one that is shared for reading is not written to."""
        self.come_back(state=self.depart()["state"], code="c1")
        found = {one.remote_id: one for one in self.account().calendar_ids}
        self.assertTrue(found["anna@provider.example"].enabled)
        self.assertFalse(found["team@group.example"].enabled)
        self.assertEqual(found["team@group.example"].direction, "pull")

    def test_first_pass_is_in_the_background(self):
        """The first synchronization is the worker's; the user waits for no meeting."""
        cron = self.env.ref("calendar_sync_base.ir_cron_sync")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.come_back(state=self.depart()["state"], code="c1")
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertEqual(after, before + 1)

    def test_redirect_uri_is_the_one_shown(self):
        """The redirect URI sent is the one shown: the frozen base URL and our path (promise 30)."""
        self.parameters.set_param("web.base.url", "https://erp.example.com:8443/")
        asked = self.depart()
        self.assertEqual(asked["redirect_uri"], f"https://erp.example.com:8443{CALLBACK}")
        self.assertEqual(asked["redirect_uri"], self.accounts._redirect_uri("fake"))

    def test_verifier_stays_here(self):
        """The PKCE verifier is not in the address the browser goes to, only its challenge."""
        asked = self.depart()
        consent = self.env["calendar.sync.consent"].search([])
        self.assertEqual(len(consent), 1)
        self.assertNotIn(consent.verifier, str(asked))
        self.assertNotEqual(asked["code_challenge"], consent.verifier)

    def test_verifier_is_sealed(self):
        """With a key the verifier is not in the clear while its user is away, and fits after."""
        with patch.dict("os.environ", {vault.VARIABLE: "key"}):
            state = self.depart()["state"]
            consent = self.env["calendar.sync.consent"].search([])
            self.assertTrue(consent.verifier.startswith(vault.MARK))
            self.come_back(state=state, code="c1")
        self.assertEqual(self.account().state, "preview")

    def test_reconnect_keeps_choices(self):
        """Reconnecting keeps account, calendars, and what the user chose of them (promise 29)."""
        self.come_back(state=self.depart()["state"], code="c1")
        account = self.account()
        team = account.calendar_ids.filtered(lambda one: one.name == "Team")
        team.write({"enabled": True, "privacy_mode": "busy"})
        team.cursor = "at-7"
        account.last_sync = fields.Datetime.now()
        account._fail(NeedsReconnect("invalid_grant"), None)
        asked = self.depart()
        self.assertEqual(asked["login_hint"], "anna@provider.example")
        self.come_back(state=asked["state"], code="c2")
        self.assertEqual(self.account(), account)
        self.assertEqual((account.state, account.error_code), ("active", False))
        self.assertEqual(account.access_token, "access-c2")
        self.assertEqual((team.enabled, team.privacy_mode, team.cursor), (True, "busy", "at-7"))

    def test_nothing_secret_is_logged(self):
        """Neither tokens nor code nor state nor the client secret are in the log (promise 32)."""
        with self.assertLogs(level="DEBUG") as caught:
            asked = self.depart()
            self.authorizer.error = NeedsAdministrator("invalid_client")
            self.come_back(state=asked["state"], code="code-secret")
            self.authorizer.error = None
            self.come_back(state=self.depart()["state"], code="c1")
        ours = [one.getMessage() for one in caught.records if "calendar_sync" in one.name]
        for secret in ("secret-1", "refresh-1", "access-c1", "code-secret", asked["state"]):
            self.assertFalse([line for line in ours if secret in line])


@tagged("-at_install", "post_install")
class TestFailures(OAuthHttpCase):
    """Every failure ends on a page that says what to do, and stores no grant."""

    def assert_page(self, answer, *words, status=200):
        """Check a page's words, and that nobody was connected."""
        self.assertEqual(answer.status_code, status)
        for word in words:
            self.assertIn(word, answer.text)
        account = self.account()
        self.assertFalse(account.access_token or account.refresh_token)
        self.assertNotEqual(account.state, "active")

    def fail_with(self, error):
        """Return the page when the exchange of the code fails."""
        asked = self.depart("/odoo/calendar?x=1")
        self.authorizer.error = error
        return self.come_back(state=asked["state"], code="c1")

    def test_declined(self):
        """A user who declines reads that nothing happened, and finds the way back."""
        answer = self.come_back(state=self.depart("/odoo/x")["state"], error="access_denied")
        self.assert_page(answer, "The permission was not given.", 'href="/odoo/x"')
        [status] = self.anna.with_user(self.anna).calendar_sync_status()
        self.assertEqual(status["status"], "not_connected")

    def test_refused_otherwise(self):
        """Another refusal of the provider is shown, and cannot smuggle markup in."""
        answer = self.come_back(state=self.depart()["state"], error="<b>org_internal</b>")
        self.assert_page(answer, "&lt;b&gt;org_internal&lt;/b&gt;")

    def test_wrong_secret(self):
        """A wrong Client Secret is the administrator's to correct, and the button says so."""
        answer = self.fail_with(NeedsAdministrator("invalid_client"))
        self.assert_page(answer, "An administrator has to check them.")
        status = self.anna.with_user(self.anna).calendar_sync_status()[0]
        self.assertEqual((status["status"], status["actions"]), ("problem", ["connect"]))

    def test_code_expired(self):
        """A code that is too old or was used sends the user to connect again."""
        self.assert_page(self.fail_with(NeedsReconnect("invalid_grant")), "Connect again.")

    def test_unreachable(self):
        """When the service does not answer, the page says so and not that the user erred."""
        self.assert_page(self.fail_with(Unreachable("timeout")), "cannot be reached right now")

    def test_server_trouble(self):
        """When the service is down, nothing of the consent is stored."""
        self.assert_page(self.fail_with(ServerTrouble("503")), "not available right now")

    def test_missing_scope(self):
        """A permission that was unticked is named before anything is synchronised (promise 31)."""
        self.authorizer.scopes = SCOPES - {"calendar.events"}
        answer = self.come_back(state=self.depart()["state"], code="c1")
        self.assert_page(answer, "leave every box ticked")

    def test_wrong_account(self):
        """A different remote account than before is recognised and refused [promise 43]."""
        account = self.connected(state="disconnected", access_token=False, refresh_token=False)
        type(self).remote_address = "other@provider.example"
        answer = self.come_back(state=self.depart()["state"], code="c1")
        self.assert_page(answer, "different account", "anna@provider.example")
        self.assertEqual(self.account(), account)
        self.assertFalse(account.calendar_ids)

    def test_failed_reconnect_keeps_a_working_account(self):
        """A failed attempt to connect again leaves an account that works as it is."""
        account = self.connected()
        asked = self.depart()
        self.authorizer.error = Unreachable("timeout")
        self.come_back(state=asked["state"], code="c1")
        self.assertEqual(self.account(), account)
        self.assertEqual((account.state, account.access_token), ("active", "access-0"))

    def test_no_code_and_no_error(self):
        """An answer without a code connects nothing."""
        self.assert_page(self.come_back(state=self.depart()["state"]), "Nothing was connected.")


@tagged("-at_install", "post_install")
class TestState(OAuthHttpCase):
    """A `state` is ours, fresh, unused, and comes back with its session (promise 32)."""

    def assert_refused(self, **query):
        """Check that a way back is refused with a page and connects nothing."""
        answer = self.come_back(**query)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("cannot be used on its own", answer.text)
        self.assertFalse(self.account().filtered("refresh_token"))

    def test_forged(self):
        """A state that we did not sign is refused."""
        state = self.depart()["state"]
        self.assert_refused(state="x" * 40 + "." + state.partition(".")[2], code="c1")
        self.assert_refused(state=state[:-3], code="c1")
        self.assert_refused(state="ä.ö", code="c1")

    def test_replayed(self):
        """A state is accepted once, whatever became of it."""
        state = self.depart()["state"]
        self.come_back(state=state, error="access_denied")
        self.assert_refused(state=state, code="c1")

    def test_expired(self):
        """A state is good for ten minutes."""
        state = self.depart()["state"]
        with patch.object(oauth, "LIFETIME", -oauth.LIFETIME):
            self.assert_refused(state=state, code="c1")

    def test_other_session(self):
        """A state does not work in another session, even of the same user."""
        state = self.depart()["state"]
        self.authenticate("sync_anna", "sync_anna")
        self.assert_refused(state=state, code="c1")

    def test_other_user(self):
        """A state does not work for another user: nobody is connected by a link from somebody."""
        state = self.depart()["state"]
        self.authenticate("sync_ben", "sync_ben")
        self.assert_refused(state=state, code="c1")
        self.assertFalse(self.accounts.search([("user_id", "=", self.ben.id)]))

    def test_other_key(self):
        """A state whose verifier can no longer be opened is refused, and not half redeemed."""
        with patch.dict("os.environ", {vault.VARIABLE: "key"}):
            state = self.depart()["state"]
        self.assert_refused(state=state, code="c1")

    def test_logged_out(self):
        """A state does not work without a session."""
        state = self.depart()["state"]
        self.logout()
        self.assert_refused(state=state, code="c1")

    def test_other_provider(self):
        """A state for one provider is not accepted on the way back from another."""
        state = self.depart()["state"]
        consents = self.env["calendar.sync.consent"].with_user(self.anna).sudo()
        with self.assertRaises(oauth.BadState):
            consents._redeem("other", state)

    @mute_logger("odoo.http")
    def test_open_redirect(self):
        """The way back is a path on this server, nothing else."""
        for path in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"):
            answer = self.call("calendar_sync_connect", "fake", path)
            self.assertIn("error", answer, path)
        self.assertFalse(self.env["calendar.sync.consent"].search([]))

    def test_old_consents_are_forgotten(self):
        """Consents that nobody came back from are deleted."""
        self.depart()
        consents = self.env["calendar.sync.consent"]
        old = "UPDATE calendar_sync_consent SET create_date = now() - interval '1 day'"
        self.env.cr.execute(old)
        consents.invalidate_model()
        consents._gc_expired()
        self.assertFalse(consents.search([]))
