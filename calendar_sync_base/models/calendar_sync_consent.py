"""Consents under way: what has to stay on the server while the user is at the provider's page.

https://www.rfc-editor.org/rfc/rfc6749#section-4.1 and https://www.rfc-editor.org/rfc/rfc7636
"""

import secrets
from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.http import STORED_SESSION_BYTES, request

from ..core import oauth
from . import vault
from .secret_field import SecretChar


class CalendarSyncConsent(models.Model):
    """One way to the provider and back, for one session of one user; used once."""

    _name = "calendar.sync.consent"
    _inherit = ["calendar.sync.secrets"]
    _description = "Calendar Synchronization Consent"

    account_id = fields.Many2one("calendar.sync.account", required=True, ondelete="cascade")
    nonce = SecretChar(required=True, groups=fields.NO_ACCESS)
    verifier = SecretChar(required=True, groups=fields.NO_ACCESS)
    redirect_uri = fields.Char(required=True)

    _nonce_once = models.Constraint("UNIQUE(nonce)", "A consent is used once.")

    @api.model
    def _open(self, account, redirect_uri, return_path):
        """Return the `state` and the PKCE challenge that go to the provider.

        Raises ValueError for a return path that is not on this server.
        """
        verifier, challenge = oauth.pkce(secrets.token_bytes(32))
        claims = oauth.Claims(
            user_id=account.user_id.id,
            provider=account.provider,
            session=self._session_digest(),
            return_path=return_path,
            nonce=secrets.token_urlsafe(16),
        )
        state = oauth.issue(self._secret(), claims, datetime.now(UTC))
        self.create(
            {
                "account_id": account.id,
                "nonce": claims.nonce,
                "verifier": vault.seal(verifier),
                "redirect_uri": redirect_uri,
            }
        )
        return state, challenge

    @api.model
    def _redeem(self, provider, state):
        """Return what a state that came back stands for: the claims and its consent's values.

        The consent is deleted, so that no state is accepted twice. Raises BadState.
        """
        digest = self._session_digest()
        claims = oauth.verify(self._secret(), state, datetime.now(UTC), digest)
        if (claims.user_id, claims.provider) != (self.env.uid, provider):
            raise oauth.BadState("another user")
        found = self.search([("nonce", "=", claims.nonce)]).try_lock_for_update()
        if not found or found.account_id.user_id.id != claims.user_id:
            raise oauth.BadState("used")
        account, redirect_uri, verifier = found.account_id, found.redirect_uri, found.verifier
        found.unlink()
        return claims, account, redirect_uri, self._opened(verifier)

    @staticmethod
    def _opened(verifier):
        try:
            return vault.unseal(verifier)
        except vault.VaultLocked as locked:
            raise oauth.BadState("sealed with another key") from locked

    @api.model
    def _session_digest(self):
        """Return what stands for the current session; its stable part survives rotation."""
        session_id = request.session.sid if request else ""
        return oauth.session_digest(self._secret(), (session_id or "")[:STORED_SESSION_BYTES])

    @api.model
    def _secret(self):
        return self.env["ir.config_parameter"].sudo().get_param("database.secret").encode()

    @api.autovacuum
    def _gc_expired(self):
        limit = fields.Datetime.now() - oauth.LIFETIME
        self.search([("create_date", "<", limit)], limit=10000).unlink()
