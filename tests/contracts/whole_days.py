"""Whole days that every provider keeps on their dates, wherever the owner of the calendar lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import AllDay, Meeting, Recurrence

ZONES = [f"Etc/GMT{-hours:+d}" for hours in range(-12, 15)]
"""From UTC-12 to UTC+14; the names of these zones have the sign turned round."""

ONE = AllDay(date(2026, 3, 29), date(2026, 3, 30))
SPANS = [
    ONE,
    AllDay(date(2026, 2, 27), date(2026, 3, 3)),
    AllDay(date(2026, 12, 30), date(2027, 1, 1)),
]
DAILY = Recurrence(("RRULE:FREQ=DAILY;COUNT=3",))
MOVED = AllDay(date(2026, 4, 2), date(2026, 4, 3))


def move_the_last_day(work: Any, like: Meeting) -> RemoteEvent:
    """Make three days in a row, each on its date; move the last, and return the event made."""
    made: RemoteEvent = work.make(replace(like, span=ONE, recurrence=DAILY))
    assert slots(work.get(made).meeting) == [date(2026, 3, day) for day in (29, 30, 31)]
    work.change(made, overrides={date(2026, 3, 31): {"span": MOVED}})
    return made


def assert_the_last_day_moved(meeting: Meeting) -> None:
    """The last day is the one it was moved to, and nothing else is special."""
    assert meeting.recurrence
    [override] = meeting.recurrence.overrides
    assert (override.original, dict(override.changes)["span"]) == (date(2026, 3, 31), MOVED)
