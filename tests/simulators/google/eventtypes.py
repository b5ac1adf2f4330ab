"""What the special types of events allow.

https://developers.google.com/workspace/calendar/api/guides/event-types
"""

from __future__ import annotations

from datetime import timedelta

from . import errors, times
from .model import Calendar, Fields

BIRTHDAY_MAY = {"colorId", "summary", "reminders", "start", "end"}
FROM_GMAIL_MAY = {
    "colorId", "reminders", "visibility", "transparency", "status", "attendees",
    "extendedProperties",
}  # fmt: skip
PROPERTIES = {
    "focusTime": "focusTimeProperties",
    "outOfOffice": "outOfOfficeProperties",
    "workingLocation": "workingLocationProperties",
}
LEAP_RULE = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"


def check_new(calendar: Calendar, fields: Fields) -> None:
    """Refuse types that nobody can create."""
    kind = fields.get("eventType", "default")
    if kind == "fromGmail":
        raise errors.event_type("Events from Gmail cannot be created through this API.")
    if kind == "birthday" and fields.get("birthdayProperties", {}).get("type", "birthday") in (
        "contact",
        "self",
    ):
        raise errors.event_type("This birthday type cannot be created.")
    check(calendar, fields)


def check(calendar: Calendar, fields: Fields) -> None:
    """Refuse what an event of this type may not be."""
    kind = fields.get("eventType", "default")
    if kind == "birthday":
        _birthday(fields)
    elif kind in PROPERTIES:
        _status_event(calendar, fields, kind)


def check_change(old: Fields, new: Fields) -> None:
    """Refuse changes of what is fixed for the type; the type itself is fixed."""
    kind = old.get("eventType", "default")
    if new.get("eventType", kind) != kind:
        raise errors.event_type("Event type cannot be changed.")
    allowed = {"birthday": BIRTHDAY_MAY, "fromGmail": FROM_GMAIL_MAY}.get(kind)
    if allowed is None:
        return
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    if refused := changed - allowed - {"updated", "sequence"}:
        names = ", ".join(sorted(refused))
        raise errors.event_type(f"Cannot change {names} of an event of type {kind}.")


def _birthday(fields: Fields) -> None:
    _one_day(fields, "birthday")
    if fields.get("visibility") != "private" or fields.get("transparency") != "transparent":
        raise errors.event_type("Birthday events must be private and transparent.")
    leap = fields["start"]["date"].endswith("-02-29")
    wanted = LEAP_RULE if leap else "RRULE:FREQ=YEARLY"
    if fields.get("recurrence") != [wanted]:
        raise errors.event_type("Birthday events must recur yearly.")


def _status_event(calendar: Calendar, fields: Fields, kind: str) -> None:
    if not calendar.primary:
        raise errors.event_type(f"Events of type {kind} need a primary calendar.")
    if PROPERTIES[kind] not in fields:
        raise errors.event_type(f"Missing {PROPERTIES[kind]}.")
    if kind == "workingLocation":
        _working_location(fields)
    elif "date" in fields["start"] or fields.get("transparency") == "transparent":
        raise errors.event_type(f"Events of type {kind} must be timed and opaque.")


def _working_location(fields: Fields) -> None:
    if fields.get("visibility") != "public" or fields.get("transparency") != "transparent":
        raise errors.event_type("Working location events must be public and transparent.")
    if "date" in fields["start"]:
        _one_day(fields, "working location")


def _one_day(fields: Fields, what: str) -> None:
    start, end = fields["start"], fields["end"]
    if "date" not in start or times.duration(start, end) != timedelta(days=1):
        raise errors.event_type(f"All-day {what} events must take exactly one day.")
