"""What the values of an event have to fulfil together, and how a body becomes an event.

- All-day events: midnight in one zone, at least 24 hours:
  https://learn.microsoft.com/graph/api/resources/event (isAllDay)
- location and locations correspond: https://learn.microsoft.com/graph/api/event-update
- isOnlineMeeting and its provider do not change once they are set:
  https://learn.microsoft.com/graph/api/resources/event (isOnlineMeeting)
"""

from __future__ import annotations

from datetime import timedelta

from . import errors, model, online, recurrence, schema, times
from .model import Fields

DAY = timedelta(days=1)
NO_RESPONSE = {"response": "none", "time": times.NEVER}


def new_fields(body: Fields, organizer: Fields, key: str) -> Fields:
    """All properties of a new event; 400 for what Outlook refuses."""
    if "start" not in body or "end" not in body:
        raise errors.invalid_property()
    fields = {**schema.DEFAULTS, **body}
    fields["start"], fields["end"] = (times.point(body[key], key) for key in ("start", "end"))
    fields["organizer"] = organizer
    fields["responseStatus"] = {"response": "organizer", "time": times.NEVER}
    fields["attendees"] = merged_attendees([], fields["attendees"])
    fields |= _places(body)
    fields.pop("singleValueExtendedProperties", None)
    check_times(fields)
    if fields["recurrence"]:
        _start_series(fields)
    return online.start(fields, key)


def changed_fields(before: Fields, body: Fields, key: str) -> Fields:
    """The properties after a PATCH; what the body does not name stays."""
    body = dict(body)
    if "recurrence" in body and before.get("recurrence") is None and body["recurrence"] is None:
        del body["recurrence"]
    fields = {**before, **body}
    for name in ("start", "end"):
        if name in body:
            fields[name] = times.point(body[name], name)
    if "attendees" in body:
        fields["attendees"] = merged_attendees(before["attendees"], body["attendees"])
    fields |= _places(body)
    fields.pop("singleValueExtendedProperties", None)
    fields["transactionId"] = before.get("transactionId")
    check_times(fields)
    if fields.get("recurrence") and {"start", "end", "recurrence", "isAllDay"} & {*body}:
        _restart_series(before, fields, body)
    return online.change(before, fields, key)


def _restart_series(before: Fields, fields: Fields, body: Fields) -> None:
    """A series that moves takes its range along; a new pattern has to fit its start."""
    if "recurrence" not in body:
        limits = dict(fields["recurrence"]["range"])
        limits["startDate"] = times.day(fields["start"]).isoformat()
        if limits["type"] == "endDate" and limits["endDate"] < limits["startDate"]:
            limits["endDate"] = limits["startDate"]
        fields["recurrence"] = {"pattern": fields["recurrence"]["pattern"], "range": limits}
    _start_series(fields)


def _start_series(fields: Fields) -> None:
    """The first occurrence is where the rule puts it, on or after the given start."""
    start = fields["start"]
    found = recurrence.check(fields["recurrence"], times.day(start), start["timeZone"])
    by = recurrence.first_day(found) - times.day(start)
    fields["recurrence"] = found
    fields["start"], fields["end"] = times.shift(start, by), times.shift(fields["end"], by)
    found["range"] = {**found["range"], "startDate": times.day(fields["start"]).isoformat()}


def check_times(fields: Fields) -> None:
    """The end is not before the start; whole days are whole days."""
    start, end = fields["start"], fields["end"]
    if times.instant(end) < times.instant(start):
        raise errors.invalid_property("The end of the event is before its start.")
    if not fields["isAllDay"]:
        return
    for key in ("start", "end"):
        if not times.is_midnight(fields[key]):
            raise errors.invalid_request(
                f"The Event.{key.title()} property for an all-day event needs to be set to "
                "midnight."
            )
    if start["timeZone"].casefold() != end["timeZone"].casefold():
        raise errors.invalid_request(
            "Event.Start and Event.End of an all-day event need to be in the same time zone."
        )
    if times.wall(end) - times.wall(start) < DAY:
        raise errors.invalid_request(
            "The duration of an event marked as All day must be at least 24 hours."
        )


def merged_attendees(before: list[Fields], rows: list[Fields]) -> list[Fields]:
    """The new list; who is still in it keeps the answer given."""
    result = []
    for row in rows:
        known = model.attendee(before, model.address(row)) or {}
        result.append({**row, "status": known.get("status", dict(NO_RESPONSE))})
    return result


def _places(body: Fields) -> Fields:
    if "location" in body:
        place = _place(body["location"])
        return {"location": place, "locations": [place] if place["displayName"] else []}
    if "locations" in body:
        places = [_place(one) for one in body["locations"]]
        names = "; ".join(one["displayName"] for one in places)
        return {"locations": places, "location": {**(places or [{}])[0], "displayName": names}}
    return {}


def _place(value: Fields) -> Fields:
    name = value.get("displayName") or ""
    kind = {"uniqueId": name, "uniqueIdType": "private"} if name else {"uniqueIdType": "unknown"}
    return {"locationType": "default", **kind, **value, "displayName": name}
