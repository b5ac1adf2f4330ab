"""The Google block of the settings."""

from urllib.parse import urlsplit

from odoo import api, fields, models

from .calendar_sync_account import CODE

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ResConfigSettings(models.TransientModel):
    """Client credentials of the project at Google, whose secret is never read back."""

    _inherit = "res.config.settings"

    google_calendar_client_id = fields.Char(
        "Google Client ID", config_parameter="google_calendar_client_id"
    )
    google_calendar_client_secret = fields.Char(
        "Google Client Secret",
        compute="_compute_google_calendar_sync",
        inverse="_inverse_google_calendar_secret",
    )
    google_calendar_sync_paused = fields.Boolean(
        "Pause Google Synchronization", config_parameter="google_calendar_sync_paused"
    )
    google_calendar_has_secret = fields.Boolean(compute="_compute_google_calendar_sync")
    google_calendar_secret_hint = fields.Char(compute="_compute_google_calendar_sync")
    google_calendar_configured = fields.Boolean(compute="_compute_google_calendar_sync")
    google_calendar_redirect_uri = fields.Char(compute="_compute_google_calendar_sync")
    google_calendar_address_refused = fields.Boolean(
        compute="_compute_google_calendar_sync",
        help="Google sends people back to https addresses with a public name, or to localhost.",
    )

    @api.depends("google_calendar_client_id")
    def _compute_google_calendar_sync(self):
        accounts = self.env["calendar.sync.account"]
        has_secret = bool(accounts._parameter("google_calendar_client_secret"))
        redirect_uri = accounts._redirect_uri(CODE)
        for settings in self:
            settings.google_calendar_client_secret = False
            settings.google_calendar_has_secret = has_secret
            settings.google_calendar_secret_hint = "••••••••••••" if has_secret else ""
            settings.google_calendar_configured = accounts._is_configured(CODE)
            settings.google_calendar_redirect_uri = redirect_uri
            settings.google_calendar_address_refused = not is_accepted(redirect_uri)

    def _inverse_google_calendar_secret(self):
        for settings in self.filtered("google_calendar_client_secret"):
            secret = settings.google_calendar_client_secret.strip()
            self.env["ir.config_parameter"].set_param("google_calendar_client_secret", secret)

    def set_values(self):
        """Forget the secret together with the Client ID it belongs to."""
        result = super().set_values()
        if not self.google_calendar_client_id:
            self.env["ir.config_parameter"].set_param("google_calendar_client_secret", False)
        return result


def is_accepted(redirect_uri):
    """Tell whether Google accepts an address as redirect URI."""
    parts = urlsplit(redirect_uri)
    host = parts.hostname or ""
    return host in LOOPBACK or (parts.scheme == "https" and "." in host)
