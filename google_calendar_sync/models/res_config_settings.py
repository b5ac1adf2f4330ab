"""The Google block of the settings."""

from odoo import api, fields, models

from .calendar_sync_account import CODE


class ResConfigSettings(models.TransientModel):
    """Client credentials of the project at Google."""

    _inherit = "res.config.settings"

    google_calendar_client_id = fields.Char(
        "Google Client ID", config_parameter="google_calendar_client_id"
    )
    google_calendar_client_secret = fields.Char(
        "Google Client Secret",
        compute="_compute_google_calendar_sync",
        inverse="_inverse_google_calendar_client_secret",
    )
    google_calendar_sync_paused = fields.Boolean(
        "Pause Google Synchronization", config_parameter="google_calendar_sync_paused"
    )
    google_calendar_secret_hint = fields.Char(compute="_compute_google_calendar_sync")
    google_calendar_configured = fields.Boolean(compute="_compute_google_calendar_sync")
    google_calendar_redirect_uri = fields.Char(compute="_compute_google_calendar_sync")
    google_calendar_redirect_trouble = fields.Char(compute="_compute_google_calendar_sync")
    google_calendar_takeover = fields.Char(compute="_compute_google_calendar_takeover")
    google_calendar_taken_over = fields.Boolean(compute="_compute_google_calendar_takeover")

    @api.depends("google_calendar_client_id")
    def _compute_google_calendar_sync(self):
        self._calendar_sync_show(CODE)

    @api.depends_context("uid", "lang")
    def _compute_google_calendar_takeover(self):
        self._calendar_sync_show_takeover(CODE)

    def _inverse_google_calendar_client_secret(self):
        self._calendar_sync_keep_secret(CODE)
