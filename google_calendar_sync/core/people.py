"""Attendees and organizers.

https://developers.google.com/workspace/calendar/api/v3/reference/events#attendees
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from odoo.addons.calendar_sync_base.core.dirty import Json, flag, mapping, rows, text
from odoo.addons.calendar_sync_base.core.values import Attendee, Person, Response

_KEPT = ("additionalGuests", "comment", "id")
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_RESPONSES = {one.value: one for one in Response}


def read_attendees(event: Json) -> tuple[Attendee, ...]:
    """Return the attendees by address; those without one are left out (see `is_complete`)."""
    found: dict[str, Attendee] = {}
    for row in rows(event.get("attendees")):
        email = _address(row)
        if email:
            found.setdefault(email, _read(row, email))
    return tuple(found[email] for email in sorted(found))


def _address(row: Json) -> str:
    return text(row.get("email")).strip().lower()


def _read(row: Json, email: str) -> Attendee:
    kept = {key: row[key] for key in _KEPT if row.get(key)}
    return Attendee(
        email=email,
        name=text(row.get("displayName")),
        response=_RESPONSES.get(text(row.get("responseStatus")), Response.NEEDS_ACTION),
        optional=flag(row.get("optional"), usual=False),
        resource=flag(row.get("resource"), usual=False),
        opaque=json.dumps(kept, sort_keys=True) if kept else "",
    )


def is_complete(event: Json, organized_here: bool) -> bool:
    """Tell whether the list names everybody, so that writing it back removes nobody.

    https://developers.google.com/workspace/calendar/api/v3/reference/events#attendeesOmitted
    """
    hidden = not flag(event.get("guestsCanSeeOtherGuests"), usual=True) and not organized_here
    omitted = flag(event.get("attendeesOmitted"), usual=False)
    unnamed = any(not _address(row) for row in rows(event.get("attendees")))
    return not (hidden or omitted or unnamed)


def write_attendees(attendees: Iterable[Attendee]) -> list[Json]:
    """Return the list for a write; who has no usable address cannot be invited by Google."""
    return [write_attendee(one) for one in attendees if _ADDRESS.fullmatch(one.email)]


def write_attendee(one: Attendee) -> Json:
    """Return one attendee for a write, with what Google itself said of them before."""
    said = {
        "displayName": one.name,
        "optional": one.optional,
        "resource": one.resource,
    }
    return {
        "email": one.email,
        "responseStatus": one.response.value,
        **{key: value for key, value in said.items() if value},
        **_opaque(one.opaque),
    }


def _opaque(kept: str) -> Json:
    try:
        said = mapping(json.loads(kept or "{}"))
    except ValueError:
        return {}
    return {key: said[key] for key in _KEPT if key in said}


def read_organizer(event: Json) -> Person | None:
    """Return the organizer, None when the event does not name one."""
    row = mapping(event.get("organizer"))
    email = _address(row)
    return Person(email, text(row.get("displayName"))) if email else None


def write_organizer(person: Person | None) -> Json:
    """Return the organizer for an import."""
    if person is None or not _ADDRESS.fullmatch(person.email):
        return {}
    name = {"displayName": person.name} if person.name else {}
    return {"organizer": {"email": person.email, **name}}
