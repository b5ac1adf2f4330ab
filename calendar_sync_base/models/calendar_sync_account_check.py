"""Whether a provider accepts what an administrator entered, asked before anybody connects."""

import logging

from odoo import api, models

from ..core.errors import SyncError, Transient, Unreachable
from . import messages

_logger = logging.getLogger(__name__)


class CalendarSyncAccount(models.Model):
    """Puts the provider's answer into words."""

    _inherit = "calendar.sync.account"

    @api.model
    def _check_setup(self, code):
        """Ask a provider about its client credentials and redirect URI; return state and sentence.

        The state is `fine`, `open` (not everything could be found out) or `trouble`. Nothing was
        written in this transaction, so nobody waits for it while the provider is asked.
        """
        addon = self._providers()[code]
        redirect_uri = self._redirect_uri(code)
        if not self._is_configured(code):
            return "trouble", self.env._("Enter the Client ID and the Client Secret first.")
        if trouble := addon.redirect_trouble(redirect_uri):
            return "trouble", self.env._(trouble)
        try:
            confirmed = addon.authorizer(self.env).check(redirect_uri)
        except SyncError as error:
            _logger.info("The configuration of %s does not work: %s", addon.label, error.detail)
            return "trouble", self._check_trouble(addon, error)
        state = "fine" if confirmed.secret and confirmed.redirect_uri else "open"
        return state, self._check_words(confirmed, addon.label)

    @api.model
    def _check_trouble(self, addon, error):
        """Return what is wrong, and what an administrator does about it."""
        if isinstance(error, Unreachable):
            return self.env._(
                "This server cannot reach %s. Check its way to the internet: name resolution, "
                "firewall and proxy. Nothing was found out about the Client ID and Client Secret.",
                addon.label,
            )
        if isinstance(error, Transient):
            return self.env._(
                "%s cannot answer right now. Please try again in some minutes.", addon.label
            )
        return messages.sentence(self.env, error.code, error.reason, addon)

    @api.model
    def _check_words(self, confirmed, label):
        """Return what the provider confirmed, and what only a person's consent will show."""
        if confirmed.secret and confirmed.redirect_uri:
            return self.env._(
                "%s accepts the Client ID, the Client Secret and the redirect URI. Whether it "
                "also gives the calendar permission shows when the first person connects.",
                label,
            )
        if confirmed.secret:
            return self.env._(
                "%s accepts the Client ID and the Client Secret. It does not tell whether the "
                "redirect URI is registered: compare it with the one below, letter by letter.",
                label,
            )
        if confirmed.redirect_uri:
            return self.env._(
                "%s knows the Client ID and the redirect URI. Whether the Client Secret is right "
                "shows when the first person connects.",
                label,
            )
        return self.env._(
            "%s answers, and objects to nothing. Whether everything is right shows when the first "
            "person connects.",
            label,
        )
