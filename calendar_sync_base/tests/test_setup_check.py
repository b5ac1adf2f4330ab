"""The test of a configuration: what the provider answers, in words, and for whom."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from ..core.errors import NeedsAdministrator, ServerTrouble, Unreachable
from ..engine.ports import Confirmed
from .oauth_case import OAuthCase

PARTLY = ((True, False), (False, True), (False, False))


class TestSetupCheck(OAuthCase):
    """An administrator clicks "Test configuration"."""

    def ask(self, user=None, code="fake"):
        """Click the button as an administrator, or as somebody else; return the dialog's record."""
        settings = self.env["res.config.settings"].with_user(
            user or self.env.ref("base.user_admin")
        )
        action = settings.action_calendar_sync_test(code)
        return self.env[action["res_model"]].with_user(settings.env.user).browse(action["res_id"])

    def test_works(self):
        """What the provider confirms in full is said in one sentence, with its name."""
        check = self.ask()
        self.assertEqual(check.state, "fine")
        self.assertIn("Fake accepts", check.sentence)
        [asked] = self.authorizer.checked
        self.assertEqual(asked, self.accounts._redirect_uri("fake"))

    def test_left_open(self):
        """What the provider does not say is neither claimed nor refused."""
        sentences = set()
        for secret, redirect_uri in PARTLY:
            self.authorizer.confirmed = Confirmed(secret, redirect_uri)
            check = self.ask()
            self.assertEqual(check.state, "open")
            sentences.add(check.sentence)
        self.assertEqual(len(sentences), len(PARTLY))

    def test_refused(self):
        """A refusal is the sentence of its class, and the redirect URI is there to copy."""
        self.authorizer.error = NeedsAdministrator("detail")
        check = self.ask()
        self.assertEqual(check.state, "trouble")
        self.assertEqual(check.sentence, NeedsAdministrator.advice)
        self.assertTrue(check.redirect_uri.startswith("http"))

    def test_no_network(self):
        """A server without a way to the provider is told so, and not that the secret is wrong."""
        self.authorizer.error = Unreachable("detail")
        sentence = self.ask().sentence
        self.assertIn("cannot reach Fake", sentence)
        self.authorizer.error = ServerTrouble("detail")
        self.assertIn("some minutes", self.ask().sentence)
        self.assertNotIn("detail", sentence)

    def test_address_is_looked_at_first(self):
        """An address that the provider never accepts is said without asking it."""
        addon = self.accounts._providers()["fake"]
        with patch.object(type(addon), "redirect_trouble", lambda *_args: "Only https."):
            self.assertEqual(self.ask().sentence, "Only https.")
        self.assertFalse(self.authorizer.checked)

    def test_not_configured(self):
        """Without credentials nobody is asked."""
        self.parameters.set_param("fake_calendar_client_secret", False)
        self.assertEqual(self.ask().state, "trouble")
        self.assertFalse(self.authorizer.checked)

    def test_unknown_provider(self):
        """A provider that is not installed is refused in a sentence."""
        with self.assertRaises(UserError):
            self.ask(code="other")

    def test_only_administrators(self):
        """Users, managers of the synchronisation, portal users and the public may not ask."""
        manager = "base.group_user,calendar_sync_base.group_calendar_sync_manager"
        for user in (
            self.anna,
            self._user("sync_check_manager", groups=manager),
            self._user("sync_check_portal", groups="base.group_portal"),
            self.env.ref("base.public_user"),
        ):
            with self.assertRaises(AccessError):
                self.ask(user)
            with self.assertRaises(AccessError):
                self.env["calendar.sync.setup.check"].with_user(user).create({"state": "fine"})
        self.assertFalse(self.authorizer.checked)
