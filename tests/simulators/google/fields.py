"""The fields of an event: which exist, of what type, who owns them, within which limits.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from __future__ import annotations

import re
from typing import Any

from . import errors

STRING, BOOLEAN, INTEGER, OBJECT, ARRAY = "string", "boolean", "integer", "object", "array"
PYTHON = {STRING: str, BOOLEAN: bool, INTEGER: int, OBJECT: dict, ARRAY: list}

WRITABLE = {
    "anyoneCanAddSelf": BOOLEAN,
    "attachments": ARRAY,
    "attendees": ARRAY,
    "attendeesOmitted": BOOLEAN,
    "birthdayProperties": OBJECT,
    "colorId": STRING,
    "conferenceData": OBJECT,
    "description": STRING,
    "end": OBJECT,
    "eventLabelId": STRING,
    "eventType": STRING,
    "extendedProperties": OBJECT,
    "focusTimeProperties": OBJECT,
    "gadget": OBJECT,
    "guestsCanInviteOthers": BOOLEAN,
    "guestsCanModify": BOOLEAN,
    "guestsCanSeeOtherGuests": BOOLEAN,
    "iCalUID": STRING,
    "id": STRING,
    "location": STRING,
    "organizer": OBJECT,
    "originalStartTime": OBJECT,
    "outOfOfficeProperties": OBJECT,
    "recurrence": ARRAY,
    "reminders": OBJECT,
    "sequence": INTEGER,
    "source": OBJECT,
    "start": OBJECT,
    "status": STRING,
    "summary": STRING,
    "transparency": STRING,
    "visibility": STRING,
    "workingLocationProperties": OBJECT,
}
# Sent back by clients that write what they read; accepted and ignored.
READ_ONLY = {
    "created": STRING,
    "creator": OBJECT,
    "endTimeUnspecified": BOOLEAN,
    "etag": STRING,
    "hangoutLink": STRING,
    "htmlLink": STRING,
    "kind": STRING,
    "locked": BOOLEAN,
    "privateCopy": BOOLEAN,
    "recurringEventId": STRING,
    "updated": STRING,
}
ENUMS = {
    "status": ("confirmed", "tentative", "cancelled"),
    "visibility": ("default", "public", "private", "confidential"),
    "transparency": ("opaque", "transparent"),
    "eventType": (
        "default", "birthday", "focusTime", "fromGmail", "outOfOffice", "workingLocation",
    ),
}  # fmt: skip
RESPONSES = ("needsAction", "declined", "tentative", "accepted")
# Answers leave these out while they have the usual value.
DEFAULTS: dict[str, Any] = {
    "anyoneCanAddSelf": False,
    "guestsCanInviteOthers": True,
    "guestsCanModify": False,
    "guestsCanSeeOtherGuests": True,
    "transparency": "opaque",
    "visibility": "default",
}
GUEST_RIGHTS = (
    "anyoneCanAddSelf",
    "guestsCanInviteOthers",
    "guestsCanModify",
    "guestsCanSeeOtherGuests",
)
# Each copy has its own; everything else belongs to the organizer.
# https://developers.google.com/workspace/calendar/api/concepts/sharing
PRIVATE = ("reminders", "colorId", "transparency")
SYSTEM = (
    "id", "iCalUID", "created", "updated", "creator", "organizer", "recurringEventId",
    "originalStartTime", "sequence", "eventType", "htmlLink", "privateCopy", "locked",
)  # fmt: skip
ATTENDEE = {
    "additionalGuests": INTEGER,
    "comment": STRING,
    "displayName": STRING,
    "email": STRING,
    "id": STRING,
    "optional": BOOLEAN,
    "organizer": BOOLEAN,
    "resource": BOOLEAN,
    "responseStatus": STRING,
    "self": BOOLEAN,
    "asyncOperation": STRING,
}
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
EVENT_ID = re.compile(r"[a-v0-9]{5,1024}")
MAX_DESCRIPTION = 8192
MAX_KEY, MAX_VALUE = 44, 1024
MAX_PROPERTIES, MAX_PROPERTY_BYTES = 300, 32 * 1024
MAX_OVERRIDES, MAX_MINUTES = 5, 40_320
MAX_ATTACHMENTS = 25
Fields = dict[str, Any]


def check_types(body: Any, strict: bool = True) -> Fields:
    """The body if it is an event as far as names, types and enumerations go."""
    if not isinstance(body, dict):
        raise errors.required("Required")
    for name, value in body.items():
        kind = WRITABLE.get(name) or READ_ONLY.get(name)
        if kind is None:
            if strict:
                raise errors.unknown_name(name, "resource")
            continue
        check_type(name, value, kind)
        if value is not None and name in ENUMS and value not in ENUMS[name]:
            raise errors.invalid(f"Invalid {name} value.", name)
    return body


def check_type(name: str, value: Any, kind: str) -> None:
    """Refuse a value of another type; null means "not given"."""
    wrong_bool = kind == INTEGER and isinstance(value, bool)
    if value is not None and (not isinstance(value, PYTHON[kind]) or wrong_bool):
        raise errors.invalid(f"Invalid value for: {name}", name)


def tidy(fields: Fields) -> Fields:
    """Leave out what has its usual value, cut what is too long."""
    for name, usual in DEFAULTS.items():
        if fields.get(name) == usual:
            del fields[name]
    for name in ("summary", "location", "description"):
        if fields.get(name) == "":
            del fields[name]
    if "description" in fields:
        fields["description"] = fields["description"][:MAX_DESCRIPTION]
    for name in ("attendees", "recurrence", "attachments"):
        if fields.get(name) == []:
            del fields[name]
    return fields


def check_id(value: str) -> str:
    """An id that the client chose: base32hex in lower case, 5 to 1024 characters."""
    if not EVENT_ID.fullmatch(value):
        raise errors.invalid("Invalid resource id value.", "resource.id")
    return value


def check_attendees(rows: list[Any]) -> list[Fields]:
    """Attendees in the stored form: e-mail in lower case, a response, no flags of the copy."""
    result: dict[str, Fields] = {}
    for row in rows:
        if not isinstance(row, dict):
            raise errors.invalid("Invalid value for: attendees", "attendees")
        for name, value in row.items():
            if name not in ATTENDEE:
                raise errors.unknown_name(name, "resource.attendees")
            check_type(f"attendees.{name}", value, ATTENDEE[name])
        entry = _attendee({name: value for name, value in row.items() if value is not None})
        result.setdefault(entry["email"], entry)
    return list(result.values())


def _attendee(row: Fields) -> Fields:
    if not row.get("email"):
        raise errors.required("Missing attendee email.", "attendees")
    if not EMAIL.fullmatch(row["email"]):
        raise errors.invalid("Invalid attendee email.", "attendees")
    response = row.get("responseStatus", "needsAction")
    if response not in RESPONSES:
        raise errors.invalid("Invalid attendee response status.", "attendees")
    entry = {"email": row["email"].lower(), "responseStatus": response}
    for name in ("displayName", "optional", "resource", "comment", "additionalGuests"):
        if row.get(name):
            entry[name] = row[name]
    return entry


def check_reminders(value: Fields) -> Fields:
    """``useDefault`` or at most five overrides, never both.

    https://developers.google.com/workspace/calendar/api/concepts/reminders
    """
    overrides = value.get("overrides") or []
    if value.get("useDefault"):
        if overrides:
            words = "Cannot specify both default reminders and overrides at the same time."
            raise errors.ApiError(400, "cannotUseDefaultRemindersAndSpecifyOverride", words,
                                  "calendar")  # fmt: skip
        return {"useDefault": True}
    if len(overrides) > MAX_OVERRIDES:
        raise errors.invalid("Too many override reminders.", "reminders")
    result: Fields = {"useDefault": False}
    if overrides:
        result["overrides"] = [_override(row) for row in overrides]
    return result


def _override(row: Any) -> Fields:
    minutes = row.get("minutes") if isinstance(row, dict) else None
    if minutes is None or row.get("method") is None:
        raise errors.required("Missing reminder method or minutes.", "reminders")
    if row["method"] not in ("popup", "email"):
        raise errors.invalid("Invalid reminder method.", "reminders")
    if not isinstance(minutes, int) or not 0 <= minutes <= MAX_MINUTES:
        raise errors.invalid("Invalid reminder minutes.", "reminders")
    return {"method": row["method"], "minutes": minutes}


def check_properties(value: Fields) -> Fields:
    """Private and shared properties: long keys are dropped, long values cut, both silently.

    https://developers.google.com/workspace/calendar/api/guides/extended-properties
    """
    result: Fields = {}
    for kind, entries in value.items():
        if kind not in ("private", "shared") or not isinstance(entries, dict):
            raise errors.invalid("Invalid value for: extendedProperties", "extendedProperties")
        kept = {
            key: _property(text)
            for key, text in entries.items()
            if len(key) <= MAX_KEY and text is not None
        }
        if kept:
            result[kind] = kept
    _check_sizes(result)
    return result


def _property(value: Any) -> str:
    """A value as text; numbers are taken as their text.

    Odoo's own addon sends record ids as numbers and reads them back as text:
    https://github.com/odoo/odoo/blob/19.0/addons/google_calendar/models/calendar.py
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise errors.invalid("Invalid value for: extendedProperties", "extendedProperties")
    return value[:MAX_VALUE]


def _check_sizes(properties: Fields) -> None:
    pairs = [pair for entries in properties.values() for pair in entries.items()]
    size = sum(len((key + value).encode()) for key, value in pairs)
    if len(pairs) > MAX_PROPERTIES or size > MAX_PROPERTY_BYTES:
        raise errors.invalid("Extended properties limit exceeded.", "extendedProperties")
