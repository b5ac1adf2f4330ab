"""Short names for the values the tests need most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.changes import ordered, override
from odoo.addons.calendar_sync_base.core.observation import (
    Base,
    ConflictPolicy,
    Observation,
    Policy,
    RemoteEvent,
)
from odoo.addons.calendar_sync_base.core.values import AllDay, Attendee, Meeting, Recurrence, Timed

OWN = "anna@example.com"
VIENNA = "Europe/Vienna"
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
EARLIER, LATER = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
HOUR = timedelta(hours=1)
NEWEST = Policy(NOW)
LOCAL_WINS = Policy(NOW, ConflictPolicy.LOCAL)
REMOTE_WINS = Policy(NOW, ConflictPolicy.REMOTE)


def utc(year, month, day, hour=0, minute=0):
    """Return an aware UTC instant."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def timed(start, hours=1, zone=VIENNA):
    """Return a span of some hours."""
    return Timed(start, start + timedelta(hours=hours), zone)


# Monday 2 March 2026, nine o'clock in Vienna; the clocks change on 29 March.
MONDAY = utc(2026, 3, 2, 8)
SINGLE = Meeting(timed(MONDAY), "Stand-up", "About today", "Room 1")
WEEKLY = replace(SINGLE, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=MO",)))


def guest(email="ben@example.com", **more):
    """Return an attendee."""
    return Attendee(email, **more)


def series(*rules, span=None, excluded=(), overrides=None, **fields):
    """Return a series; `overrides` maps original starts to changes."""
    made = ordered(override(original, values) for original, values in (overrides or {}).items())
    recurrence = Recurrence(rules or WEEKLY.recurrence.rules, frozenset(excluded), made)
    return replace(SINGLE, span=span or SINGLE.span, recurrence=recurrence, **fields)


def seen(local, remote, base=None, *, agreed=None, event=None, **more):
    """Return an observation; `agreed` is a base that both sides showed alike.

    `event` are further values of the remote event; without them a missing meeting is no event.
    """
    known = base or (Base(agreed, agreed) if agreed else None)
    there = None
    if remote is not None or event:
        there = RemoteEvent(
            "remote1", '"7"', meeting=remote, **{"updated": EARLIER, **(event or {})}
        )
    role = more.pop("role", Role.ORGANIZER)
    return Observation("key", "uid", role, "remote1", OWN, known, local, there, **more)


def date_span(year, month, day, days=1):
    """Return whole days."""
    start = date(year, month, day)
    return AllDay(start, start + timedelta(days=days))
