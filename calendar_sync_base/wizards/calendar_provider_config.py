"""Odoo's "Connect your Calendar" wizard installs and configures our provider addons."""

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_module import assert_log_admin_access

from ..models.res_config_credentials import accepted_secret

FIELDS = {
    "google": ("cal_client_id", "cal_client_secret", "cal_sync_paused"),
    "microsoft": (
        "microsoft_outlook_client_identifier",
        "microsoft_outlook_client_secret",
        "microsoft_outlook_sync_paused",
    ),
}


class CalendarProviderConfig(models.TransientModel):
    """Never shows a secret that is already stored, and keeps none."""

    _inherit = "calendar.provider.config"

    cal_client_secret = fields.Char(default=False)
    microsoft_outlook_client_secret = fields.Char(default=False)

    @assert_log_admin_access
    def action_calendar_prepare_external_provider_sync(self):
        """Install the provider's addon if need be, and store what was entered."""
        self.ensure_one()
        provider = self.external_calendar_provider
        module = self._calendar_sync_module(provider)
        if module.state != "installed":
            module.button_immediate_install()
        self._calendar_sync_store(provider)

    def _calendar_sync_module(self, provider):
        modules = self.env["ir.module.module"]
        module = modules.search([("name", "=", f"{provider}_calendar_sync")])
        if not module:
            raise UserError(self.env._("This calendar service is not available here."))
        return module

    def _calendar_sync_store(self, provider):
        client_id, secret, paused = FIELDS[provider]
        # sudo: this wizard is for administrators, and a stored secret is hidden from them, too
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(f"{provider}_calendar_client_id", (self[client_id] or "").strip())
        parameters.set_param(f"{provider}_calendar_sync_paused", self[paused])
        if self[secret]:
            addon = self.env["calendar.sync.account"]._providers().get(provider)
            entered = accepted_secret(self.env, addon, self[secret])
            parameters.set_param(f"{provider}_calendar_client_secret", entered)
            self[secret] = False
