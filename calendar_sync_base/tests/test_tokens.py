"""Tokens: kept valid, sealed at rest, withdrawn, and useless in a copy of the database."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.tools import file_open, mute_logger

from ..core.errors import NeedsReconnect, Unreachable
from ..models import vault
from .days import tuesday
from .oauth_case import FakeCalendars, OAuthCase


class TestAccessToken(OAuthCase):
    """An account asks for a token when it needs one, and only then."""

    def test_valid_token_is_used(self):
        """A token that lasts for a pass is used as it is."""
        self.assertEqual(self.connected()._access_token(), "access-0")
        self.assertFalse(self.authorizer.refreshed)

    def test_expiring_token_is_replaced(self):
        """A token that would not last for a pass is replaced, and the new one is kept."""
        account = self.connected(token_expiry=datetime.now() + timedelta(minutes=4))
        self.authorizer.refresh_token = ""
        self.assertEqual(account._access_token(), "access-1")
        self.assertEqual(account._access_token(), "access-1")
        self.assertEqual(self.authorizer.refreshed, ["refresh-0"])
        self.assertEqual(account.refresh_token, "refresh-0")

    def test_rotated_refresh_token_is_kept(self):
        """A refresh token that comes with the new access token replaces the old one."""
        account = self.connected(access_token=False)
        account._access_token()
        self.assertEqual(account.refresh_token, "refresh-1")

    def test_dead_grant(self):
        """A dead refresh token is the user's to renew: the account waits and says so."""
        account = self.connected(access_token=False)
        self.authorizer.error = NeedsReconnect("invalid_grant")
        with self.assertRaises(NeedsReconnect) as caught:
            account._access_token()
        account._fail(caught.exception, None)
        [status] = self.anna.with_user(self.anna).calendar_sync_status()
        self.assertEqual(status["status"], "needs_reconnect")
        self.assertEqual(status["actions"][0], "connect")
        self.assertEqual(account.refresh_token, "refresh-0")

    def test_user_is_told_once(self):
        """Losing the permission tells the user once, however often it is noticed [promise 29]."""
        account = self.connected()
        for _ in range(3):
            account._fail(NeedsReconnect("invalid_grant"), None)
        domain = [("partner_ids", "in", self.anna.partner_id.ids)]
        told = self.env["mail.message"].search(domain)
        self.assertEqual(told.mapped("subject"), ["Your Fake calendar has to be connected again"])

    def test_renewed_without_database(self):
        """A token that the provider refuses early is replaced by the credential itself."""
        credential = self.connected()._credential()
        self.assertEqual(credential.access_token(), "access-0")
        self.assertEqual(credential.renew(), "access-1")
        self.assertEqual(credential.access_token(), "access-1")
        self.assertTrue(credential.renewed)
        self.assertNotIn("access-1", repr(credential))


class TestVault(OAuthCase):
    """Secrets are sealed when the environment gives a key (promise 32)."""

    def setUp(self):
        """Give a key."""
        super().setUp()
        self.key("one key")

    def key(self, value):
        """Let the environment give this key from now on."""
        self.startPatcher(patch.dict("os.environ", {vault.VARIABLE: value}))

    def stored(self, account):
        """Return the tokens of an account as they are in the database."""
        account.flush_recordset()
        columns = "SELECT access_token, refresh_token FROM calendar_sync_account WHERE id = %s"
        self.env.cr.execute(columns, [account.id])
        return self.env.cr.fetchone()

    def test_tokens_are_sealed(self):
        """With a key, no token is in the database in clear, and every token can be used."""
        account = self.connected(access_token=False)
        self.assertEqual(account._access_token(), "access-1")
        for stored in self.stored(account):
            self.assertTrue(stored.startswith(vault.MARK))
            self.assertNotRegex(stored, "access-|refresh-")
        self.assertEqual(account._access_token(), "access-1")

    def test_client_secret_is_sealed(self):
        """With a key, the client secret is not in the database in clear either."""
        self.parameters.set_param("fake_calendar_client_secret", "secret-2")
        row = self.parameters.search([("key", "=", "fake_calendar_client_secret")])
        self.assertTrue(row.value.startswith(vault.MARK))
        self.assertEqual(self.accounts._client_credentials("fake"), ("id-1", "secret-2"))

    def test_what_was_stored_in_clear(self):
        """What was stored before there was a key still works."""
        self.assertEqual(self.connected()._access_token(), "access-0")

    def test_key_is_replaced(self):
        """A new key in front of the old one seals; the old one still opens."""
        sealed = vault.seal("secret")
        self.key("another key, one key")
        self.assertEqual(vault.unseal(sealed), "secret")
        self.key("another key")
        self.assertEqual(vault.unseal(vault.seal("secret")), "secret")

    def test_lost_key(self):
        """Without the right key, nothing is opened: an administrator has to act."""
        sealed = vault.seal("secret")
        for key in ("", "wrong"):
            self.key(key)
            with self.assertRaises(vault.VaultLocked):
                vault.unseal(sealed)

    def test_key_comes_back(self):
        """Without its key an account says whose move it is, and goes on when it is back."""
        account = self.connected(access_token=False)
        account._access_token()
        self.key("")
        with self.assertRaises(vault.VaultLocked) as caught:
            account._credential()
        account._record_failed_pass(caught.exception, "schedule")
        [status] = self.anna.with_user(self.anna).calendar_sync_status()
        self.assertEqual((account.state, status["status"]), ("active", "problem"))
        self.assertIn("administrator", status["message"])
        self.assertIn(vault.VARIABLE, account.error_fix)
        self.key("new key, one key")
        self.assertEqual(account._credential().access_token(), "access-1")
        account._store_tokens(self.authorizer.tokens("access-2"))
        self.key("new key")
        self.assertEqual(account._credential().access_token(), "access-2")

    def test_key_is_lost_for_good(self):
        """Who cannot give the key back connects again under another: nothing else is lost."""
        account = self.connected(access_token=False)
        account._access_token()
        calendars = FakeCalendars("anna@provider.example").calendars()
        account._store_calendars(calendars)
        kept = account.calendar_ids
        self.key("new key")
        account._connect(self.authorizer.tokens("access-2"), calendars)
        self.assertEqual(account._credential().access_token(), "access-2")
        self.assertEqual(account.calendar_ids, kept)

    def test_no_key(self):
        """Without a key, secrets are stored as they are."""
        self.key("")
        self.assertEqual(vault.seal("secret"), "secret")


