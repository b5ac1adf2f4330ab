"""Bodies of writes: whole events, and only what changed.

Only changed fields are ever sent for an existing event, so that whatever no meeting holds stays as
it is, and nobody is mailed about more than they have to be:
https://learn.microsoft.com/graph/api/event-update

`shown` is the event, or the occurrence, as Graph shows it now: some of its parts are replaced as a
whole and have to be sent back along with what changed in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from typing import cast

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, apply
from odoo.addons.calendar_sync_base.core.dirty import Json
from odoo.addons.calendar_sync_base.core.recurrence import occurrence, overridden
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
    Attendee,
    Changes,
    Meeting,
    Original,
    Recurrence,
    Response,
    Span,
)

from .body import Body, lost_link, read_body
from .conference import keeps_teams, write_place, write_request
from .event import READ, WRITE, View
from .ids import marker
from .people import read_attendees, read_organizer
from .recurrence import anchored, write_recurrence
from .times import write_span

_KEPT = ("privacy", "show_as")
"""Fields for which Outlook has more words than a meeting (`oof`, `personal`)."""


def new_body(meeting: Meeting, uid: str, role: Role, transaction: str, view: View) -> Json:
    """Return a whole event with our marker; `transaction` makes it safe to send twice.

    A COPY has no attendees, as Graph would mail them, and asks for no call. Cancelled and changed
    occurrences are written after it. Raises NotExpressible.
    """
    fields: Changes = {name: getattr(meeting, name) for name in FIELDS}
    if meeting.reminders.use_default:
        # Left out, it is the mailbox's own.
        del fields["reminders"]
    if meeting.recurrence:
        fields["span"] = anchored(meeting.span, meeting.recurrence.rules)
    body = changed_body(meeting, fields, {}, view, role)
    if meeting.recurrence:
        body |= _recurring(meeting.span, meeting.recurrence)
    return body | marker(uid) | {"transactionId": transaction}


def changed_body(
    before: Meeting, changes: Changes, shown: Json, view: View, role: Role = Role.ORGANIZER
) -> Json:
    """Return the body of a PATCH for some fields; a list of attendees cut short is not written."""
    named = {name: value for name, value in changes.items() if _is_written(name, before, role)}
    if "attendees" in named:
        guests = _guests(cast(tuple[Attendee, ...], named.pop("attendees")), shown, view)
        if not shown or _invited(guests) != _invited(read_attendees(shown, view.email)):
            named["attendees"] = guests
    body: Json = {}
    for name in named.keys() & WRITE.keys():
        if name not in _KEPT or not shown or READ[name](shown, view) != named[name]:
            body |= WRITE[name](named[name])
    online = "" if role is Role.COPY else view.online
    return body | _composed(before.with_changes(named), named.keys(), shown, online)


def _guests(attendees: Iterable[Attendee], shown: Json, view: View) -> tuple[Attendee, ...]:
    """Return attendees without the organizer, who is none of them in Outlook unless it lists them.

    https://learn.microsoft.com/graph/api/resources/event (`organizer`)
    """
    organizer = read_organizer(shown)
    host = organizer.email if organizer else view.email
    listed = {one.email for one in read_attendees(shown, view.email)}
    return tuple(one for one in attendees if one.email != host or host in listed)


def _invited(attendees: Iterable[Attendee]) -> set[Attendee]:
    """Return who is invited how: answers are not taken from the organizer's list."""
    return {replace(one, response=Response.NEEDS_ACTION) for one in attendees}


def _is_written(name: str, before: Meeting, role: Role) -> bool:
    """Tell whether a field is written at all: a COPY is for its owner alone."""
    if name == "attendees":
        return before.attendees_complete and role is not Role.COPY
    return name != "guest_rights" or role is not Role.COPY


def _composed(wanted: Meeting, names: Set[str], shown: Json, online: str) -> Json:
    """Return the parts of an event in which more than one field stands."""
    body: Json = {}
    if names & {"location", "conference"}:
        place = write_place(wanted.location, wanted.conference, shown)
        body |= {key: value for key, value in place.items() if shown.get(key) != value}
    if "conference" in names:
        body |= write_request(wanted.conference, shown, online)
    return body | _text(wanted, names, shown)


def _text(wanted: Meeting, names: Set[str], shown: Json) -> Json:
    """Return the body of the event: with Teams' block as long as that call stays, without it else.

    Taking the block out is the only way to end an online meeting.
    """
    there, stays = read_body(shown), keeps_teams(wanted.conference, shown)
    ends = "conference" in names and not stays and bool(there.block)
    if "description" not in names and not ends:
        return {}
    description = wanted.description if "description" in names else there.description
    block = there.block if stays or "conference" not in names else ""
    return Body(description, block or lost_link(there, description, shown)).written()


def master_body(
    before: Meeting,
    changes: MeetingChanges,
    shown: Json,
    view: View,
    role: Role = Role.ORGANIZER,
) -> Json:
    """Return the body of a PATCH of the event itself, empty when only occurrences are cancelled or
    changed.

    The pattern goes along when the time changes, as its range begins on the day of the start, and
    when an occurrence shall take place again: Graph restores them only by a new pattern, and all
    exceptions with them. Raises NotExpressible.
    """
    fields = dict(changes.fields)
    wanted = apply(changes, before)
    rule = wanted.recurrence
    touched = changes.rules is not None or bool(rule and ("span" in fields or changes.restored))
    if touched:
        fields["span"] = anchored(wanted.span, rule.rules) if rule else wanted.span
    body = changed_body(before, fields, shown, view, role)
    if touched:
        body |= _recurring(wanted.span, rule) if rule else {"recurrence": None}
    return body


def _recurring(span: Span, rule: Recurrence) -> Json:
    """Return start, end and pattern of a series, which belong together."""
    first = anchored(span, rule.rules)
    return {**write_span(first, series=True), "recurrence": write_recurrence(first, rule.rules)}


def occurrence_body(
    before: Meeting, after: Meeting, original: Original, shown: Json, view: View
) -> Json:
    """Return what turns one occurrence of `before` into that of `after`, empty when nothing.

    Fields in which it no longer differs from its series get the value `before` has for the series.
    `shown` is the occurrence, or its master while it is no exception.
    """
    old, new = overridden(before, original), overridden(after, original)
    usual = _plain_occurrence(before, original)
    values = {name: getattr(usual, name) for name in old if name not in new}
    values |= {name: value for name, value in new.items() if old.get(name) != value}
    return changed_body(occurrence(before, original), values, shown, view)


def _plain_occurrence(meeting: Meeting, original: Original) -> Meeting:
    rule = meeting.recurrence
    return occurrence(replace(meeting, recurrence=rule and replace(rule, overrides=())), original)
