"""Wall clocks and instants, as RFC 5545 section 3.3.5 wants them converted.

A series is kept on the wall clock of its zone. Everything else is an aware UTC instant.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from .dirty import Unreadable
from .values import AllDay, Original, Span

FIRST_YEAR, LAST_YEAR = MINYEAR + 1, MAXYEAR - 1


@lru_cache(maxsize=1024)
def zone(name: str) -> tzinfo:
    """Return the IANA zone of that name, UTC when there is none; never raises.

    Events come with custom, misspelled and empty zone names; their instants are still right.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return UTC


def instant(wall: datetime, name: str) -> datetime:
    """Return the UTC instant at which the clocks of a zone show `wall` (naive).

    A time the clocks skip is read with the offset before the gap, one they show twice is the
    first: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
    """
    return wall.replace(tzinfo=zone(name), fold=0).astimezone(UTC)


def wall_clock(moment: datetime, name: str) -> datetime:
    """Return what the clocks of a zone show at an instant, naive."""
    return moment.astimezone(zone(name)).replace(tzinfo=None, fold=0)


def in_reach(span: Span) -> Span:
    """Return a span that leaves a year on both sides, for offsets of zones and for reminders.

    Raises Unreadable.
    """
    if span.start.year < FIRST_YEAR or span.end.year > LAST_YEAR:
        raise Unreadable("it takes place at the end of time")
    return span


def wall_of(value: Original, span: Span) -> datetime:
    """Return a slot of a series as its own wall clock shows it; all-day is midnight.

    A date names the slot of that day in a timed series, an instant its date in an all-day one.
    """
    if isinstance(span, AllDay):
        return datetime.combine(as_date(value), time())
    if isinstance(value, datetime):
        return wall_clock(value, span.zone)
    return datetime.combine(value, wall_clock(span.start, span.zone).time())


def slot_at(wall: datetime, span: Span) -> Original:
    """Return the identity of the slot a series has at `wall` (naive) of its own clock."""
    if isinstance(span, AllDay):
        return wall.date()
    # The start itself may be the second of two equal wall times; only it is known exactly.
    if wall == wall_clock(span.start, span.zone):
        return span.start.astimezone(UTC)
    return instant(wall, span.zone)


def slot_of(value: Original, span: Span) -> Original:
    """Return `value` in the kind the series has: a date when all-day, else a UTC instant."""
    if isinstance(span, AllDay):
        return as_date(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return slot_at(wall_of(value, span), span)


def start_wall(span: Span) -> datetime:
    """Return the start as the span's own wall clock shows it."""
    return wall_of(span.start, span)


def as_date(value: Original) -> date:
    """Return the date of a date or of an instant, as written."""
    return value.date() if isinstance(value, datetime) else value
