"""Events as answers show them.

https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from . import bodies, ids, model, times, zones
from .model import Fields
from .series import Event
from .settings import Settings

PLAIN = (
    "categories", "transactionId", "reminderMinutesBeforeStart", "isReminderOn",
    "hasAttachments", "subject", "importance", "sensitivity", "isAllDay", "isCancelled",
    "responseRequested", "showAs", "isOnlineMeeting", "onlineMeetingProvider",
    "allowNewTimeProposals", "isDraft", "hideAttendees", "recurrence", "onlineMeeting",
    "responseStatus", "location", "locations",
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """How somebody wants to see events."""

    settings: Settings
    zone: str = "UTC"
    body_type: str = "html"
    unsafe: bool = False
    immutable: bool = False
    select: tuple[str, ...] = ()
    expand: tuple[tuple[str, str], ...] = ()


def event(one: Event, view: View, single: bool = False) -> Fields:
    """One event; ``single`` when it alone was asked for."""
    shown = _cut(whole(one, view), view.select)
    for name, options in view.expand:
        if name == "singleValueExtendedProperties":
            if rows := _properties(one, options):
                shown[name] = rows
        elif name == "exceptionOccurrences" and single and one.type == "seriesMaster":
            shown[name] = _exceptions(one, view, options)
    if single and "cancelledOccurrences" in view.select and one.type == "seriesMaster":
        master = one.id(view.immutable)
        shown["cancelledOccurrences"] = [
            ids.occurrence_id(master, day) for day in sorted(one.item.cancelled)
        ]
    return shown


def _cut(shown: Fields, select: tuple[str, ...]) -> Fields:
    if not select:
        return shown
    return {
        name: value
        for name, value in shown.items()
        if name in select or name in ("id", "@odata.etag", "@odata.type")
    }


def whole(one: Event, view: View) -> Fields:
    """All properties that an answer has by default."""
    fields = one.fields
    shown = head(one, view)
    shown |= {
        "createdDateTime": fields["createdDateTime"],
        "lastModifiedDateTime": fields["lastModifiedDateTime"],
        "changeKey": ids.change_key(one.seq),
        "originalStartTimeZone": _zone_name(fields["start"], view),
        "originalEndTimeZone": _zone_name(fields["end"], view),
        "iCalUId": one.uid,
        "bodyPreview": bodies.preview(fields["body"]),
        "isOrganizer": one.calendar.owns(one.item),
        "seriesMasterId": _master_id(one, view),
        "type": one.type,
        "webLink": _link(one.id()),
        "onlineMeetingUrl": None,
        "body": bodies.show(fields["body"], view.body_type, view.settings.wrap_html, view.unsafe),
        **span(one, view),
        "attendees": _attendees(one, view),
        "organizer": {"emailAddress": fields["organizer"]},
    }
    shown |= {name: fields.get(name) for name in PLAIN}
    if one.day:
        shown["originalStart"] = times.offset(one.original_start)
    return shown


def everything(one: Event, settings: Settings) -> Fields:
    """All there is to know, for those who look at the simulator from outside."""
    shown = whole(one, View(settings))
    if one.type == "seriesMaster":
        master = one.id()
        cancelled = [ids.occurrence_id(master, day) for day in sorted(one.item.cancelled)]
        shown["cancelledOccurrences"] = cancelled
    rows = [{"id": key, "value": value} for key, value in one.properties.items()]
    return {**shown, "singleValueExtendedProperties": rows, "calendarId": one.calendar.id}


def head(one: Event, view: View) -> Fields:
    """What identifies an event."""
    return {"@odata.etag": one.etag, "id": one.id(view.immutable)}


def thin(one: Event, view: View) -> Fields:
    """An occurrence as delta shows it."""
    return {
        "@odata.type": "#microsoft.graph.event",
        **head(one, view),
        "seriesMasterId": _master_id(one, view),
        "type": one.type,
        **span(one, view),
    }


def span(one: Event, view: View) -> Fields:
    """Start and end in the zone that was asked for."""
    all_day = bool(one.fields["isAllDay"])
    return {key: times.show(one.fields[key], view.zone, all_day) for key in ("start", "end")}


def _zone_name(point: times.Point, view: View) -> str:
    name = view.settings.original_zone or point["timeZone"]
    if view.settings.windows_zones and name not in zones.CUSTOM:
        return zones.windows(name)
    return name


def _master_id(one: Event, view: View) -> str | None:
    return Event(one.calendar, one.item).id(view.immutable) if one.day else None


def _link(text: str) -> str:
    quoted = quote(text, safe="")
    return f"https://outlook.office365.com/owa/?itemid={quoted}&exvsurl=1&path=/calendar/item"


def _attendees(one: Event, view: View) -> list[Fields]:
    """With hideAttendees everybody but the organizer sees only themselves."""
    rows: list[Fields] = one.fields["attendees"]
    if one.fields["hideAttendees"] and not one.calendar.owns(one.item):
        rows = [row for row in rows if model.address(row) == one.calendar.owner]
    return [_proposed(row, view) if "proposedNewTime" in row else row for row in rows]


def _proposed(row: Fields, view: View) -> Fields:
    """An attendee who has proposed another time, in the zone that was asked for."""
    slot = row["proposedNewTime"]
    shown = {key: times.show(times.point(slot[key], key), view.zone, False) for key in slot}
    return {**row, "proposedNewTime": shown}


def _properties(one: Event, options: str) -> list[dict[str, Any]]:
    wanted = options.split("id eq ", 1)[-1].strip().strip("'") if options else ""
    return [
        {"id": key, "value": value}
        for key, value in one.properties.items()
        if key.casefold() == wanted.casefold()
    ]


def _exceptions(one: Event, view: View, options: str) -> list[Fields]:
    names = tuple(options.partition("$select=")[2].split(",")) if "$select=" in options else ()
    select = tuple(name.strip() for name in names if name.strip()) or view.select
    inner = replace(view, select=select, expand=())
    days = sorted(day for day in one.item.overrides if day not in one.item.cancelled)
    return [event(Event(one.calendar, one.item, day), inner) for day in days]
