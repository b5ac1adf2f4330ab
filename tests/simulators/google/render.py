"""An event as the API shows it, which depends on the calendar and on who asks.

https://developers.google.com/workspace/calendar/api/v3/reference/events
https://developers.google.com/workspace/calendar/api/concepts/sharing
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from . import times
from .model import Calendar, Copy, Fields, original_start

HIDING = ("private", "confidential")
SEES_PRIVATE = ("writer", "owner")
DIRECT = (
    "created", "updated", "summary", "description", "location", "colorId", "transparency",
    "visibility", "iCalUID", "sequence", "recurrence", "recurringEventId", "eventType",
    "anyoneCanAddSelf", "guestsCanInviteOthers", "guestsCanModify", "guestsCanSeeOtherGuests",
    "hangoutLink", "conferenceData", "extendedProperties", "source", "attachments", "gadget",
    "birthdayProperties", "focusTimeProperties", "outOfOfficeProperties",
    "workingLocationProperties", "eventLabelId", "locked", "privateCopy",
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """Who looks, in which zone, and at how many guests at most."""

    role: str = "owner"
    zone: str = "UTC"
    max_attendees: int | None = None


def render(calendar: Calendar, copy: Copy, view: View) -> Fields:
    """All that this person may see of a copy."""
    if hides(copy, view.role):
        return busy(copy, view.zone)
    fields = copy.fields
    shown: Fields = {
        "kind": "calendar#event",
        "etag": copy.etag,
        "id": copy.id,
        "status": copy.status,
        "htmlLink": html_link(calendar, copy),
    }
    shown |= {name: fields[name] for name in DIRECT if name in fields}
    shown["creator"] = _person(calendar, fields["creator"])
    shown["organizer"] = _person(calendar, fields["organizer"])
    shown |= _when(copy, view.zone)
    shown |= _guests(calendar, copy, view.max_attendees)
    shown["reminders"] = fields.get("reminders", {"useDefault": True})
    return shown


def hides(copy: Copy, role: str) -> bool:
    """Whether a person with this role only learns that the time is taken."""
    if role == "freeBusyReader":
        return True
    return copy.fields.get("visibility") in HIDING and role not in SEES_PRIVATE


def busy(copy: Copy, zone: str) -> Fields:
    """A block of time without any content."""
    shown: Fields = {"kind": "calendar#event", "etag": copy.etag, "id": copy.id}
    shown |= {"status": copy.status, "visibility": "private", "eventType": "default"}
    shown |= {key: copy.fields[key] for key in ("iCalUID", "updated") if key in copy.fields}
    if copy.recurring:
        shown["recurrence"] = copy.fields["recurrence"]
    if copy.master_id:
        shown["recurringEventId"] = copy.master_id
    return shown | _when(copy, zone)


def stub(copy: Copy, zone: str) -> Fields:
    """A deleted event in a list: nothing but the id is promised; an instance names its place.

    https://developers.google.com/workspace/calendar/api/v3/reference/events#status
    """
    shown: Fields = {"kind": "calendar#event", "etag": copy.etag, "id": copy.id}
    shown["status"] = "cancelled"
    if copy.master_id:
        shown["recurringEventId"] = copy.master_id
        shown["originalStartTime"] = times.show(original_start(copy), zone)
    return shown


def html_link(calendar: Calendar, copy: Copy) -> str:
    """The address of the event in Google's own page."""
    eid = base64.urlsafe_b64encode(f"{copy.id} {calendar.id}".encode()).decode().rstrip("=")
    return f"https://www.google.com/calendar/event?eid={eid}"


def _person(calendar: Calendar, person: Fields) -> Fields:
    own = calendar.primary and person["email"] == calendar.id
    return {**person, "self": True} if own else dict(person)


def _when(copy: Copy, zone: str) -> Fields:
    fields = copy.fields
    shown = {key: times.show(fields[key], zone) for key in ("start", "end") if key in fields}
    if copy.master_id:
        shown["originalStartTime"] = times.show(original_start(copy), zone)
    return shown


def _guests(calendar: Calendar, copy: Copy, limit: int | None) -> Fields:
    rows = [_guest(calendar, copy, row) for row in copy.attendees]
    secret = copy.fields.get("guestsCanSeeOtherGuests") is False and not calendar.owns(copy)
    if rows and (secret or (limit is not None and len(rows) > limit)):
        own = [row for row in rows if row["email"] == calendar.id]
        return {"attendees": own, "attendeesOmitted": True}
    return {"attendees": rows} if rows else {}


def _guest(calendar: Calendar, copy: Copy, row: Fields) -> dict[str, Any]:
    shown = dict(row)
    if row["email"] == copy.organizer:
        shown["organizer"] = True
    if calendar.primary and row["email"] == calendar.id:
        shown["self"] = True
    return shown
