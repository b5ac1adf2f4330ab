"""Values as people read them: in conflicts, previews and the chatter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import UnionType
from typing import Any

from .text import plain
from .values import (
    AllDay,
    Attendee,
    Conference,
    FieldValue,
    GuestRights,
    Original,
    Person,
    Reminders,
    Response,
    Timed,
)
from .zones import wall_clock

LONGEST = 2000


def readable(value: FieldValue) -> str:
    """Return one field's value as text, at most 2000 characters."""
    return _text(value)[:LONGEST]


def _text(value: FieldValue) -> str:
    for kind, written in _WRITERS:
        if isinstance(value, kind):
            return written(value)
    return "" if value is None else plain(str(value))


def _span(span: Timed | AllDay) -> str:
    if isinstance(span, AllDay):
        last = span.end - timedelta(days=1)
        return f"{span.start}" if last <= span.start else f"{span.start} to {last}"
    start, end = wall_clock(span.start, span.zone), wall_clock(span.end, span.zone)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M} to {until} ({span.zone})"


def _attendee(one: Attendee) -> str:
    notes = [] if one.response is Response.NEEDS_ACTION else [str(one.response)]
    notes += ["optional"] if one.optional else []
    return f"{one.email} ({', '.join(notes)})" if notes else one.email


def _reminders(reminders: Reminders) -> str:
    own = [f"{one.minutes} min ({one.method})" for one in sorted(reminders.overrides)]
    return "default" if reminders.use_default else ", ".join(own) or "none"


def _rights(rights: GuestRights) -> str:
    granted = {"modify": rights.modify, "invite": rights.invite, "see guests": rights.see_others}
    return ", ".join(name for name, given in granted.items() if given) or "none"


def _conference(conference: Conference) -> str:
    return conference.url or ("requested" if conference.requested else "")


_WRITERS: tuple[tuple[type | UnionType, Callable[[Any], str]], ...] = (
    (Timed | AllDay, _span),
    (tuple, lambda value: ", ".join(map(_attendee, value))),
    (Person, lambda value: value.email),
    (Reminders, _reminders),
    (Conference, _conference),
    (GuestRights, _rights),
)


def readable_rules(rules: tuple[str, ...]) -> str:
    """Return a recurrence's rules as text."""
    return ", ".join(rules) or "does not repeat"


def readable_changes(changes: Mapping[str, FieldValue]) -> str:
    """Return several fields' values as text."""
    return "; ".join(f"{name}: {readable(value)}" for name, value in sorted(changes.items()))


def at_slot(field: str, original: Original | None) -> str:
    """Return the name of a field of one occurrence: `title@2026-11-21`."""
    return field if original is None else f"{field}@{original.isoformat()}"
