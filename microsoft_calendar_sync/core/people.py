"""Attendees and organizers.

https://learn.microsoft.com/graph/api/resources/attendee
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from odoo.addons.calendar_sync_base.core.dirty import Json, flag, mapping, rows, text
from odoo.addons.calendar_sync_base.core.values import Attendee, Person, Response

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")
_RESPONSES = {
    "organizer": Response.ACCEPTED,
    "accepted": Response.ACCEPTED,
    "tentativelyaccepted": Response.TENTATIVE,
    "declined": Response.DECLINED,
}


def read_attendees(event: Json, own_email: str) -> tuple[Attendee, ...]:
    """Return the attendees by address; those without one are left out (see `is_complete`).

    A guest's own copy tells their own answer in `responseStatus` alone.
    """
    found: dict[str, Attendee] = {}
    for row in rows(event.get("attendees")):
        email = address_of(row)
        if email:
            found.setdefault(email, _read(row, email, event, own_email))
    return tuple(found[email] for email in sorted(found))


def address_of(row: Json) -> str:
    """Return the address in a recipient, lower case; empty for one without, and for X.500 names."""
    address = text(mapping(row.get("emailAddress")).get("address")).strip().lower()
    return address if "@" in address else ""


def _read(row: Json, email: str, event: Json, own_email: str) -> Attendee:
    kind = text(row.get("type")).casefold()
    said = _response(row.get("status"))
    if email == own_email and not flag(event.get("isOrganizer"), usual=False):
        own = _response(event.get("responseStatus"))
        said = own if own is not Response.NEEDS_ACTION else said
    return Attendee(
        email=email,
        name=_name(row),
        response=said,
        optional=kind == "optional",
        resource=kind == "resource",
    )


def _response(status: object) -> Response:
    said = text(mapping(status).get("response")).casefold()
    return _RESPONSES.get(said, Response.NEEDS_ACTION)


def _name(row: Json) -> str:
    return text(mapping(row.get("emailAddress")).get("name"))


def is_complete(event: Json, organized_here: bool) -> bool:
    """Tell whether the list names everybody, so that writing it back removes nobody.

    With `hideAttendees` a guest sees only themselves:
    https://learn.microsoft.com/graph/api/resources/event (`hideAttendees`)
    """
    hidden = flag(event.get("hideAttendees"), usual=False) and not organized_here
    unnamed = any(not address_of(row) for row in rows(event.get("attendees")))
    return not (hidden or unnamed)


def write_attendees(attendees: Iterable[Attendee]) -> list[Json]:
    """Return the list for a write, which replaces the one there is; answers are nobody's to write.

    Who has no usable address cannot be invited, and one such address has the whole event refused.
    """
    return [_write(one) for one in attendees if _ADDRESS.fullmatch(one.email)]


def _write(one: Attendee) -> Json:
    kind = "resource" if one.resource else "optional" if one.optional else "required"
    name = {"name": one.name} if one.name else {}
    return {"emailAddress": {"address": one.email, **name}, "type": kind}


def read_organizer(event: Json) -> Person | None:
    """Return the organizer, None when the event does not name one."""
    row = mapping(event.get("organizer"))
    email = address_of(row)
    return Person(email, _name(row)) if email else None
