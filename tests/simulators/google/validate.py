"""From the body of a write to the fields that are stored, or a refusal.

https://developers.google.com/workspace/calendar/api/v3/reference/events/insert
https://developers.google.com/workspace/calendar/api/guides/performance#patch
"""

from __future__ import annotations

import copy as copies
from dataclasses import dataclass

from . import errors, recurrence, times
from . import fields as spec
from .model import Calendar, Fields

MERGED = ("start", "end", "source", "conferenceData")
SIMPLE = (
    "summary", "description", "location", "colorId", "visibility", "transparency", "status",
    "anyoneCanAddSelf", "guestsCanInviteOthers", "guestsCanModify", "guestsCanSeeOtherGuests",
    "gadget", "birthdayProperties", "focusTimeProperties", "outOfOfficeProperties",
    "workingLocationProperties", "eventLabelId", "eventType", "conferenceData",
)  # fmt: skip
COLORS = {str(number) for number in range(1, 12)}


@dataclass(frozen=True)
class Options:
    """What the query says about a write."""

    send: str = "none"
    conference_version: int = 0
    attachments: bool = False


def new_fields(
    calendar: Calendar, body: Fields, options: Options, instance: bool = False
) -> Fields:
    """The writable part of an event from a complete body (insert, import, update)."""
    body = {name: value for name, value in body.items() if value is not None}
    result = {name: body[name] for name in SIMPLE if name in body}
    if not options.conference_version:
        result.pop("conferenceData", None)
    result |= _when(calendar, body, instance)
    if body.get("attendees"):
        result["attendees"] = spec.check_attendees(body["attendees"])
    result["reminders"] = spec.check_reminders(body.get("reminders") or {"useDefault": True})
    if properties := spec.check_properties(body.get("extendedProperties") or {}):
        result["extendedProperties"] = properties
    result |= _links(body, options)
    if result.get("colorId", "1") not in COLORS:
        raise errors.invalid("Invalid color id.", "colorId")
    return spec.tidy(result)


def _when(calendar: Calendar, body: Fields, instance: bool) -> Fields:
    recurring = bool(body.get("recurrence"))
    if instance and recurring:
        raise errors.invalid("Recurrence is not allowed on an instance.", "recurrence")
    end = times.parse_point(body.get("end"), "end", calendar.time_zone)
    start = times.parse_point(body.get("start"), "start", calendar.time_zone, recurring)
    check_range(calendar, start, end)
    result: Fields = {"start": start, "end": end}
    if recurring:
        result["recurrence"] = recurrence.check(body["recurrence"], start)
    return result


def check_range(calendar: Calendar, start: times.Point, end: times.Point) -> None:
    """Start and end of one kind, in order; an all-day event takes a day at least."""
    if ("date" in start) != ("date" in end):
        raise errors.invalid("Start and end times must either both be date or both be dateTime.")
    taken = times.duration(start, end).total_seconds()
    if taken < 0 or (taken == 0 and "date" in start):
        raise errors.empty_range("end")


def _links(body: Fields, options: Options) -> Fields:
    result: Fields = {}
    if source := body.get("source"):
        if not str(source.get("url", "")).startswith(("http://", "https://")):
            raise errors.invalid("Invalid source url.", "source.url")
        result["source"] = {key: source[key] for key in ("title", "url") if source.get(key)}
    if options.attachments and (rows := body.get("attachments")):
        if len(rows) > spec.MAX_ATTACHMENTS:
            raise errors.invalid("Too many attachments.", "attachments")
        if not all(isinstance(row, dict) and row.get("fileUrl") for row in rows):
            raise errors.required("Missing attachment file url.", "attachments")
        result["attachments"] = rows
    return result


def replaced(calendar: Calendar, stored: Fields, body: Fields, options: Options) -> Fields:
    """The fields after a PUT: what the body does not say is gone."""
    body = dict(body)
    fresh = new_fields(calendar, body, options, instance="recurringEventId" in stored)
    fresh.setdefault("status", stored.get("status", "confirmed"))
    return _keep(stored, fresh, body, options)


def patched(calendar: Calendar, stored: Fields, body: Fields, options: Options) -> Fields:
    """The fields after a PATCH: the body is laid over what is stored, null deletes."""
    merged = copies.deepcopy({key: stored[key] for key in stored if key not in spec.SYSTEM})
    ignored = {"attachments"} if not options.attachments else set()
    ignored |= {"conferenceData"} if not options.conference_version else set()
    for name, value in body.items():
        if name not in spec.SYSTEM and name not in spec.READ_ONLY and name not in ignored:
            _lay_over(merged, name, value)
    full = Options(options.send, 1, True)
    fresh = new_fields(calendar, merged, full, instance="recurringEventId" in stored)
    return _keep(stored, fresh, body, options)


def _lay_over(merged: Fields, name: str, value: object) -> None:
    if value is None:
        merged.pop(name, None)
    elif name == "extendedProperties":
        _merge_properties(merged.setdefault(name, {}), value)
    elif name in MERGED and isinstance(merged.get(name), dict) and isinstance(value, dict):
        merged[name] = {
            key: entry for key, entry in {**merged[name], **value}.items() if entry is not None
        }
    else:
        merged[name] = value


def _merge_properties(stored: Fields, change: object) -> None:
    if not isinstance(change, dict):
        raise errors.invalid("Invalid value for: extendedProperties", "extendedProperties")
    for kind, entries in change.items():
        if entries is None:
            stored.pop(kind, None)
        elif not isinstance(entries, dict):
            raise errors.invalid("Invalid value for: extendedProperties", "extendedProperties")
        else:
            kept = {**stored.get(kind, {}), **entries}
            stored[kind] = {key: value for key, value in kept.items() if value is not None}


def _keep(stored: Fields, fresh: Fields, body: Fields, options: Options) -> Fields:
    """What no write changes, and the sequence number's rule (observed words)."""
    for name in spec.SYSTEM:
        if name in stored:
            fresh[name] = stored[name]
    if "eventType" in body and body["eventType"] is not None:
        fresh["eventType"] = body["eventType"]
    for name in ("conferenceData", "hangoutLink", "attachments"):
        version = options.attachments if name == "attachments" else options.conference_version
        if not version and name in stored:
            fresh[name] = stored[name]
    if (given := body.get("sequence")) is not None and given < stored.get("sequence", 0):
        raise errors.invalid(
            "Invalid sequence value. The specified sequence number is below the current sequence"
            " number of the resource. Re-fetch the resource and use its sequence number on the"
            " following request.",
            "sequence",
        )
    return fresh
