"""Events as Graph shows them, and views of them."""

from __future__ import annotations

from typing import Any

from odoo.addons.calendar_sync_base.core.values import Meeting
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.microsoft_calendar_sync.core.event import View
from odoo.addons.microsoft_calendar_sync.core.series import read_event, read_meeting

OWN = "anna@example.com"
VIEW = View("calendar1", OWN)
UID = "040000008200E00074C5B7101A82E00800000000B0F5BB7C1B4ADC01000000000000000010000000ABCDEF"
JOIN = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22a%22%7d"
)
LINE = "_" * 80
BLOCK = (
    f'<br>\n<div class="me-email-text"><span>{LINE}</span><br>\n<b>Microsoft Teams meeting</b><br>'
    f'<a href="{JOIN}">Join the meeting now</a><br>\n<span>{LINE}</span></div>'
)
Json = dict[str, Any]


def at(text: str, zone: str = "UTC") -> Json:
    """Return a point with the seven fractional digits that answers have."""
    return {"dateTime": f"{text}.0000000", "timeZone": zone}


def person(email: str, name: str = "") -> Json:
    """Return a recipient."""
    return {"emailAddress": {"address": email, "name": name or email}}


def guest(email: str, response: str = "none", kind: str = "required") -> Json:
    """Return an attendee."""
    return {**person(email), "type": kind, "status": {"response": response, "time": "0001-01-01"}}


def document(inside: str) -> Json:
    """Return a body as Outlook wraps it."""
    head = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    content = (
        f"<html>\r\n<head>\r\n{head}\r\n</head>\r\n<body>\r\n{inside}\r\n</body>\r\n</html>\r\n"
    )
    return {"contentType": "html", "content": content}


def event(**more: Any) -> Json:
    """Return an ordinary event of one's own, made in Vienna."""
    return {
        "@odata.etag": 'W/"abc=="',
        "id": "event/1=",
        "iCalUId": UID,
        "transactionId": None,
        "lastModifiedDateTime": "2026-03-01T10:00:00.1234567Z",
        "webLink": "https://outlook.office365.com/owa/?itemid=x",
        "type": "singleInstance",
        "seriesMasterId": None,
        "isCancelled": False,
        "isOrganizer": True,
        "organizer": person(OWN, "Anna"),
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "subject": "Planning",
        "body": {"contentType": "html", "content": ""},
        "location": {"displayName": "", "locationType": "default"},
        "start": at("2026-03-10T09:00:00"),
        "end": at("2026-03-10T10:00:00"),
        "isAllDay": False,
        "originalStartTimeZone": "W. Europe Standard Time",
        "originalEndTimeZone": "W. Europe Standard Time",
        "recurrence": None,
        "attendees": [],
        "hideAttendees": False,
        "isReminderOn": True,
        "reminderMinutesBeforeStart": 15,
        "sensitivity": "normal",
        "showAs": "busy",
        "isOnlineMeeting": False,
        "onlineMeetingProvider": "unknown",
        "onlineMeeting": None,
        "onlineMeetingUrl": None,
        **more,
    }


def teams(inside: str = "hello", **more: Any) -> Json:
    """Return an online meeting."""
    return event(
        isOnlineMeeting=True,
        onlineMeetingProvider="teamsForBusiness",
        onlineMeeting={"joinUrl": JOIN},
        body=document(inside + BLOCK),
        **more,
    )


def all_day(start: str, end: str, **more: Any) -> Json:
    """Return an event of whole days."""
    points = {"start": at(f"{start}T00:00:00"), "end": at(f"{end}T00:00:00")}
    return event(isAllDay=True, **points, **more)


def pattern(kind: str, end: Json | None = None, **more: Any) -> Json:
    """Return a recurrence, with what Graph also says of it although it does not matter."""
    usual = {"interval": 1, "month": 0, "dayOfMonth": 0, "firstDayOfWeek": "sunday"}
    limits = {"type": "noEnd", "startDate": "2026-03-10", "endDate": "0001-01-01"}
    return {
        "pattern": {"type": kind, **usual, "index": "first", **more},
        "range": {**limits, "recurrenceTimeZone": "W. Europe Standard Time", **(end or {})},
    }


def series(**more: Any) -> Json:
    """Return the master of a weekly series."""
    weekly = pattern(
        "weekly",
        {"type": "numbered", "numberOfOccurrences": 5},
        daysOfWeek=["tuesday"],
        firstDayOfWeek="monday",
    )
    usual = {"type": "seriesMaster", "recurrence": weekly, "cancelledOccurrences": []}
    return event(**{**usual, **more})


def exception(day: str, hour: str = "09", **more: Any) -> Json:
    """Return an exception of `series`, unchanged but for `more`; `hour` is that of UTC."""
    usual = {
        "@odata.etag": f'W/"{day}"',
        "id": f"event/1={day}",
        "type": "exception",
        "seriesMasterId": "event/1=",
        "originalStart": f"{day}T{hour}:00:00Z",
        "start": at(f"{day}T{hour}:00:00"),
        "end": at(f"{day}T{int(hour) + 1:02}:00:00"),
    }
    return event(**{**usual, **more})


def cancelled(day: str) -> str:
    """Return the name of a cancelled occurrence of `series`."""
    return f"OID.event/1=.{day}"


def read(shown: Json, *exceptions: Json, view: View = VIEW) -> Meeting:
    """Return an event as a meeting."""
    return read_meeting(Whole(shown, exceptions), view)


def remote(shown: Json, *exceptions: Json, view: View = VIEW):
    """Return an event as the engine sees it."""
    return read_event(Whole(shown, exceptions), view)
