"""Single occurrences of a series."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from .expansion import LIMIT, expand
from .values import AllDay, Changes, Meeting, Original, Span, Timed
from .zones import as_date, slot_of


def slots(meeting: Meeting, limit: int = LIMIT, until: Original | None = None) -> list[Original]:
    """Return the slots at which a meeting takes place; one for a single meeting."""
    rule = meeting.recurrence
    if rule is None:
        return [meeting.span.start]
    return expand(meeting.span, rule.rules, rule.excluded, limit, until)


def slot_span(span: Span, original: Original) -> Span:
    """Return the span of a master moved to one of its slots; the exact duration is kept.

    https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3
    """
    slot = slot_of(original, span)
    if isinstance(span, Timed) and isinstance(slot, datetime):
        return Timed(slot, slot + (span.end - span.start), span.zone)
    day = as_date(slot)
    return AllDay(day, day + (as_date(span.end) - as_date(span.start)))


def occurrence_span(meeting: Meeting, original: Original) -> Span:
    """Return when the occurrence with this original start takes place, moved or not."""
    moved = overridden(meeting, original).get("span")
    return moved if isinstance(moved, Timed | AllDay) else slot_span(meeting.span, original)


def overridden(meeting: Meeting, original: Original) -> Changes:
    """Return the fields in which one occurrence differs from its series; empty when none."""
    overrides = meeting.recurrence.overrides if meeting.recurrence else ()
    return next((dict(one.changes) for one in overrides if one.original == original), {})


def occurrence(meeting: Meeting, original: Original) -> Meeting:
    """Return one occurrence as a meeting of its own: in its slot, with its own changes."""
    at_slot = replace(meeting, span=slot_span(meeting.span, original), recurrence=None)
    return at_slot.with_changes(overridden(meeting, original))
