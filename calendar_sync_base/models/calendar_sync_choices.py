"""What people choose for a remote calendar, and what a change of mind brings about.

Changing a choice deletes nothing by itself, on neither side: what a choice lets through from now on
is caught up with, what it no longer lets through stays as it is. Fewer days remove nothing, a
calendar that is no longer synchronized leaves its meetings where they are.
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.traits import Trait
from .product import product_name

SKIPS = {
    "skip_private": Trait.PRIVATE,
    "skip_tentative": Trait.TENTATIVE,
    "skip_out_of_office": Trait.OUT_OF_OFFICE,
}
READ_ANEW = ("direction", "privacy_mode", "past_days", "future_days", *SKIPS)
"""The choices that decide what is let through: after a change the calendar is read once more."""

CHOICES = ("enabled", "deletes_here", "deletes_there", *READ_ANEW)


class CalendarSyncCalendar(models.Model):
    """Whether and how a remote calendar is kept in step."""

    _inherit = "calendar.sync.calendar"

    deletes_here = fields.Boolean(
        "Deletions There Delete Here",
        default=True,
        help="When a meeting, or one of a series, is deleted in the remote calendar. Without, it "
        "stays here, and goes there no more.",
    )
    deletes_there = fields.Boolean(
        "Deletions Here Delete There",
        default=True,
        help="When a meeting, or one of a series, is deleted here. Without, it stays in the remote "
        "calendar, and does not come back here.",
    )
    skip_private = fields.Boolean(
        "Private Meetings",
        help="Meetings marked as private or confidential stay where they are: they are not made on "
        "the other side. Those that both sides have already are left as they are.",
    )
    skip_tentative = fields.Boolean(
        "Tentative Meetings",
        help="Meetings that are marked as tentative, or answered so, stay where they are until "
        "they are certain. Those that both sides have already are left as they are meanwhile.",
    )
    skip_out_of_office = fields.Boolean(
        "Out-of-Office Times",
        help="Absences entered in the remote calendar do not come here. Those that are here "
        "already are left as they are.",
    )

    @api.model
    def _selection_direction(self):
        product = product_name(self.env)
        both = self.env._("Both ways")
        pull = self.env._("Only to %s", product)
        push = self.env._("Only from %s", product)
        return [("both", both), ("pull", pull), ("push", push)]

    @api.constrains("past_days", "future_days")
    def _check_days(self):
        if any(one.past_days < 0 or one.future_days < 0 for one in self):
            raise ValidationError(self.env._("Please enter a number of days, or 0 for no limit."))

    @api.constrains("direction")
    def _check_direction(self):
        """Refuse to write to what can only be read."""
        for one in self:
            if one.access in ("read", "free_busy") and one.direction != "pull":
                raise ValidationError(self.env._("%s can only be read.", one.name))

    def _filters(self):
        """Return the kinds of meetings that are left out."""
        return frozenset(trait for name, trait in SKIPS.items() if self[name])

    def _choices(self):
        """Return what is chosen, by name."""
        return {name: self[name] for name in CHOICES}

    def _choices_changed(self, before):
        """Put choices into effect.

        :param before: the former choices by calendar
        """
        if not self:
            return
        wider = self.filtered(lambda one: one._lets_more_through(before[one]))
        wider._read_anew()
        # a choice is put into effect now, not when the account is due again
        self.account_id.write({"last_attempt": False})
        self.account_id._sync_soon()
        self.account_id._notify_status()

    def _lets_more_through(self, before):
        """Tell whether something passes that did not pass with the choices before.

        Busy times only is more, too: the details that are here have to go.
        """
        now = self._choices()
        changed = {name for name in READ_ANEW if now[name] != before[name]}
        days = {
            name for name in changed & {"past_days", "future_days"} if _fewer(now, before, name)
        }
        skips = {name for name in changed & set(SKIPS) if now[name]}
        return bool(changed - days - skips)

    def _read_anew(self):
        """Have everything listed and compared once more with what was agreed on."""
        self.write({"cursor": False})
        self.link_ids.write({"etag": False})


def _fewer(now, before, name):
    """Tell whether a window was narrowed; 0 days are no limit."""
    unlimited = float("inf")
    return (now[name] or unlimited) < (before[name] or unlimited)
