"""Query parameters: only those that the method has, of the right type.

https://developers.google.com/workspace/calendar/api/v3/reference/events/list
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import errors, times
from . import fields as spec

GLOBAL = {
    "alt": "alt", "fields": "string", "key": "string", "prettyPrint": "boolean",
    "quotaUser": "string", "userIp": "string", "oauth_token": "string", "access_token": "string",
}  # fmt: skip
ROLES = ("freeBusyReader", "owner", "reader", "writer", "writerWithoutPrivateAccess")
CHOICES = {
    "sendUpdates": ("all", "externalOnly", "none"),
    "orderBy": ("startTime", "updated"),
    "eventTypes": spec.ENUMS["eventType"],
    "minAccessRole": ROLES,
    "alt": ("json",),
}
REPEATED = {"eventTypes", "privateExtendedProperty", "sharedExtendedProperty"}
SENDING = {"sendNotifications": "boolean", "sendUpdates": "choice"}
WRITING = {
    "conferenceDataVersion": "version",
    "eventLabelVersion": "version",
    "supportsAttachments": "boolean",
}
READING = {"alwaysIncludeEmail": "boolean", "maxAttendees": "count", "timeZone": "zone"}
PAGING = {"maxResults": "count", "pageToken": "string"}
WINDOW = {"timeMin": "moment", "timeMax": "moment"}
LIST = READING | PAGING | WINDOW | {
    "eventTypes": "choice", "iCalUID": "string", "orderBy": "choice",
    "privateExtendedProperty": "property", "q": "string", "sharedExtendedProperty": "property",
    "showDeleted": "boolean", "showHiddenInvitations": "boolean", "singleEvents": "boolean",
    "syncToken": "string", "updatedMin": "moment",
}  # fmt: skip
INSTANCES = READING | PAGING | WINDOW | {"originalStart": "string", "showDeleted": "boolean"}
CHANGE = SENDING | WRITING | {"alwaysIncludeEmail": "boolean", "maxAttendees": "count"}
INSERT = SENDING | WRITING | {"maxAttendees": "count"}
ENTRIES = PAGING | {
    "minAccessRole": "choice", "showDeleted": "boolean", "showHidden": "boolean",
    "showOwnOrganizationOnly": "boolean", "syncToken": "string",
}  # fmt: skip
SETTINGS = PAGING | {"syncToken": "string"}


@dataclass(frozen=True)
class Params:
    """Checked parameters, as Python values."""

    values: dict[str, Any]
    raw: dict[str, list[str]]

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def get(self, name: str, default: Any = None) -> Any:
        """A value, or what to take when it was not given."""
        return self.values.get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    @property
    def send(self) -> str:
        """Whom mails may go to; ``sendNotifications`` is the old way to say all or none."""
        usual = "all" if self["sendNotifications"] else "none"
        return str(self.get("sendUpdates", usual))


def check(raw: dict[str, list[str]], allowed: dict[str, str]) -> Params:
    """Refuse unknown parameters and wrong values."""
    values: dict[str, Any] = {}
    for name, texts in raw.items():
        kind = allowed.get(name) or GLOBAL.get(name)
        if kind is None:
            raise errors.unknown_name(name, "query")
        if len(texts) > 1 and name not in REPEATED:
            raise errors.invalid(f"Invalid value for: {name}", name)
        parsed = [_parse(name, text, kind) for text in texts]
        values[name] = parsed if name in REPEATED else parsed[0]
    return Params(values, raw)


def _parse(name: str, text: str, kind: str) -> Any:
    value = PARSERS[kind](name, text)
    if value is None:
        raise errors.invalid(f"Invalid value for: {name}", name)
    return value


def _boolean(name: str, text: str) -> bool | None:
    return {"true": True, "false": False, "1": True, "0": False}.get(text.lower())


def _count(name: str, text: str) -> int | None:
    return int(text) if text.isdigit() and int(text) > 0 else None


def _version(name: str, text: str) -> int | None:
    return {"0": 0, "1": 1}.get(text)


def _choice(name: str, text: str) -> str | None:
    return text if text in CHOICES[name] else None


def _moment(name: str, text: str) -> datetime | None:
    """RFC 3339 with an offset is mandatory for the bounds."""
    parsed = times.moment(text)
    return parsed if parsed is not None and parsed.tzinfo else None


def _zone(name: str, text: str) -> str | None:
    return text if times.zone(text) else None


def _property(name: str, text: str) -> tuple[str, str] | None:
    key, equals, value = text.partition("=")
    return (key, value) if equals and key else None


def _string(name: str, text: str) -> str:
    return text


PARSERS = {
    "alt": _choice,
    "boolean": _boolean,
    "choice": _choice,
    "count": _count,
    "moment": _moment,
    "property": _property,
    "string": _string,
    "version": _version,
    "zone": _zone,
}
