"""The time that is synchronised of a calendar that is new here, until its own fields say more."""

import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_logger = logging.getLogger(__name__)

PAST, FUTURE = "calendar_sync_past_days", "calendar_sync_future_days"
USUAL = {PAST: 365, FUTURE: 730}
LONGEST = 36500


def usual_days(env, key):
    """Return the days of the past or the future that a new calendar begins with; 0 is no limit."""
    entered = env["calendar.sync.account"]._parameter(key)
    try:
        days = int(entered) if entered else USUAL[key]
    except ValueError:
        _logger.warning("%s is not a number of days: %s", key, entered)
        return USUAL[key]
    return days if 0 <= days <= LONGEST else USUAL[key]


class CalendarSyncCalendar(models.Model):
    """Begins with what administrators chose."""

    _inherit = "calendar.sync.calendar"

    past_days = fields.Integer(default=lambda self: usual_days(self.env, PAST))
    future_days = fields.Integer(default=lambda self: usual_days(self.env, FUTURE))


class ResConfigSettings(models.TransientModel):
    """Lets administrators choose."""

    _inherit = "res.config.settings"

    calendar_sync_past_days = fields.Integer(
        "Days of the Past",
        compute="_compute_calendar_sync_window",
        inverse="_inverse_calendar_sync_window",
    )
    calendar_sync_future_days = fields.Integer(
        "Days of the Future",
        compute="_compute_calendar_sync_window",
        inverse="_inverse_calendar_sync_window",
    )

    @api.depends_context("uid")
    def _compute_calendar_sync_window(self):
        self.calendar_sync_past_days = usual_days(self.env, PAST)
        self.calendar_sync_future_days = usual_days(self.env, FUTURE)

    def _inverse_calendar_sync_window(self):
        for settings in self:
            for key in USUAL:
                settings._calendar_sync_keep_days(key, settings[key])

    def _calendar_sync_keep_days(self, key, days):
        """Store a number of days; one that nobody changed is left as it is."""
        if days == usual_days(self.env, key):
            return
        if not 0 <= days <= LONGEST:
            raise ValidationError(
                self.env._("Please enter a number of days up to %s, or 0 for no limit.", LONGEST)
            )
        self.env["ir.config_parameter"].set_param(key, str(days))
