"""What may be changed from outside: choices, never the identity or the state of an account."""

from odoo import models
from odoo.exceptions import AccessError

ACCOUNT_CHOICES = {"conflict_policy", "calendar_ids", "push_calendar_id", "takes_new"}
CALENDAR_CHOICES = {
    "enabled",
    "direction",
    "privacy_mode",
    "past_days",
    "future_days",
    "deletes_here",
    "deletes_there",
    "skip_private",
    "skip_tentative",
    "skip_out_of_office",
}


class CalendarSyncAccount(models.Model):
    """An account's owner, state and address are the work of consent and worker alone."""

    _inherit = "calendar.sync.account"

    def write(self, vals):
        """Refuse values that nobody may choose."""
        refuse_crafted(self.env, vals, ACCOUNT_CHOICES)
        if not self.env.su:
            self._claim()
        return super().write(vals)


class CalendarSyncCalendar(models.Model):
    """People choose which calendars are kept in step, and how."""

    _inherit = "calendar.sync.calendar"

    def write(self, vals):
        """Refuse values that nobody may choose; put a choice into effect at once."""
        refuse_crafted(self.env, vals, CALENDAR_CHOICES)
        if not self.env.su:
            self.sudo().account_id._claim()
        chosen = CALENDAR_CHOICES & set(vals)
        before = {one: one._choices() for one in self.sudo()} if chosen else {}
        result = super().write(vals)
        # sudo: reading everything anew and waking the worker are the server's
        changed = self.sudo().filtered(
            lambda one: before.get(one, one._choices()) != one._choices()
        )
        changed._choices_changed(before)
        return result


def refuse_crafted(env, vals, allowed):
    """Raise AccessError if somebody else than the server writes more than `allowed`."""
    if not env.su and set(vals) - allowed:
        names = ", ".join(sorted(set(vals) - allowed))
        raise AccessError(env._("These values cannot be changed directly: %s", names))
