"""What Google's mails about a meeting say to somebody elsewhere, as neutral JSON.

The form is that of ``microsoft.invitations``, after iTIP:
https://www.rfc-editor.org/rfc/rfc5546#section-3.2
https://developers.google.com/workspace/calendar/api/concepts/inviting-attendees-to-events
"""

from __future__ import annotations

import re

from ..common.mails import Mail
from . import recurrence, series, times
from .model import Copy, Fields, original_start
from .world import World

METHODS = {
    "invitation": "request", "update": "request", "cancellation": "cancel", "response": "reply",
}  # fmt: skip
TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def about(world: World, mail: Mail, copy: Copy) -> Fields:
    """The invitation, cancellation or reply that a mail carries."""
    found = _content(world, copy, mail.to)
    found |= {"method": METHODS[mail.kind], "sender": mail.sender, "to": [mail.to], "comment": ""}
    if mail.kind == "response":
        row = copy.attendee(mail.sender) or {}
        found |= {"response": mail.details["response"], "comment": row.get("comment", "")}
    if copy.recurring:
        found |= _instances(world, copy, mail.to)
    return found


def _content(world: World, copy: Copy, to: str) -> Fields:
    fields = copy.fields
    rules = recurrence.without_exdates(fields.get("recurrence") or [])
    text = _description(fields)
    return {
        "uid": copy.uid,
        "recurrence_id": neutral(original_start(copy)) if copy.master_id else None,
        "sequence": fields.get("sequence", 0),
        "organizer": {"email": copy.organizer, "name": _organizer_name(world, copy)},
        "attendees": [_person(world, row) for row in _seen_by(copy, to)],
        "summary": fields.get("summary", ""),
        "location": fields.get("location", ""),
        "description": text,
        "description_type": "html" if TAG.search(text) else "text",
        "private": fields.get("visibility") in ("private", "confidential"),
        "busy": fields.get("transparency") != "transparent",
        "start": neutral(fields["start"]),
        "end": neutral(fields["end"]),
        "recurrence": rules,
    }


def _instances(world: World, master: Copy, to: str) -> Fields:
    """The instances that are not as the series has them, as one of the guests knows them.

    What is left of exceptions at places that the series no longer has is nobody's business.
    """
    exceptions, gone = [], []
    calendar = world.calendars.get(master.organizer)
    for one in calendar.exceptions_of(master.id) if calendar else ():
        if not series.has_place(master, original_start(one)):
            continue
        if one.cancelled or one.attendee(to) is None:
            gone.append(original_start(one))
        else:
            exceptions.append(_content(world, one, to))
    gone += recurrence.excluded(master.series)
    return {"exceptions": exceptions, "exdates": [neutral(point) for point in gone]}


def _description(fields: Fields) -> str:
    """The description, and the link that Google puts below it in its mails."""
    text, link = str(fields.get("description", "")), fields.get("hangoutLink")
    if not link:
        return text
    return f"{text}\n\nJoin with Google Meet: {link}".strip()


def _organizer_name(world: World, copy: Copy) -> str:
    account = world.accounts.get(copy.organizer)
    name = copy.fields["organizer"].get("displayName")
    return str(name or (account.name if account else copy.organizer))


def _seen_by(copy: Copy, to: str) -> list[Fields]:
    if copy.fields.get("guestsCanSeeOtherGuests", True) or to == copy.organizer:
        return copy.attendees
    return [row for row in copy.attendees if row["email"] == to]


def _person(world: World, row: Fields) -> Fields:
    account = world.accounts.get(row["email"])
    role = "resource" if row.get("resource") else "optional" if row.get("optional") else "required"
    return {
        "email": row["email"],
        "name": row.get("displayName") or (account.name if account else row["email"]),
        "role": role,
        "response": row["responseStatus"],
    }


def neutral(point: times.Point) -> Fields:
    """A point as invitations have it: wall clock time and the zone's name."""
    if "date" in point:
        return {"date": point["date"]}
    return {"dateTime": times.wall(point).isoformat(), "timeZone": point["timeZone"]}
