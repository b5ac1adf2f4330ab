"""What Google can hold of a meeting."""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.recurrence import normalise, slots
from odoo.addons.calendar_sync_base.core.values import Meeting, Recurrence, Reminders


def held(meeting: Meeting) -> Meeting:
    """Return a meeting as Google shows it: default reminders have no others beside them, an
    exception is one only where the series takes place.
    """
    if meeting.reminders.use_default:
        meeting = replace(meeting, reminders=Reminders())
    rule = meeting.recurrence
    if rule is None:
        return meeting
    there = set(slots(replace(meeting, recurrence=Recurrence(rule.rules))))
    kept = tuple(one for one in rule.overrides if one.original in there)
    excluded = rule.excluded & there
    lines = normalise(rule.rules, meeting.span)
    return replace(meeting, recurrence=Recurrence(lines, excluded, kept))
