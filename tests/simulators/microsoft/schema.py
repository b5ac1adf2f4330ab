"""The properties of an event with their types, and the check of a body against them.

Names and types: the v1.0 metadata, https://graph.microsoft.com/v1.0/$metadata (entity type event).
Read-only properties in a body are ignored, as the service does.
"""

from __future__ import annotations

import re
from typing import Any

from . import errors, metadata
from .model import Fields

ENUMS = {
    "importance": ("low", "normal", "high"),
    "sensitivity": ("normal", "personal", "private", "confidential"),
    "showAs": ("free", "tentative", "busy", "oof", "workingElsewhere", "unknown"),
    "onlineMeetingProvider": (
        "unknown", "teamsForBusiness", "skypeForBusiness", "skypeForConsumer",
    ),
    "type": ("singleInstance", "occurrence", "exception", "seriesMaster"),
}  # fmt: skip
ATTENDEE_TYPES = ("required", "optional", "resource")
TEXTS = ("subject", "transactionId")
FLAGS = (
    "isAllDay", "isReminderOn", "responseRequested", "allowNewTimeProposals", "isOnlineMeeting",
    "hideAttendees",
)  # fmt: skip
LISTS = ("attendees", "categories", "locations", "singleValueExtendedProperties")
OBJECTS = ("start", "end", "body", "location", "recurrence")
READ_ONLY = (
    "id", "changeKey", "createdDateTime", "lastModifiedDateTime", "iCalUId", "bodyPreview",
    "hasAttachments", "isCancelled", "isDraft", "isOrganizer", "onlineMeeting",
    "onlineMeetingUrl", "organizer", "originalStart", "originalStartTimeZone",
    "originalEndTimeZone", "responseStatus", "seriesMasterId", "type", "webLink",
    "cancelledOccurrences", "exceptionOccurrences", "instances", "calendar", "attachments",
    "extensions", "multiValueExtendedProperties",
)  # fmt: skip
WRITABLE = {*ENUMS, *TEXTS, *FLAGS, *LISTS, *OBJECTS, "reminderMinutesBeforeStart"} - {"type"}
DEFAULTS: Fields = {
    "subject": "", "importance": "normal", "sensitivity": "normal", "showAs": "busy",
    "isAllDay": False, "isReminderOn": True, "reminderMinutesBeforeStart": 15,
    "responseRequested": True, "allowNewTimeProposals": True, "isOnlineMeeting": False,
    "onlineMeetingProvider": "unknown", "hideAttendees": False, "attendees": [],
    "categories": [], "body": {"contentType": "text", "content": ""},
    "location": {"displayName": "", "locationType": "default", "uniqueIdType": "unknown"},
    "locations": [], "recurrence": None, "transactionId": None,
    "onlineMeeting": None, "isCancelled": False, "isDraft": False, "hasAttachments": False,
}  # fmt: skip
MAX_ATTENDEES, MAX_SUBJECT = 500, 255
EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
PROPERTY_ID = re.compile(
    r"(String|Integer|Boolean|Double|SystemTime) "
    r"(\{[0-9a-fA-F-]{36}\} (Name [^\s'].*|Id 0x[0-9a-fA-F]+)|0x[0-9a-fA-F]+)"
)


def check(body: Any, strict: bool) -> Fields:
    """A body's writable properties; 400 for unknown names and wrong types."""
    if not isinstance(body, dict):
        raise errors.bad_request("Empty Payload. JSON content expected.")
    result: Fields = {}
    for name, value in body.items():
        if "@odata" in name or name in READ_ONLY:
            continue
        if name in WRITABLE:
            result[name] = _checked(name, value)
            if strict:
                _check_inside(name, value)
        elif strict:
            raise errors.body_read(
                f"The property '{name}' does not exist on type 'microsoft.graph.event'. Make "
                "sure to only use property names that are defined by the type."
            )
    return result


def parameters(body: Any, kind: str) -> Fields:
    """The parameters of an action; their names begin in either case."""
    if body is None:
        return {}
    if not isinstance(body, dict):
        raise errors.bad_request("The parameters have to be an object.")
    found = {name[:1].lower() + name[1:]: value for name, value in body.items()}
    for where, problem in metadata.problems(found, kind):
        raise errors.body_read(f"{where}: {problem}.")
    return found


def _check_inside(name: str, value: Any) -> None:
    """400 for what the type of a property does not have."""
    for where, problem in metadata.problems(value, metadata.TYPES["event"][name], name):
        raise errors.body_read(f"{where}: {problem}.")


def _checked(name: str, value: Any) -> Any:
    if value is None:
        if name in ("start", "end"):
            raise errors.invalid_property()
        return DEFAULTS.get(name)
    if name in ENUMS:
        return _choice(name, value, ENUMS[name])
    kind = _kind(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise errors.body_read(f"Cannot convert a value to the type of the property '{name}'.")
    if name == "attendees":
        return _attendees(value)
    if name == "body":
        return _body(value)
    if name == "singleValueExtendedProperties":
        return _properties(value)
    if name == "subject" and len(value) > MAX_SUBJECT:
        raise errors.invalid_property("The length of the property exceeded the maximum supported.")
    return value


def _kind(name: str) -> type[Any]:
    if name in TEXTS:
        return str
    if name in FLAGS:
        return bool
    if name in LISTS:
        return list
    return int if name == "reminderMinutesBeforeStart" else dict


def _choice(name: str, value: Any, allowed: tuple[str, ...]) -> str:
    """Enumeration members are compared without regard to case."""
    found = next((one for one in allowed if one.casefold() == str(value).casefold()), None)
    if found is None:
        raise errors.body_read(f"Requested value '{value}' was not found. ({name})")
    return found


def _body(value: Fields) -> Fields:
    kind = _choice("body.contentType", value.get("contentType") or "text", ("text", "html"))
    content = value.get("content")
    if content is not None and not isinstance(content, str):
        raise errors.body_read("Cannot convert a value to the type of the property 'content'.")
    return {"contentType": kind, "content": content or ""}


def _attendees(rows: list[Any]) -> list[Fields]:
    found: dict[str, Fields] = {}
    for row in rows:
        person = row.get("emailAddress") if isinstance(row, dict) else None
        email = person.get("address") if isinstance(person, dict) else None
        if not isinstance(email, str) or not EMAIL.fullmatch(email):
            raise errors.GraphError(
                400, "ErrorInvalidRecipients", "At least one recipient isn't valid."
            )
        kind = _choice("attendee.type", row.get("type") or "required", ATTENDEE_TYPES)
        name = (person or {}).get("name") or email
        found.setdefault(
            email.lower(), {"type": kind, "emailAddress": {"name": name, "address": email}}
        )
    if len(found) > MAX_ATTENDEES:
        raise errors.GraphError(
            400, "ErrorExceededMaxRecipientLimit", "The maximum number of attendees is 500."
        )
    return list(found.values())


def _properties(rows: list[Any]) -> Fields:
    """Extended properties by their id.

    https://learn.microsoft.com/graph/api/resources/extended-properties-overview
    """
    result: Fields = {}
    for row in rows:
        key = row.get("id") if isinstance(row, dict) else None
        if not isinstance(key, str) or not PROPERTY_ID.fullmatch(key):
            raise errors.GraphError(
                400, "ErrorInvalidArgument", f"The extended property id '{key}' is not valid."
            )
        result[key] = row.get("value")
    return result
