"""Attendees report the meeting they are invited to."""

from odoo import api, models


class CalendarAttendee(models.Model):
    """Who is invited, and what they answered."""

    _inherit = "calendar.attendee"

    @api.model_create_multi
    def create(self, vals_list):
        """Report the meetings somebody is added to."""
        attendees = super().create(vals_list)
        attendees.event_id._sync_report_meetings()
        return attendees

    def write(self, vals):
        """Report the meetings somebody answered differently."""
        answered = self.filtered(lambda one: "state" in vals and one.state != vals["state"])
        result = super().write(vals)
        answered.event_id._sync_report_meetings(seen=False)
        return result

    def unlink(self):
        """Report the meetings somebody is removed from."""
        self.event_id._sync_report_meetings()
        return super().unlink()
