"""The last agreement as JSON: what the `base` column of a link holds.

Every value keeps its exact meaning there and back. A version that is not ours, or a snapshot that
cannot be read, is as good as none: the meeting is then matched and compared anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast

from .observation import Base
from .values import (
    FIELDS,
    AllDay,
    Attendee,
    Conference,
    FieldValue,
    GuestRights,
    Meeting,
    Original,
    Override,
    Person,
    Privacy,
    Recurrence,
    Reminder,
    ReminderMethod,
    Reminders,
    Response,
    ShowAs,
    Span,
    Timed,
)

VERSION = 1
Json = Any


def dump_base(base: Base) -> dict[str, Json]:
    """Return a base as a JSON-compatible dict."""
    sides = {"local": _dump_meeting(base.local), "remote": _dump_meeting(base.remote)}
    return {"version": VERSION, **sides}


def load_base(data: object) -> Base | None:
    """Return the base in a dict of `dump_base`, None when there is none that can be read."""
    sides = _open(data)
    if sides is None:
        return None
    try:
        return Base(_load_meeting(sides["local"]), _load_meeting(sides["remote"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _open(data: object) -> Mapping[str, Json] | None:
    known = isinstance(data, dict) and data.get("version") == VERSION
    return cast(Mapping[str, Json], data) if known else None


def _dump_meeting(meeting: Meeting) -> dict[str, Json]:
    rule = meeting.recurrence
    return {
        **{name: dump_field(name, getattr(meeting, name)) for name in FIELDS},
        "organizer": _dump_person(meeting.organizer),
        "attendees_complete": meeting.attendees_complete,
        "recurrence": _dump_recurrence(rule) if rule else None,
    }


def _load_meeting(data: Mapping[str, Json]) -> Meeting:
    values = {name: load_field(name, data[name]) for name in FIELDS}
    rule = data["recurrence"]
    return Meeting(
        **cast(dict[str, Any], values),
        organizer=_load_person(data["organizer"]),
        attendees_complete=bool(data["attendees_complete"]),
        recurrence=_load_recurrence(rule) if rule else None,
    )


def dump_original(value: Original) -> str:
    """Return an original start as text: `2026-11-21` or `2026-11-21T09:00:00Z`."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def load_original(text: str) -> Original:
    """Return the original start in a text of `dump_original`."""
    return _instant(text) if text.endswith("Z") else date.fromisoformat(text)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)


def _dump_span(span: Span) -> dict[str, Json]:
    zone = {"zone": span.zone} if isinstance(span, Timed) else {}
    return {"start": dump_original(span.start), "end": dump_original(span.end), **zone}


def _load_span(data: Mapping[str, Json]) -> Span:
    if "zone" in data:
        return Timed(_instant(data["start"]), _instant(data["end"]), str(data["zone"]))
    return AllDay(date.fromisoformat(data["start"]), date.fromisoformat(data["end"]))


def _dump_person(person: Person | None) -> Json:
    return [person.email, person.name] if person else None


def _load_person(data: Json) -> Person | None:
    return Person(*data) if data else None


def _dump_attendees(attendees: tuple[Attendee, ...]) -> Json:
    return [
        [one.email, one.name, one.response.value, one.optional, one.resource, one.opaque]
        for one in attendees
    ]


def _load_attendees(data: Json) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(email, name, Response(response), optional, resource, opaque)
        for email, name, response, optional, resource, opaque in data
    )


def _dump_reminders(reminders: Reminders) -> Json:
    own = sorted([one.method.value, one.minutes] for one in reminders.overrides)
    return {"default": reminders.use_default, "own": own}


def _load_reminders(data: Mapping[str, Json]) -> Reminders:
    own = (Reminder(ReminderMethod(method), int(minutes)) for method, minutes in data["own"])
    return Reminders(bool(data["default"]), frozenset(own))


def _same(value: Any) -> Any:
    return value


_Pair = tuple[Callable[[Any], Json], Callable[[Any], Any]]
_TEXT: _Pair = (_same, str)
_CODECS: dict[str, _Pair] = {
    "span": (_dump_span, _load_span),
    "title": _TEXT,
    "description": _TEXT,
    "location": _TEXT,
    "attendees": (_dump_attendees, _load_attendees),
    "reminders": (_dump_reminders, _load_reminders),
    "privacy": (str, Privacy),
    "show_as": (str, ShowAs),
    "conference": (lambda one: [one.url, one.requested], lambda data: Conference(*data)),
    "guest_rights": (
        lambda one: [one.modify, one.invite, one.see_others],
        lambda data: GuestRights(*data),
    ),
}


def dump_field(name: str, value: FieldValue) -> Json:
    """Return the value of one field of a meeting, JSON-compatible."""
    return _CODECS[name][0](value)


def load_field(name: str, data: Json) -> FieldValue:
    """Return the value of one field from `dump_field`."""
    return cast(FieldValue, _CODECS[name][1](data))


def _dump_recurrence(recurrence: Recurrence) -> dict[str, Json]:
    return {
        "rules": list(recurrence.rules),
        "excluded": sorted(map(dump_original, recurrence.excluded)),
        "overrides": [_dump_override(one) for one in recurrence.overrides],
    }


def _dump_override(one: Override) -> list[Json]:
    changes = {name: dump_field(name, value) for name, value in one.changes}
    return [dump_original(one.original), changes]


def _load_recurrence(data: Mapping[str, Json]) -> Recurrence:
    return Recurrence(
        rules=tuple(data["rules"]),
        excluded=frozenset(map(load_original, data["excluded"])),
        overrides=tuple(_load_override(*one) for one in data["overrides"]),
    )


def _load_override(original: str, changes: Mapping[str, Json]) -> Override:
    values = tuple(sorted((name, load_field(name, value)) for name, value in changes.items()))
    return Override(load_original(original), values)