class TestDisconnect(OAuthCase):
    """Disconnecting withdraws the grant and keeps everything else [promise 12]."""

    def test_disconnect(self):
        """Tokens are revoked and forgotten; the address and the calendars stay."""
        account = self.connected()
        self.anna.with_user(self.anna).calendar_sync_disconnect("fake")
        self.assertEqual(self.authorizer.revoked, ["refresh-0"])
        self.assertEqual(account.state, "disconnected")
        self.assertFalse(account.access_token or account.refresh_token)
        self.assertEqual(account.email, "anna@provider.example")

    @mute_logger("odoo.addons.calendar_sync_base.models.calendar_sync_account_oauth")
    def test_disconnect_without_an_answer(self):
        """If the provider cannot be told, the tokens go all the same and the user is told."""
        account = self.connected()
        self.authorizer.error = Unreachable("timeout")
        answer = self.anna.with_user(self.anna).calendar_sync_disconnect("fake")
        self.assertFalse(account.refresh_token)
        self.assertIn("security settings", answer["params"]["message"])

    def test_shared_grant_is_not_revoked(self):
        """Two users of one remote account do not cut each other off."""
        self.connected(self.ben)
        self.connected()._disconnect()
        self.assertFalse(self.authorizer.revoked)

    def test_forget(self):
        """Forgetting an account lets another one be connected, and deletes no meeting."""
        account = self.connected()
        times = {"start": tuesday(9), "stop": tuesday(10)}
        event = self.env["calendar.event"].create({"name": "Stays", **times})
        account.with_user(self.anna).action_forget()
        self.assertFalse(account.exists())
        self.assertTrue(event.exists())

    def test_archived_user(self):
        """The calendar of a user who is archived is no longer synchronised [promise 53]."""
        account = self.connected()
        self.anna.active = False
        self.assertEqual(account.state, "stopped")


class TestCopies(OAuthCase):
    """Copies of a database talk to nobody [promise 33]."""

    def test_copy_is_refused(self):
        """In a copy, an account is not used until it is connected there."""
        account = self.connected()
        self.parameters.set_param("database.uuid", "another")
        self.assertFalse(account._is_bound_here() or account._may_run())
        with self.assertRaises(NeedsReconnect):
            account._credential()
        [status] = self.anna.with_user(self.anna).calendar_sync_status()
        self.assertEqual(status["status"], "needs_reconnect")
        self.assertIn("copy of the database", status["message"])

    def test_copy_asks_nothing(self):
        """In a copy, neither worker nor button opens a connection to the provider (promise 33)."""
        account, opened = self.connected(), []
        home = self.parameters.get_param("database.uuid")

        def unreachable(one, _credential):
            opened.append(one)
            raise Unreachable("timeout")

        self.patch(type(account), "_open_provider", unreachable)
        self.patch(self.env.cr, "commit", self.env.cr.flush)
        for database, asks in (("another", 0), (home, 1)):
            self.parameters.set_param("database.uuid", database)
            self.accounts._cron_sync()
            account.with_user(self.anna).action_sync_now()
            self.assertEqual((len(opened) > 0, len(self.authorizer.refreshed)), (asks, 0))

    def test_copy_revokes_nothing(self):
        """Disconnecting in a copy leaves the grant of the original alone."""
        account = self.connected()
        self.parameters.set_param("database.uuid", "another")
        account._disconnect()
        self.assertFalse(self.authorizer.revoked or account.refresh_token)

    def test_neutralize(self):
        """A neutralised database has no tokens, no channels, and no active account."""
        account = self.connected()
        account._store_calendars(self.fake_addon().calendar_provider(account, None).calendars())
        account.calendar_ids.write({"channel_id": "c", "channel_token": "t"})
        self.env.flush_all()
        with file_open("calendar_sync_base/data/neutralize.sql") as file:
            self.env.cr.execute(file.read())
        self.env.invalidate_all()
        self.assertEqual(account.state, "disconnected")
        self.assertFalse(account.access_token or account.refresh_token or account.database_uuid)
        self.assertFalse(any(one.channel_id or one.channel_token for one in account.calendar_ids))
