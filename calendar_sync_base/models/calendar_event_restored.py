"""Occurrences that were deleted: not every remote calendar can bring one back."""

from odoo import models
from odoo.exceptions import ValidationError

from ..core import snapshot
from ..core.errors import NotExpressible
from ..local.series_reader import is_all_day, slot_in
from .calendar_sync_mixin import comes_from

RESTORED = "restored"
"""The reason under which a provider's addon has its sentence for it."""


class CalendarEvent(models.Model):
    """An occurrence that is gone from its organizer's remote calendar."""

    _inherit = "calendar.event"

    def _sync_check_restored(self):
        """Refuse at once to unarchive what could not take place again on the remote calendar."""
        if comes_from(self.env):
            return
        for series, events in self.grouped("recurrence_id").items():
            links = series._sync_links().filtered(lambda one: one.role == "organizer")
            for link in links.filtered(lambda one: not one._restores_occurrences()):
                if link._excludes(events):
                    raise ValidationError(
                        link.account_id._sentence(NotExpressible.__name__, RESTORED)
                    )


class CalendarSyncLink(models.Model):
    """What the remote calendar no longer shows of a series."""

    _inherit = "calendar.sync.link"

    def _restores_occurrences(self):
        return self.account_id._provider().restores_occurrences

    def _excludes(self, events):
        """Tell whether any of these occurrences of the series is deleted remotely."""
        base = snapshot.load_base(self.base)
        rule = base and base.remote.recurrence
        all_day = is_all_day(events.recurrence_id.calendar_event_ids)
        return bool(rule) and any(slot_in(one, all_day) in rule.excluded for one in events)
