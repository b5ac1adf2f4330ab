"""Carry out local actions on single events, without a mail, an activity or a trace of doing."""

from collections import defaultdict
from itertools import repeat

from ..core.values import Changes
from .values import EventValues

QUIET = {
    "dont_notify": True,
    "is_calendar_event_new": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_mail_to_attendees": True,
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "tracking_disable": True,
}
"""What Odoo's calendar and mail offer to write without telling anybody."""


class Writer:
    """Writes events as their organizer would, so that Odoo resets nobody's response."""

    def __init__(self, env, values: EventValues, user):
        self._env = env
        self._user = user
        self._alarmed = set()
        self.values = values

    def make(self, meetings, uids=(), **common):
        """Create events in one go, returned in their order; `common` are values all of them get.

        `uids` are their iCalUIDs, one for each meeting or none at all.
        """
        model = self._quiet(self._env["calendar.event"])
        identities = [{"ical_uid": uid} if uid else {} for uid in uids] or repeat({})
        values = [
            {**self.values.for_create(one), **identity, **common}
            for one, identity in zip(meetings, identities, strict=False)
        ]
        events = model.create(values)
        self._alarmed.update(events.filtered("alarm_ids").ids)
        return events

    def update(self, event, changes: Changes):
        """Write changed fields on one event."""
        self.update_all([(event, changes)])

    def update_all(self, pairs):
        """Write changed fields on many events, equal writes together.

        :param pairs: tuples of an event and its changes by field name
        """
        groups = defaultdict(list)
        for event, changes in pairs:
            groups[tuple(sorted(changes.items(), key=lambda item: item[0])), event.user_id].append(
                event
            )
        for (items, _organizer), events in groups.items():
            self._write_same(self._union(events), dict(items))

    def archive(self, events):
        """Take events off the calendar; an administrator can bring them back."""
        for event in self._by_organizer(events.filtered("active")):
            event.write({"active": False})

    def move_to(self, series, events):
        """Make occurrences of one series those of another."""
        for event in self._by_organizer(events):
            event.write({"recurrence_id": series.id})

    def restore(self, events):
        """Put archived events back on the calendar."""
        for event in self._by_organizer(events.filtered(lambda one: not one.active)):
            event.write({"active": True})

    def plan_alarms(self):
        """Have Odoo plan the reminders of what was written quietly: once, as it looks at all."""
        events = self._env["calendar.event"].browse(self._alarmed).exists()
        self._alarmed = set()
        upcoming = self._quiet(events).filtered(
            lambda one: one.alarm_ids and not one._is_event_over()
        )
        upcoming.recurrence_id._setup_alarms(recurrence_update=True)
        upcoming.filtered(lambda one: not one.recurrence_id)._setup_alarms()

    def _write_same(self, events, changes):
        for some in self._by_organizer(events):
            values = self.values.for_write(some[:1], changes)
            if values:
                some.write({**values, **self._place_in_series(some, values)})
            if "attendees" in changes:
                self.values.write_attendees(some, changes["attendees"])
            if {"span", "reminders"} & set(changes):
                self._alarmed.update(some.ids)

    @staticmethod
    def _place_in_series(events, values):
        """Say explicitly that a moved occurrence no longer follows its rule."""
        return {"follow_recurrence": False} if "start" in values and events.recurrence_id else {}

    def _by_organizer(self, events):
        for organizer, some in events.grouped("user_id").items():
            yield self._quiet(some, organizer)

    def _quiet(self, records, user=None):
        return records.with_user(user or self._user).sudo().with_context(**QUIET)

    def _union(self, events):
        return self._env["calendar.event"].union(*events)
