"""Settings: which providers are offered, and how often everybody is synchronised."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60, "weeks": 7 * 24 * 60}
LEAST_MINUTES = 5
"""More often costs everybody's quota at the providers, and brings nothing that a push does not."""


class ResConfigSettings(models.TransientModel):
    """The provider addons add their credentials."""

    _inherit = "res.config.settings"

    module_google_calendar_sync = fields.Boolean("Google Calendar")
    module_microsoft_calendar_sync = fields.Boolean("Outlook Calendar")
    calendar_sync_outlook_offered = fields.Boolean(compute="_compute_calendar_sync_outlook_offered")
    calendar_sync_interval = fields.Integer(
        "Synchronize Every",
        compute="_compute_calendar_sync_interval",
        inverse="_inverse_calendar_sync_interval",
        help="Minutes. Changes made here are sent at once; this is how often changes are fetched.",
    )

    @api.depends_context("uid")
    def _compute_calendar_sync_outlook_offered(self):
        # sudo: whether an addon exists is no secret
        modules = self.env["ir.module.module"].sudo()
        found = modules.search_count([("name", "=", "microsoft_calendar_sync")], limit=1)
        self.calendar_sync_outlook_offered = bool(found)

    @api.depends_context("uid")
    def _compute_calendar_sync_interval(self):
        cron = self._calendar_sync_cron()
        minutes = cron.interval_number * UNITS.get(cron.interval_type, 1) if cron else 0
        self.calendar_sync_interval = minutes

    def _inverse_calendar_sync_interval(self):
        for settings in self:
            minutes = settings.calendar_sync_interval
            cron = self._calendar_sync_cron()
            if minutes == cron.interval_number * UNITS.get(cron.interval_type, 1):
                continue
            if minutes < LEAST_MINUTES:
                raise ValidationError(
                    self.env._("Please enter at least %s minutes.", LEAST_MINUTES)
                )
            workers = cron | self.env["calendar.sync.account"]._workers()
            workers.write({"interval_number": minutes, "interval_type": "minutes"})

    def _calendar_sync_cron(self):
        # sudo: only administrators save settings
        cron = self.env.ref("calendar_sync_base.ir_cron_sync", raise_if_not_found=False)
        return (cron or self.env["ir.cron"]).sudo()

    def set_values(self):
        """Tell the users of a provider that is paused, or no longer."""
        accounts = self.env["calendar.sync.account"].sudo()  # sudo: administrators save settings
        before = {code: accounts._is_paused(code) for code in accounts._providers()}
        result = super().set_values()
        changed = [code for code, paused in before.items() if accounts._is_paused(code) != paused]
        for account in accounts.search([("provider", "in", changed), ("state", "=", "active")]):
            account._notify_status()
            account._sync_soon()
        return result
