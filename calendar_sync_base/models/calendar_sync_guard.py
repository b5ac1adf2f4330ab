"""What may be changed from outside: choices, never the identity or the state of an account."""

from odoo import models
from odoo.exceptions import AccessError

ACCOUNT_CHOICES = {"conflict_policy", "calendar_ids"}
CALENDAR_CHOICES = {"enabled", "direction", "privacy_mode", "past_days", "future_days"}


class CalendarSyncAccount(models.Model):
    """An account's owner, state and address are the work of consent and worker alone."""

    _inherit = "calendar.sync.account"

    def write(self, vals):
        """Refuse values that nobody may choose."""
        refuse_crafted(self.env, vals, ACCOUNT_CHOICES)
        return super().write(vals)


class CalendarSyncCalendar(models.Model):
    """People choose which calendars are kept in step, and how."""

    _inherit = "calendar.sync.calendar"

    def write(self, vals):
        """Refuse values that nobody may choose; put a choice into effect at once."""
        refuse_crafted(self.env, vals, CALENDAR_CHOICES)
        result = super().write(vals)
        if CALENDAR_CHOICES & set(vals):
            # sudo: waking the worker needs access to the scheduled action
            self.account_id.sudo()._sync_soon()
        return result


def refuse_crafted(env, vals, allowed):
    """Raise AccessError if somebody else than the server writes more than `allowed`."""
    if not env.su and set(vals) - allowed:
        names = ", ".join(sorted(set(vals) - allowed))
        raise AccessError(env._("These values cannot be changed directly: %s", names))
