"""The meetings there are, and the edits a person may make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from odoo.addons.calendar_sync_base.core.changes import ordered, override
from odoo.addons.calendar_sync_base.core.occurrences import overridden, slot_span, slots
from odoo.addons.calendar_sync_base.core.series import implicit, normalise
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Attendee,
    Meeting,
    Original,
    Privacy,
    Recurrence,
    Reminder,
    ReminderMethod,
    Reminders,
    ShowAs,
    Span,
    Timed,
)

from .ledger import Path, people, rules_of

ANNA, BEN, CARL = "anna@example.com", "ben@example.com", "carl@example.com"
VIENNA = "Europe/Vienna"
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
PAST = datetime(2025, 12, 1, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT="
OWN = Reminders(False, frozenset({Reminder(ReminderMethod.POPUP, 10)}))

Edit = tuple[Meeting, Path, object]
"""The meeting afterwards, what was said something about, and what."""


def _timed(start: datetime) -> Timed:
    return Timed(start, start + HOUR, VIENNA)


def _weekly(span: Span, count: int = 3, interval: int = 1) -> Recurrence:
    return Recurrence(normalise((f"{WEEKLY}{count};INTERVAL={interval}",), span))


_DAYS = AllDay(date(2026, 3, 3), date(2026, 3, 5))
TEMPLATES: tuple[tuple[Span, Recurrence | None], ...] = (
    (_timed(MONDAY), None),
    (_timed(MONDAY), _weekly(_timed(MONDAY))),
    (_timed(MONDAY + DAY), None),
    # The clocks change on 29 March: the last of these is after that.
    (_timed(MONDAY + 14 * DAY), _weekly(_timed(MONDAY))),
    (_DAYS, None),
    (_DAYS, _weekly(_DAYS)),
    (_timed(PAST), None),
    (_timed(PAST), _weekly(_timed(PAST))),
)
IN_THE_PAST = (6, 7)


def born(number: int, template: int, *guests: str) -> Meeting:
    """Return a new meeting; its description tells its number."""
    span, recurrence = TEMPLATES[template % len(TEMPLATES)]
    invited = people(*map(Attendee, guests))
    return Meeting(span, f"m{number}", f"b{number} d0", attendees=invited, recurrence=recurrence)


# -- edits of a whole meeting ----------------------------------------------------------------------


def _title(meeting: Meeting, n: int) -> Edit:
    return replace(meeting, title=f"t{n}"), ("title",), f"t{n}"


def _location(meeting: Meeting, n: int) -> Edit:
    return replace(meeting, location=f"l{n}"), ("location",), f"l{n}"


def _description(meeting: Meeting, n: int) -> Edit:
    first = meeting.description.split()[0]
    return replace(meeting, description=f"{first} d{n}"), ("description",), f"d{n}"


def _move(meeting: Meeting, n: int) -> Edit:
    step = (n % 5 + 1) * DAY if isinstance(meeting.span, AllDay) else timedelta(minutes=n)
    span = replace(meeting.span, start=meeting.span.start + step, end=meeting.span.end + step)
    return _respanned(meeting, span)


def _other_kind(meeting: Meeting, n: int) -> Edit:
    """Make a timed meeting all-day, or the other way round."""
    span: Span
    if isinstance(meeting.span, AllDay):
        start = datetime.combine(meeting.span.start, datetime.min.time(), UTC)
        span = _timed(start + timedelta(hours=8, minutes=n))
    else:
        day = meeting.span.start.date()
        span = AllDay(day, day + (n % 3 + 1) * DAY)
    return _respanned(meeting, span)


def _respanned(meeting: Meeting, span: Span) -> Edit:
    moved = replace(meeting, span=span)
    if meeting.recurrence:
        kept = Recurrence(normalise(implicit(meeting.recurrence.rules, meeting.span), span))
        moved = replace(moved, recurrence=kept)
    return moved, ("span",), (span.start, span.end)


def _invite(meeting: Meeting, n: int) -> Edit:
    email = BEN if n % 2 and not meeting.attendee(BEN) and not _ben_is_organizer(meeting) else ""
    email = email or f"g{n}@example.com"
    invited = people(*meeting.attendees, Attendee(email))
    return replace(meeting, attendees=invited), ("guest", email), True


def _ben_is_organizer(meeting: Meeting) -> bool:
    return bool(meeting.organizer and meeting.organizer.email == BEN)


def _uninvite(meeting: Meeting, n: int) -> Edit:
    guests = [one for one in meeting.attendees if one.email.startswith("g")]
    if not guests:
        return _invite(meeting, n)
    gone = guests[n % len(guests)]
    left = tuple(one for one in meeting.attendees if one != gone)
    return replace(meeting, attendees=left), ("guest", gone.email), False


def _privacy(meeting: Meeting, n: int) -> Edit:
    others = [one for one in Privacy if one != meeting.privacy]
    chosen = others[n % len(others)]
    return replace(meeting, privacy=chosen), ("unchecked",), chosen


def _own_reminder(meeting: Meeting, n: int) -> Edit:
    other = Reminders() if meeting.reminders == OWN else OWN
    return replace(meeting, reminders=other), ("unchecked",), other


def _free(meeting: Meeting, n: int) -> Edit:
    other = ShowAs.FREE if meeting.show_as is ShowAs.BUSY else ShowAs.BUSY
    return replace(meeting, show_as=other), ("unchecked",), other


def _rule(meeting: Meeting, n: int) -> Edit:
    """Repeat otherwise, or no longer; a single meeting begins to."""
    rule = None if n % 4 == 0 else _weekly(meeting.span, n % 4 + 1, n)
    ruled = replace(meeting, recurrence=rule)
    if rules_of(ruled) == rules_of(meeting):
        return _title(meeting, n)
    return ruled, ("rules",), rules_of(ruled)


EDITS: tuple[Callable[[Meeting, int], Edit], ...] = (
    _title,
    _location,
    _invite,
    _move,
    _title,
    _description,
    _uninvite,
    _privacy,
    _rule,
    _own_reminder,
    _other_kind,
    _free,
)
"""What a person may change of a whole meeting."""

FREE_FOR_GUESTS: tuple[Callable[[Meeting, int], Edit], ...] = (_privacy, _own_reminder, _free)
"""What a guest may change of the own copy."""


# -- edits of one occurrence -----------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _slots(span: Span, rules: tuple[str, ...]) -> tuple[Original, ...]:
    return tuple(slots(Meeting(span, recurrence=Recurrence(rules)), limit=6))


def slots_of(meeting: Meeting) -> tuple[Original, ...]:
    """Return the first slots of a series, cancelled ones among them."""
    return _slots(meeting.span, meeting.recurrence.rules) if meeting.recurrence else ()


def edit_slot(meeting: Meeting, slot: Original, kind: int, n: int) -> Edit:
    """Cancel or restore an occurrence, give it a title, move it or invite somebody to it."""
    rule = meeting.recurrence
    assert rule
    if slot in rule.excluded:
        back = replace(rule, excluded=rule.excluded - {slot})
        return replace(meeting, recurrence=back), ("cancel", slot), False
    if kind % 4 == 0:
        others = tuple(one for one in rule.overrides if one.original != slot)
        gone = replace(rule, excluded=rule.excluded | {slot}, overrides=others)
        return replace(meeting, recurrence=gone), ("cancel", slot), True
    name, value, said = _slot_value(meeting, slot, kind, n)
    changes = overridden(meeting, slot) | {name: value}
    others = tuple(one for one in rule.overrides if one.original != slot)
    changed = replace(rule, overrides=ordered((*others, override(slot, changes))))
    return replace(meeting, recurrence=changed), ("slot", slot, name), said


def _slot_value(meeting: Meeting, slot: Original, kind: int, n: int) -> tuple[str, object, object]:
    if kind % 4 == 1:
        span = slot_span(meeting.span, slot)
        step = DAY if isinstance(span, AllDay) else timedelta(minutes=n)
        moved = replace(span, start=span.start + step, end=span.end + step)
        return "span", moved, (moved.start, moved.end)
    name, letter = ("title", "t") if kind % 4 == 2 else ("location", "l")
    return name, f"{letter}{n}", f"{letter}{n}"
