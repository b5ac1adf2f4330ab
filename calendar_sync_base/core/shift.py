"""Which occurrence became which when a series is moved or its rule changes.

Records, answers and overrides hang on occurrences by their original start; this keeps them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from .occurrences import slots
from .series import implicit
from .values import Meeting, Original, Recurrence
from .zones import wall_of

_DAY = timedelta(days=1)
Moves = dict[Original, Original | None]


def shift_originals(old: Meeting, new: Meeting) -> Moves:
    """Return the new original start of each of the old ones, None when the slot is gone.

    When only the start moved, the k-th slot stays the k-th; when the rule changed, a slot stays on
    its date; when not one date is left, again the k-th. Cancelled slots are mapped like others.
    Raises InvalidRule.
    """
    before, after = _slots(old), _slots(new)
    if before == after:
        return {one: one for one in before}
    by_date = _by_date(before, after, old, new)
    if _only_moved(old, new) or not any(by_date.values()):
        return _by_rank(before, after)
    return by_date


def _slots(meeting: Meeting) -> list[Original]:
    rule = meeting.recurrence
    return slots(replace(meeting, recurrence=Recurrence(rule.rules) if rule else None))


def _only_moved(old: Meeting, new: Meeting) -> bool:
    """Tell whether the rule is the same and the start was moved by less than a day.

    A start moved by whole days may as well mean that the first occurrences were dropped: then the
    dates decide.
    """
    moved = wall_of(new.span.start, new.span) - wall_of(old.span.start, old.span)
    return abs(moved) < _DAY and _rules(old) == _rules(new)


def _rules(meeting: Meeting) -> tuple[str, ...]:
    return implicit(meeting.recurrence.rules, meeting.span) if meeting.recurrence else ()


def _by_rank(before: list[Original], after: list[Original]) -> Moves:
    missing = [None] * max(0, len(before) - len(after))
    return dict(zip(before, [*after, *missing], strict=False))


def _by_date(before: list[Original], after: list[Original], old: Meeting, new: Meeting) -> Moves:
    # Several slots on one day (an hourly rule) stay in their order within the day.
    places: dict[date, list[Original]] = {}
    for one in after:
        places.setdefault(wall_of(one, new.span).date(), []).append(one)
    moves: Moves = {}
    for one in before:
        free = places.get(wall_of(one, old.span).date())
        moves[one] = free.pop(0) if free else None
    return moves


def same_slots(old: Meeting, new: Meeting) -> bool:
    """Tell whether two sightings have their occurrences in the same slots."""
    return _lines(old) == _lines(new) and _start(old) == _start(new)


def _lines(meeting: Meeting) -> tuple[str, ...] | None:
    return meeting.recurrence.rules if meeting.recurrence else None


def _start(meeting: Meeting) -> tuple[Original, str]:
    span = meeting.span
    start = span.start
    return start, getattr(span, "zone", "") if isinstance(start, datetime) else ""
