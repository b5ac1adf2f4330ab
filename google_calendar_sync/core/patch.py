"""Bodies of writes: whole events, and only what changed.

Only changed fields are ever sent for an existing event, so that whatever no meeting holds stays as
it is: https://developers.google.com/workspace/calendar/api/guides/performance#patch
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, apply, diff
from odoo.addons.calendar_sync_base.core.dirty import Json
from odoo.addons.calendar_sync_base.core.recurrence import (
    excluded_line,
    normalise,
    occurrence,
    overridden,
)
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
    Attendee,
    Changes,
    Meeting,
    Original,
    Response,
)

from .conference import with_request_id
from .event import TABLE
from .ids import marker
from .people import write_attendee, write_organizer


def new_body(meeting: Meeting, uid: str, role: Role, seed: str) -> Json:
    """Return a whole event with our marker; `seed` makes the id of a requested call.

    A COPY carries the iCalUID and the organizer, as an import wants it:
    https://developers.google.com/workspace/calendar/api/v3/reference/events/import
    """
    body = without_nulls(_fields_body({name: getattr(meeting, name) for name in FIELDS}))
    if not meeting.attendees_complete:
        body.pop("attendees", None)
    if meeting.recurrence:
        body["recurrence"] = recurrence_lines(meeting)
    if role is Role.COPY:
        body |= {"iCalUID": uid, **write_organizer(meeting.organizer)}
    return with_request_id(body | marker(uid), seed)


def revived_body(before: Meeting | None, wanted: Meeting, uid: str, seed: str) -> Json:
    """Return the body of a PATCH that brings a deleted event back as it is wanted now.

    What it was before stays where it is not wanted otherwise. Where that is not known, all is
    written that is wanted. Rooms stay booked: nobody but the provider lists them.
    """
    if before is None:
        body = {"recurrence": None, **new_body(wanted, uid, Role.ORGANIZER, seed)}
    else:
        changes = diff(before, replace(wanted, attendees=_with_rooms(before, wanted)))
        body = master_body(before, changes, Role.ORGANIZER, seed)
    return {**body, **marker(uid), "status": "confirmed"}


def _with_rooms(before: Meeting, wanted: Meeting) -> tuple[Attendee, ...]:
    rooms = {one.email: one for one in before.attendees if one.resource}
    people = rooms | {one.email: one for one in wanted.attendees}
    return tuple(people[email] for email in sorted(people))


def changed_body(before: Meeting, changes: Changes, seed: str) -> Json:
    """Return the body of a PATCH for some fields; a list of attendees cut short is not written."""
    named = dict(changes)
    if "attendees" in named:
        del named["attendees"]
        if before.attendees_complete:
            named["attendees"] = _carried(before, cast(tuple[Attendee, ...], changes["attendees"]))
    return with_request_id(_fields_body(named), seed)


def _carried(before: Meeting, attendees: Iterable[Attendee]) -> tuple[Attendee, ...]:
    """Return attendees with what Google said of them when their list was read."""
    known = {one.email: one.opaque for one in before.attendees}
    return tuple(replace(one, opaque=one.opaque or known.get(one.email, "")) for one in attendees)


def _fields_body(changes: Changes) -> Json:
    body: Json = {}
    for name, value in changes.items():
        body |= TABLE[name].write(value)
    return body


def master_body(before: Meeting, changes: MeetingChanges, role: Role, seed: str) -> Json:
    """Return the body of a PATCH of the event itself, empty when only occurrences change.

    The lines of a series go along when its time changes: UNTIL has the form of the start.
    """
    fields = dict(changes.fields)
    wanted = apply(changes, before)
    touched = changes.rules is not None or bool(wanted.recurrence and "span" in fields)
    if touched and wanted.recurrence and not before.recurrence:
        fields["span"] = wanted.span
    if role is Role.COPY:
        # Guests' rights are the organizer's alone: a copy that names them is refused.
        fields.pop("guest_rights", None)
    body = changed_body(before, fields, seed)
    if touched or (body and (changes.cancelled or changes.restored)):
        body["recurrence"] = recurrence_lines(wanted) if wanted.recurrence else None
    return body


def recurrence_lines(meeting: Meeting) -> list[str]:
    """Return the lines of a series, its excluded occurrences as EXDATE. Raises InvalidRule."""
    rule = meeting.recurrence
    if rule is None:
        return []
    return [*normalise(rule.rules, meeting.span), *excluded_line(rule.excluded)]


def occurrence_body(before: Meeting, after: Meeting, original: Original, seed: str) -> Json:
    """Return what turns one occurrence of `before` into that of `after`, empty when nothing.

    Fields in which it no longer differs from its series get the value `before` has for the series.
    """
    old, new = overridden(before, original), overridden(after, original)
    usual = _plain_occurrence(before, original)
    values = {name: getattr(usual, name) for name in old if name not in new}
    values |= {name: value for name, value in new.items() if old.get(name) != value}
    return changed_body(before, values, seed)


def _plain_occurrence(meeting: Meeting, original: Original) -> Meeting:
    rule = meeting.recurrence
    return occurrence(replace(meeting, recurrence=rule and replace(rule, overrides=())), original)


def restored_body(before: Meeting, after: Meeting, original: Original, seed: str) -> Json:
    """Return the whole of an occurrence that was cancelled and takes place again."""
    usual = _plain_occurrence(before, original)
    # The call it had is still its own; that of the series is not made a second time.
    values = {name: getattr(usual, name) for name in FIELDS if name != "conference"}
    body = changed_body(before, values | overridden(after, original), seed)
    return {"status": "confirmed", **body}


def response_body(meeting: Meeting, email: str, response: Response) -> Json:
    """Return an answer to an invitation that leaves everybody else's alone.

    https://developers.google.com/workspace/calendar/api/v3/reference/events#attendeesOmitted
    """
    known = meeting.attendee(email) or Attendee(email)
    row = write_attendee(replace(known, response=response))
    return {"attendees": [row], "attendeesOmitted": True}


def without_nulls(body: Json) -> Json:
    """Return a body for a new event: what is null is not there."""
    return {key: _bare(value) for key, value in body.items() if value is not None}


def _bare(value: Any) -> Any:
    return without_nulls(value) if isinstance(value, dict) else value
