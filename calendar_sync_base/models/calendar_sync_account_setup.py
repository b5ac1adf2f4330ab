"""Whether an account can be used: configured, not paused, and of this very database."""

from odoo import api, models
from odoo.tools import str2bool


class CalendarSyncAccount(models.Model):
    """Reads the provider's system parameters and guards against copies of the database."""

    _inherit = "calendar.sync.account"

    @api.model
    def _is_configured(self, code):
        """Tell whether the administrator entered the client credentials of a provider."""
        addon = self._providers()[code]
        keys = (addon.client_id_key, addon.client_secret_key)
        return all(self._parameter(key) for key in keys)

    def _is_paused(self, code=None):
        """Tell whether the administrator paused a provider (this account's without `code`)."""
        addon = self._providers().get(code or self.provider)
        return bool(addon) and str2bool(self._parameter(addon.paused_key), default=False)

    def _is_bound_here(self):
        """Tell whether this account was connected in this database, not in one it is a copy of."""
        return bool(self.database_uuid) and self.database_uuid == self._parameter("database.uuid")

    @api.model
    def _parameter(self, key):
        # sudo: system parameters are the administrator's; only what is derived from them is told
        return self.env["ir.config_parameter"].sudo().get_param(key) or ""
