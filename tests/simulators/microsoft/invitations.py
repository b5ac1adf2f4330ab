"""What a mail about a meeting says, independent of any provider (after iCalendar's iTIP).

https://www.rfc-editor.org/rfc/rfc5546#section-3.2
An *invitation* is plain JSON:

- ``method`` request, cancel or reply; ``uid``; ``recurrence_id`` for one occurrence; ``sequence``
- ``organizer`` and ``attendees``: ``email``, ``name``; attendees also ``role`` (required,
  optional, resource) and ``response`` (needsAction, accepted, tentative, declined)
- ``summary``, ``location``, ``description`` with ``description_type``, ``private``, ``busy``
- ``start``, ``end``, ``exdates``: ``{"date"}``, or ``{"dateTime", "timeZone"}`` with wall clock
  time and an IANA name; ``recurrence``: RRULE lines; ``exceptions``: occurrences that differ
- ``sender``, ``to``, ``comment``; ``microsoft``: what only Outlook understands
"""

from __future__ import annotations

from . import bodies, model, rrule, series, times, zones
from .model import Fields
from .series import Event

TO_NEUTRAL = {
    "accepted": "accepted",
    "tentativelyAccepted": "tentative",
    "declined": "declined",
    "none": "needsAction",
    "notResponded": "needsAction",
    "organizer": "accepted",
}
FROM_NEUTRAL = {
    "accepted": "accepted",
    "tentative": "tentativelyAccepted",
    "declined": "declined",
    "needsAction": "none",
}
SHARED = (
    "subject", "body", "start", "end", "isAllDay", "location", "locations", "importance",
    "sensitivity", "responseRequested", "allowNewTimeProposals", "hideAttendees",
    "isOnlineMeeting", "onlineMeetingProvider", "onlineMeeting", "showAs", "recurrence",
    "attendees",
)  # fmt: skip


def about(event: Event, method: str, sender: str, to: str, comment: str = "") -> Fields:
    """The invitation, cancellation or reply about an event."""
    found = _content(event, to)
    found |= {"method": method, "sender": sender, "to": [to], "comment": comment}
    if event.day is None and event.item.recurring:
        item = event.item
        exceptions = [Event(event.calendar, item, day) for day in sorted(item.overrides)]
        without = {one.day for one in exceptions if method == "request" and not _is_for(one, to)}
        found["exdates"] = [
            neutral(series.usual_times(item, day)["start"], item.fields["isAllDay"])
            for day in sorted({*item.cancelled, *filter(None, without)})
        ]
        found["exceptions"] = [_content(one, to) for one in exceptions if one.day not in without]
    return found


def _is_for(event: Event, email: str) -> bool:
    """Whether somebody is invited to an occurrence; who was taken off it alone is not."""
    return model.attendee(event.fields["attendees"], email) is not None


def _content(event: Event, to: str) -> Fields:
    fields, all_day = event.fields, event.fields["isAllDay"]
    usual = series.usual_times(event.item, event.day)["start"] if event.day else None
    return {
        "uid": event.item.uid,
        "recurrence_id": neutral(usual, event.item.fields["isAllDay"])
        if usual
        else event.item.recurrence_id,
        "sequence": event.item.sequence,
        "organizer": {"email": fields["organizer"]["address"], "name": fields["organizer"]["name"]},
        "attendees": [_person(row) for row in _seen_by(fields, to)],
        "summary": fields["subject"],
        "location": fields["location"]["displayName"],
        "description": _words(fields),
        "description_type": "text",
        "private": fields["sensitivity"] in ("private", "confidential"),
        "busy": fields["showAs"] not in ("free", "workingElsewhere"),
        "start": neutral(fields["start"], all_day),
        "end": neutral(fields["end"], all_day),
        "recurrence": rrule.to_lines(fields.get("recurrence"), fields["start"], all_day),
        "microsoft": {name: fields.get(name) for name in SHARED},
    }


def _words(fields: Fields) -> str:
    """The body as text; the address of an online meeting is in it, whatever the body looks like."""
    text = bodies.text(fields["body"]["contentType"], fields["body"]["content"])
    link = (fields.get("onlineMeeting") or {}).get("joinUrl", "")
    return text if link in text else f"{text}\r\n<{link}>"


def _seen_by(fields: Fields, to: str) -> list[Fields]:
    rows: list[Fields] = fields["attendees"]
    if fields["hideAttendees"] and to != fields["organizer"]["address"].lower():
        return [row for row in rows if model.address(row) == to]
    return rows


def _person(row: Fields) -> Fields:
    return {
        "email": model.address(row),
        "name": row["emailAddress"]["name"],
        "role": row["type"],
        "response": TO_NEUTRAL[row.get("status", {}).get("response", "none")],
    }


def neutral(point: times.Point, all_day: bool) -> Fields:
    """A point as invitations have it."""
    if all_day:
        return {"date": times.day(point).isoformat()}
    return {"dateTime": point["dateTime"], "timeZone": zones.iana(point["timeZone"])}


def own(point: Fields, zone: str = "UTC") -> times.Point:
    """A point of an invitation as Outlook stores it."""
    if "date" in point:
        return {"dateTime": f"{point['date']}T00:00:00", "timeZone": zone}
    return times.point(point, "start")
