"""What the buttons show and do: every state of an account, and Odoo's own hooks."""

from odoo import fields

from ..core.errors import DeletionsHeld, EmptyCalendar, NeedsReconnect, Unreachable
from .oauth_case import OAuthCase


class TestStatus(OAuthCase):
    """One word for each state, with the sentence and the actions that go with it."""

    def status(self, user=None):
        """Return what the one button of a user shows."""
        user = user or self.anna
        [status] = user.with_user(user).calendar_sync_status()
        return status

    def assert_status(self, word, *actions, core="sync_stopped"):
        """Check the button, and the word that Odoo's own view is told."""
        status = self.status()
        self.assertEqual((status["status"], status["actions"]), (word, list(actions)))
        hooks = self.anna.with_user(self.anna).check_synchronization_status()
        self.assertEqual(hooks["fake_calendar"], core)

    def in_sync(self, **values):
        """Return an account that was synchronised just now."""
        return self.connected(last_sync=fields.Datetime.now(), **values)

    def test_not_configured(self):
        """Without client credentials nobody can connect, and the button says who can help."""
        self.parameters.set_param("fake_calendar_client_secret", False)
        self.assert_status("not_configured", core="missing_credentials")
        self.assertIn("administrator", self.status()["message"])
        self.assertEqual(self.env["res.users"].check_calendar_credentials()["fake_calendar"], False)

    def test_not_connected(self):
        """A user who is not connected can connect."""
        self.assert_status("not_connected", "connect")
        self.assertEqual(self.env["res.users"].check_calendar_credentials()["fake_calendar"], True)

    def test_first_pass(self):
        """After consent the account is synchronising until its first pass is done."""
        self.connected()
        self.assert_status("syncing", "stop", "disconnect", "reset", core="sync_active")

    def test_in_sync(self):
        """An account in sync says as of when, and by which address it is known."""
        account = self.in_sync()
        self.assert_status("in_sync", "sync_now", "stop", "disconnect", "reset", core="sync_active")
        status = self.status()
        self.assertEqual(status["last_sync"], fields.Datetime.to_string(account.last_sync))
        self.assertEqual(status["email"], "anna@provider.example")
        self.assertEqual(status["account_id"], account.id)

    def test_paused(self):
        """While the administrator pauses a provider, everybody's button says so."""
        self.in_sync()
        self.parameters.set_param("fake_calendar_sync_paused", "True")
        self.assert_status("paused", "stop", "disconnect", "reset", core="sync_paused")

    def test_stopped_and_resumed(self):
        """A user stops and resumes; the tokens are kept in between."""
        account = self.in_sync()
        self.anna.with_user(self.anna).calendar_sync_stop("fake")
        self.assert_status("stopped", "resume", "disconnect", "reset")
        self.assertEqual(account.refresh_token, "refresh-0")
        self.anna.with_user(self.anna).calendar_sync_resume("fake")
        self.assert_status("in_sync", "sync_now", "stop", "disconnect", "reset", core="sync_active")

    def test_needs_reconnect(self):
        """A lost permission is repaired with one click."""
        self.in_sync()._fail(NeedsReconnect("invalid_grant"), None)
        self.assert_status("needs_reconnect", "connect", "stop", "disconnect", "reset")
        self.assertIn("Connect the account again", self.status()["message"])

    def test_problem(self):
        """A problem that passes by itself is shown with its sentence, and can be tried now."""
        self.in_sync()._fail(Unreachable("timeout"), None)
        self.assert_status("problem", "sync_now", "stop", "disconnect", "reset", core="sync_active")
        self.assertIn("cannot be reached right now", self.status()["message"])

    def test_held_deletions(self):
        """A held deletion waits for the user, who lets it through or has it looked at again."""
        account = self.in_sync()
        account._become("held", error_code=DeletionsHeld.__name__)
        self.assert_status("problem", "approve_deletions", "resume", "stop", "disconnect", "reset")
        self.anna.with_user(self.anna).calendar_sync_approve_deletions("fake")
        self.assertEqual(account.state, "active")

    def test_empty_calendar(self):
        """A calendar that came back empty is looked at again at the user's wish."""
        account = self.in_sync()
        account._become("held", error_code=EmptyCalendar.__name__)
        self.assert_status("problem", "resume", "stop", "disconnect", "reset")
        self.anna.with_user(self.anna).calendar_sync_resume("fake")
        self.assertEqual(account.state, "active")

    def test_active_synchronization(self):
        """Odoo asks before it deletes a meeting unless the provider tells the guests."""
        user = self.anna.with_user(self.anna)
        self.assertFalse(user._has_any_active_synchronization())
        self.in_sync()
        self.assertTrue(user._has_any_active_synchronization())

    def test_nobody_waits(self):
        """Asking for the state talks to no provider [promise 26]."""
        self.in_sync(token_expiry=fields.Datetime.now())
        self.authorizer.error = Unreachable("timeout")
        self.assertEqual(self.status()["status"], "in_sync")
        self.assertFalse(self.authorizer.refreshed)

    def test_bus(self):
        """Every transition is told to the user's open browsers."""
        told = []
        users = type(self.env["res.users"])
        self.patch(users, "_bus_send", lambda user, kind, message: told.append((user, kind)))
        self.in_sync()._become_stopped()
        self.assertEqual(told, [(self.anna, "calendar_sync/status")])


class TestConnect(OAuthCase):
    """The button of a user who is not connected."""

    def test_needs_configuration(self):
        """Before it is configured, a user is told so; an administrator is led to the settings."""
        self.parameters.set_param("fake_calendar_client_id", False)
        answer = self.anna.with_user(self.anna).calendar_sync_connect("fake", "/odoo/calendar")
        self.assertEqual(answer, {"need_config": True, "action": False})
        admin = self.env.ref("base.user_admin")
        answer = admin.with_user(admin).calendar_sync_connect("fake", "/odoo/calendar")
        self.assertEqual(answer["action"]["res_model"], "res.config.settings")

    def test_one_account(self):
        """Clicking twice makes one account."""
        user = self.anna.with_user(self.anna)
        for _ in range(2):
            answer = user.calendar_sync_connect("fake", "/odoo")
            self.assertIn("https://provider.example", answer["url"])
        self.assertEqual(self.accounts.search_count([("user_id", "=", self.anna.id)]), 1)
        self.assertEqual(user.calendar_sync_status()[0]["status"], "not_connected")

    def test_sync_now(self):
        """Synchronising now is done for the account of the user alone."""
        anna, _ben = self.connected(), self.connected(self.ben, email="ben@provider.example")
        asked = []
        noted = lambda one, trigger="person": asked.append((one, trigger))  # noqa: E731
        self.patch(type(self.accounts), "_sync_now", noted)
        self.anna.with_user(self.anna).calendar_sync_now()
        self.assertEqual(asked, [(anna, "person")])
