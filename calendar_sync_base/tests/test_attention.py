"""A user whose account needs them: one activity, one banner, one mail, and an end to it."""

from ..core.errors import DeletionsHeld, NeedsReconnect, Unreachable
from .oauth_case import OAuthCase


class TestAttention(OAuthCase):
    """Anna's account loses its permission, or stops at a decision."""

    def setUp(self):
        """Let Anna be connected."""
        super().setUp()
        self.account_ = self.connected()

    def activities(self, user=None):
        """Return the activities of a user about accounts."""
        model = ("res_model", "=", "calendar.sync.account")
        return self.env["mail.activity"].search([model, ("user_id", "=", (user or self.anna).id)])

    def lose(self):
        """Let the permission be gone."""
        self.account_._fail(NeedsReconnect("invalid_grant"), None)

    def mails(self):
        """Return how many mails Odoo has for Anna."""
        domain = [("partner_ids", "in", self.anna.partner_id.ids)]
        return self.env["mail.message"].search_count(domain)

    def banner(self):
        """Return what the banner of Anna's calendar says."""
        status = self.anna.with_user(self.anna).calendar_sync_status()
        return [one["message"] for one in status if one["attention"]]

    def test_one_activity_one_mail(self):
        """However often the loss is noticed, there is one activity and one mail [promise 29]."""
        for _ in range(5):
            self.lose()
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(self.mails(), 1)
        self.assertIn("connected again", self.activities().summary)
        self.assertEqual(self.activities().res_id, self.account_.id)

    def test_repaired(self):
        """Connecting again takes the activity and the banner away."""
        self.lose()
        self.assertEqual(len(self.banner()), 1)
        self.account_._become_active()
        self.assertFalse(self.activities())
        self.assertFalse(self.banner())

    def test_given_up(self):
        """So do stopping, disconnecting and forgetting."""
        for act in ("action_stop", "action_disconnect", "action_forget"):
            account = self.account_ = self.connected(email=f"{act}@provider.example")
            self.lose()
            self.assertTrue(self.activities())
            getattr(account.with_user(self.anna), act)()
            self.assertFalse(self.activities())

    def test_lost_again(self):
        """A permission that is lost again asks again."""
        self.lose()
        self.account_._become_active()
        self.lose()
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(self.mails(), 2)

    def test_done_by_hand(self):
        """An activity ticked off without repairing anything is not made anew."""
        self.lose()
        self.activities().with_user(self.anna).action_done()
        self.lose()
        self.assertFalse(self.activities())

    def test_decision(self):
        """A decision that is waited for is an activity and a banner, and no mail."""
        for _ in range(2):
            self.account_._record_failure(DeletionsHeld("40 of 50"))
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(self.mails(), 0)
        self.assertIn("would be deleted", self.banner()[0])
        self.anna.with_user(self.anna).calendar_sync_approve_deletions("fake")
        self.assertFalse(self.activities())

    def test_passing_trouble(self):
        """What passes by itself bothers nobody."""
        self.account_._fail(Unreachable("timeout"), None)
        self.assertFalse(self.activities())
        self.assertFalse(self.banner())
        self.assertEqual(self.mails(), 0)

    def test_language(self):
        """The activity speaks the language of its user, not of the worker."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.anna.lang = "de_DE"
        self.assertEqual(self.account_._for_user().env.lang, "de_DE")

    def test_archived_user(self):
        """A user who left gets no activity."""
        self.anna.active = False
        self.lose()
        self.assertFalse(self.activities())

    def test_own_only(self):
        """Nobody else gets one, and nobody else may see it."""
        self.lose()
        self.assertFalse(self.activities(self.ben))
        self.assertFalse(self.activities().with_user(self.ben)._filtered_access("read"))
