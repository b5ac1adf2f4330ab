"""The OAuth web flow of an account, and its tokens.

https://www.rfc-editor.org/rfc/rfc6749#section-4.1 (authorization code) with
https://www.rfc-editor.org/rfc/rfc7636 (PKCE). All methods expect a sudo'ed account.
"""

import logging
from datetime import UTC, timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..core.errors import NeedsReconnect, SyncError, WrongAccount
from ..engine.credential import AccountCredential
from ..engine.ports import Tokens
from ..local.failure import told
from . import vault

_logger = logging.getLogger(__name__)

MARGIN = timedelta(minutes=5)
"""A token with less left is replaced, so that it lasts for a pass."""


class CalendarSyncAccount(models.Model):
    """Connects, keeps the access token valid, disconnects."""

    _inherit = "calendar.sync.account"

    def _consent_url(self, return_path, making=False):
        """Return the provider's page where the user consents.

        :param str return_path: where to come back to, a path on this server
        :param bool making: ask for the permission to make calendars, too
        """
        self.ensure_one()
        self._refuse_while_resetting()
        addon = self._provider()
        redirect_uri = self._redirect_uri(self.provider)
        consents = self.env["calendar.sync.consent"]
        state, challenge = consents._open(self, redirect_uri, return_path)
        authorizer = addon.authorizer(self.env)
        return authorizer.consent_url(redirect_uri, state, challenge, self.email or "", making)

    def _redirect_uri(self, code):
        """Return the address the provider sends people back to, as it has to be registered."""
        return self._parameter("web.base.url").rstrip("/") + self._providers()[code].callback

    def _client_credentials(self, code):
        """Return Client ID and Client Secret of a provider; raises VaultLocked."""
        addon = self._providers()[code]
        secret = vault.unseal(self._parameter(addon.client_secret_key))
        return self._parameter(addon.client_id_key), secret

    def _exchange(self, code, redirect_uri, verifier):
        """Return the tokens and the calendars the user consented to; raises SyncError.

        Nothing is stored: the provider's answers may take their time.
        """
        addon = self._provider()
        authorizer = addon.authorizer(self.env)
        tokens = authorizer.exchange(code, redirect_uri, verifier)
        credential = AccountCredential(authorizer, tokens)
        return tokens, addon.calendar_provider(self, credential).calendars()

    def _connect(self, tokens, calendars):
        """Store what a consent brought, and synchronise from now on; raises SyncError."""
        address = self._address(calendars)
        if self.email and self.email.casefold() != address.casefold():
            raise WrongAccount(f"{address} instead of {self.email}")
        self._refuse_while_resetting()
        self._store_tokens(tokens)
        self._forget_former(address)
        self._store_calendars(calendars)
        self.write(
            {
                "email": self.email or address,
                "granted_scopes": " ".join(sorted(tokens.scopes)),
                "database_uuid": self._parameter("database.uuid"),
                "base_url": self._parameter("web.base.url"),
            }
        )
        self._become_connected()
        self._sync_soon()

    def _address(self, calendars):
        """Return the account's address: the primary calendar's owner, or what it is called."""
        primary = [one.owner or one.remote_id for one in calendars if one.primary]
        if not primary:
            raise SyncError("the account has no primary calendar")
        return primary[0]

    def _store_tokens(self, tokens):
        """Keep tokens, sealed if there is a key; an absent refresh token leaves the old one."""
        values = {
            "access_token": vault.seal(tokens.access_token),
            "token_expiry": tokens.expires.astimezone(UTC).replace(tzinfo=None),
        }
        if tokens.refresh_token:
            values["refresh_token"] = vault.seal(tokens.refresh_token)
        elif not self.refresh_token:
            raise NeedsReconnect("no refresh token was granted")
        self.write(values)

    def _store_calendars(self, calendars):
        """Bring the list of remote calendars up to date; only the primary is enabled by itself."""
        known = {one.remote_id: one for one in self.calendar_ids}
        for remote in calendars:
            values = self._calendar_values(remote)
            if remote.remote_id in known:
                known[remote.remote_id].write(values)
            else:
                self.calendar_ids.create(values | self._calendar_defaults(remote))

    def _calendar_values(self, remote):
        """Return what the provider decides about a calendar."""
        return {
            "name": remote.name or remote.remote_id,
            "color": remote.color,
            "time_zone": remote.zone,
            "access": str(remote.access),
            "is_primary": remote.primary,
            "default_reminders": [list(one) for one in remote.default_reminders],
        }

    def _calendar_defaults(self, remote):
        """Return how a calendar that is new here is set up, until its user chooses."""
        writable = remote.access in ("write", "own")
        return {
            "account_id": self.id,
            "remote_id": remote.remote_id,
            "enabled": remote.primary and not self.contact_id,
            "direction": "both" if writable else "pull",
            "privacy_mode": "busy" if remote.access == "free_busy" else "full",
        }

    def _open_provider(self, credential):
        """Return the connection to this account's calendars; it may be used in a thread."""
        return self._provider().calendar_provider(self, credential)

    def _access_token(self):
        """Return a valid access token, a fresh one if need be; raises SyncError.

        One process at a time asks for a fresh one: the others wait for its row lock.
        """
        self.ensure_one()
        if not self._has_valid_token():
            self._lock_row()
            if not self._has_valid_token():
                self._refresh_token()
        return vault.unseal(self.access_token)

    def _credential(self):
        """Return what signs this account's requests; raises a SyncError.

        A token that runs out is renewed now, so that threads rarely have to.
        """
        if not self._is_bound_here():
            raise NeedsReconnect("the account belongs to another database")
        tokens = Tokens(
            access_token=self._access_token(),
            refresh_token=vault.unseal(self.refresh_token or ""),
            expires=self.token_expiry.replace(tzinfo=UTC),
            scopes=frozenset((self.granted_scopes or "").split()),
        )
        return AccountCredential(self._provider().authorizer(self.env), tokens)

    def _has_valid_token(self):
        limit = fields.Datetime.now() + MARGIN
        return bool(self.access_token and self.token_expiry and self.token_expiry > limit)

    def _lock_row(self):
        """Wait for the lock on this account, and forget what was read before."""
        self.flush_recordset()
        table = SQL.identifier(self._table)
        self.env.cr.execute(SQL("SELECT 1 FROM %s WHERE id = %s FOR NO KEY UPDATE", table, self.id))
        self.invalidate_recordset()

    def _refresh_token(self):
        if not self.refresh_token:
            raise NeedsReconnect("there is no refresh token")
        authorizer = self._provider().authorizer(self.env)
        self._store_tokens(authorizer.refresh(vault.unseal(self.refresh_token)))

    def _disconnect(self):
        """Withdraw the grant and forget the tokens, even if the provider cannot be told.

        Returns the accounts whose grant the user has to withdraw at the provider.
        """
        left = self.browse()
        for account in self:
            if not account._revoke():
                left |= account
            account._become_disconnected()
            account.write({**told(None), "granted_scopes": False})
        return left

    def _revoke(self):
        """Withdraw the grant at the provider, unless somebody else uses the same one."""
        if not (self.refresh_token and self._is_bound_here()) or self._shares_grant():
            return True
        try:
            authorizer = self._provider().authorizer(self.env)
            authorizer.revoke(vault.unseal(self.refresh_token))
        except SyncError as error:
            _logger.warning("Grant of account %s is not revoked: %s", self.id, error.detail)
            return False
        return True

    def _shares_grant(self):
        """Tell whether another user here is connected to the same remote account."""
        return bool(
            self.search_count(
                [
                    ("id", "!=", self.id),
                    ("provider", "=", self.provider),
                    ("email", "=", self.email),
                    ("state", "!=", "disconnected"),
                ],
                limit=1,
            )
        )
