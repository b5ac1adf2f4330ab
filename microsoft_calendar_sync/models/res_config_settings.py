"""The Outlook block of the settings."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .calendar_sync_account import CODE, TENANT_KEY
from .registration import BAD_TENANT, PAST_EXPIRY, is_tenant


class ResConfigSettings(models.TransientModel):
    """What was copied from the application registration in Microsoft Entra."""

    _inherit = "res.config.settings"

    microsoft_calendar_client_id = fields.Char(
        "Outlook Calendar Client ID", config_parameter="microsoft_calendar_client_id"
    )
    microsoft_calendar_client_secret = fields.Char(
        "Outlook Calendar Client Secret",
        compute="_compute_microsoft_calendar_sync",
        inverse="_inverse_microsoft_calendar_client_secret",
    )
    microsoft_calendar_sync_paused = fields.Boolean(
        "Pause Outlook Calendar Synchronization", config_parameter="microsoft_calendar_sync_paused"
    )
    microsoft_calendar_secret_hint = fields.Char(compute="_compute_microsoft_calendar_sync")
    microsoft_calendar_configured = fields.Boolean(compute="_compute_microsoft_calendar_sync")
    microsoft_calendar_redirect_uri = fields.Char(compute="_compute_microsoft_calendar_sync")
    microsoft_calendar_redirect_trouble = fields.Char(compute="_compute_microsoft_calendar_sync")
    microsoft_calendar_takeover = fields.Char(compute="_compute_microsoft_calendar_takeover")
    microsoft_calendar_taken_over = fields.Boolean(compute="_compute_microsoft_calendar_takeover")
    microsoft_calendar_tenant = fields.Char(
        "Directory (tenant) ID",
        config_parameter=TENANT_KEY,
        help="Whose accounts may connect. Empty: everybody's.",
    )
    microsoft_calendar_secret_expiry = fields.Date(
        "Outlook Calendar Client Secret Expires",
        compute="_compute_microsoft_calendar_secret_expiry",
        inverse="_inverse_microsoft_calendar_secret_expiry",
    )
    microsoft_calendar_secret_warning = fields.Char(
        compute="_compute_microsoft_calendar_secret_warning"
    )

    @api.depends("microsoft_calendar_client_id")
    def _compute_microsoft_calendar_sync(self):
        self._calendar_sync_show(CODE)

    @api.depends_context("uid", "lang")
    def _compute_microsoft_calendar_takeover(self):
        self._calendar_sync_show_takeover(CODE)

    def _inverse_microsoft_calendar_client_secret(self):
        self._calendar_sync_keep_secret(CODE)

    @api.depends_context("uid")
    def _compute_microsoft_calendar_secret_expiry(self):
        expiry = self.env["calendar.sync.account"]._microsoft_secret_expiry()
        self.microsoft_calendar_secret_expiry = expiry

    def _inverse_microsoft_calendar_secret_expiry(self):
        accounts = self.env["calendar.sync.account"]
        for settings in self:
            accounts._microsoft_store_secret_expiry(settings.microsoft_calendar_secret_expiry)

    @api.depends("microsoft_calendar_secret_expiry")
    def _compute_microsoft_calendar_secret_warning(self):
        accounts = self.env["calendar.sync.account"]
        for settings in self:
            warning = accounts._microsoft_secret_warning(settings.microsoft_calendar_secret_expiry)
            settings.microsoft_calendar_secret_warning = warning

    @api.constrains("microsoft_calendar_tenant")
    def _check_microsoft_calendar_tenant(self):
        if not all(is_tenant(one.microsoft_calendar_tenant) for one in self):
            raise ValidationError(self.env._(BAD_TENANT))

    @api.constrains("microsoft_calendar_client_secret")
    def _check_microsoft_calendar_secret_expiry(self):
        today = fields.Date.context_today(self)
        for settings in self.filtered("microsoft_calendar_client_secret"):
            expiry = settings.microsoft_calendar_secret_expiry
            if expiry and expiry <= today:
                raise ValidationError(self.env._(PAST_EXPIRY))
