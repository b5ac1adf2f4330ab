"""What a provider's addon may say and do in its own way."""

from dataclasses import replace

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import LazyTranslate, mute_logger

from ..core.errors import MissingScope, NeedsReconnect, Refused
from ..hooks import leave
from ..models.provider_addon import NOT_REVOKED
from ..models.res_config_credentials import accepted_secret
from .oauth_case import OAuthCase, OAuthHttpCase

words = LazyTranslate("base", default_lang="en_US")
POLICY = words("Your organization does not allow it.")
TWICE = words("A second proof is asked for.")
REMOVE = words("Remove it in the garden.")
NO_SECRET = words("This is the name of the secret.")


def by_policy(query):
    """Know one of the errors a consent may end with."""
    blocked = "P1" in query.get("error_description", "")
    return MissingScope("blocked", reason="policy") if blocked else None


def named(secret):
    """Know what is no secret."""
    return NO_SECRET if secret.startswith("name-") else None


class WordsMixin:
    """The fake provider has sentences of its own."""

    @classmethod
    def fake_addon(cls):
        return replace(
            super().fake_addon(),
            sentences={"policy": POLICY, "twice": TWICE, NOT_REVOKED: REMOVE},
            come_back_error=by_policy,
            secret_trouble=named,
        )


@tagged("-at_install", "post_install")
class TestPages(WordsMixin, OAuthHttpCase):
    """The pages on which a consent may end."""

    def come_back_with(self, **query):
        """Come back from a fresh consent and return the page."""
        return self.come_back(state=self.depart()["state"], **query).text

    def test_refused_on_the_way_back(self):
        """An error that the addon knows is said in its sentence, by what came with it."""
        page = self.come_back_with(error="access_denied", error_description="P1: no")
        self.assertIn("Your organization does not allow it.", page)
        self.assertNotIn("The permission was not given.", page)

    def test_unknown_on_the_way_back(self):
        """An error that the addon does not know is said as for every provider."""
        page = self.come_back_with(error="access_denied", error_description="P2: no")
        self.assertIn("The permission was not given.", page)

    def test_refused_at_the_exchange(self):
        """The addon's reason goes before the general sentence of the error's class."""
        self.authorizer.error = NeedsReconnect("twice", reason="twice")
        page = self.come_back_with(code="c1")
        self.assertIn("A second proof is asked for.", page)
        self.assertNotIn("took too long", page)


class TestWords(WordsMixin, OAuthCase):
    """The rest of its sentences."""

    @mute_logger("odoo.addons.calendar_sync_base.models.calendar_sync_account_oauth")
    def test_where_to_withdraw(self):
        """Where a grant cannot be revoked from here, the user reads where to withdraw it."""
        account = self.connected()
        self.authorizer.error = Refused("nobody to ask")
        answer = self.anna.with_user(self.anna).calendar_sync_disconnect("fake")
        self.assertEqual(answer["params"]["message"], "Remove it in the garden.")
        self.assertFalse(account.refresh_token)

    def test_what_is_no_secret(self):
        """What the addon knows to be no secret is refused; all else is stored without blanks."""
        addon = self.fake_addon()
        self.assertEqual(accepted_secret(self.env, addon, " s-1 "), "s-1")
        self.assertEqual(accepted_secret(self.env, None, "name-1 "), "name-1")
        with self.assertRaisesRegex(ValidationError, "name of the secret"):
            accepted_secret(self.env, addon, " name-1")


class TestLeaving(OAuthCase):
    """A provider's addon is uninstalled."""

    def test_everybody_is_disconnected(self):
        """Every account of that provider is disconnected, and no account of another."""
        mine, bens = self.connected(), self.connected(self.ben, email="ben@provider.example")
        leave(self.env, "other")
        self.assertEqual((mine + bens).mapped("state"), ["active", "active"])
        leave(self.env, "fake")
        self.assertEqual((mine + bens).mapped("state"), ["disconnected", "disconnected"])
        self.assertEqual(self.authorizer.revoked, ["refresh-0", "refresh-0"])


class TestHiddenSecrets(OAuthCase):
    """Client secrets among the system parameters."""

    def test_any_provider(self):
        """The rows of all providers' secrets are hidden, those of other parameters are not."""
        parameters = self.parameters.with_user(self.env.ref("base.user_admin"))
        secret = self.parameters.search([("key", "=", "fake_calendar_client_secret")])
        self.assertTrue(secret)
        self.assertFalse(parameters.search([("id", "=", secret.id)]))
        self.assertTrue(parameters.search([("key", "=", "fake_calendar_client_id")]))
        with self.assertRaises(AccessError):
            secret.with_user(parameters.env.user).read(["value"])
