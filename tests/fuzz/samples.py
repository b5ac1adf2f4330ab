"""What services really send, as bytes for each target: the seeds of all damage."""

from __future__ import annotations

import json
from typing import Any

from odoo.addons.calendar_sync_base.core import oauth
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.snapshot import dump_base

from ..google import samples as google
from ..microsoft import samples as microsoft
from .targets import NOW, SECRET

Json = dict[str, Any]

GOOGLE_EVENTS: Json = {
    "items": [
        google.event(
            attendees=[
                {"email": "b@x.example", "responseStatus": "accepted", "additionalGuests": 2},
                {"email": "room@x.example", "resource": True, "comment": "ok", "id": "1"},
            ],
            conferenceData={
                "entryPoints": [{"entryPointType": "video", "uri": "https://x.example"}]
            },
            hangoutLink="https://meet.google.com/abc",
            reminders={"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]},
            extendedProperties={"private": {"odooCalendarSyncUid": "uid"}},
            description="<p>Hello</p>",
            location="Vienna",
            visibility="private",
        ),
        google.series(id="series"),
        google.exception("2026-03-17", summary="Moved", recurringEventId="series"),
        google.cancelled("2026-03-24") | {"recurringEventId": "series"},
        google.event(
            id="home",
            eventType="workingLocation",
            workingLocationProperties={"type": "homeOffice"},
            start={"date": "2026-03-10"},
            end={"date": "2026-03-11"},
        ),
    ],
    "nextSyncToken": "token",
}
MICROSOFT_EVENTS: Json = {
    "value": [
        microsoft.teams(attendees=[microsoft.guest("b@x.example", "accepted")]),
        microsoft.series(
            id="series",
            exceptionOccurrences=[microsoft.exception("2026-03-17", subject="Moved")],
            cancelledOccurrences=[microsoft.cancelled("2026-03-24")],
        ),
        microsoft.exception("2026-03-17", seriesMasterId="another"),
        microsoft.all_day("2026-03-10", "2026-03-12", id="days"),
        {"id": "gone", "@removed": {"reason": "deleted"}},
    ],
    "@odata.deltaLink": "https://graph.test/v1.0/me/calendars/a/calendarView/delta?$deltatoken=x",
}
GOOGLE_CALENDARS: Json = {
    "items": [
        {
            "id": "anna@example.com",
            "summary": "Anna",
            "accessRole": "owner",
            "primary": True,
            "backgroundColor": "#0b8043",
            "timeZone": "Europe/Vienna",
            "defaultReminders": [{"method": "popup", "minutes": 30}],
        }
    ]
}
MICROSOFT_CALENDARS: Json = {
    "value": [
        {
            "id": "calendar1",
            "name": "Calendar",
            "hexColor": "",
            "color": "lightBlue",
            "isDefaultCalendar": True,
            "canEdit": True,
            "canShare": True,
            "canViewPrivateItems": True,
            "owner": {"name": "Anna", "address": "anna@example.com"},
            "allowedOnlineMeetingProviders": ["teamsForBusiness"],
            "defaultOnlineMeetingProvider": "teamsForBusiness",
        }
    ],
    "@odata.nextLink": "https://graph.test/v1.0/me/calendars?$skip=100",
}
GOOGLE_ERROR: Json = {
    "error": {
        "code": 403,
        "message": "Rate Limit Exceeded",
        "errors": [{"domain": "usageLimits", "reason": "rateLimitExceeded"}],
        "details": [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}],
    }
}
MICROSOFT_ERROR: Json = {
    "error": {"code": "ErrorItemNotFound", "message": "not found", "innerError": {"date": "x"}}
}
SIGN_IN: Json = {
    "error": "invalid_grant",
    "error_description": "AADSTS70008: expired",
    "error_codes": [70008],
    "suberror": "bad_token",
}
PARTS: Json = {
    "responses": [
        {"id": str(number), "status": 200, "headers": {"ETag": "x"}, "body": {"id": "a"}}
        for number in range(3)
    ]
}
CLIENT: Json = {
    "web": {
        "client_id": "1.apps.googleusercontent.com",
        "client_secret": "x",
        "redirect_uris": ["https://a.example/google_account/authentication"],
        "javascript_origins": ["https://a.example"],
    }
}
MULTIPART = (
    b"--b\r\nContent-Type: application/http\r\nContent-ID: <response-call-0>\r\n\r\n"
    b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Type: application/json\r\n\r\n{"id": "a"}\r\n'
    b"--b\r\nContent-ID: <response-call-1>\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n{}\r\n--b--\r\n"
)
CLAIMS = oauth.Claims(7, "google", "session-2", "/odoo/calendar", "nonce-1")
MEETINGS = (
    google.read(google.series(), google.exception("2026-03-17", summary="Moved")),
    microsoft.read(microsoft.teams()),
)


def _packed(*values: Any) -> tuple[bytes, ...]:
    return tuple(json.dumps(one).encode() for one in values)


SAMPLES: dict[str, tuple[bytes, ...]] = {
    "google_events": _packed(GOOGLE_EVENTS),
    "google_calendars": _packed(GOOGLE_CALENDARS),
    "google_batch": (MULTIPART,),
    "google_errors": _packed(GOOGLE_ERROR, {"error": "invalid_grant", "error_description": "x"}),
    "google_client_file": _packed(CLIENT),
    "microsoft_events": _packed(MICROSOFT_EVENTS),
    "microsoft_calendars": _packed(MICROSOFT_CALENDARS),
    "microsoft_batch": _packed(PARTS),
    "microsoft_errors": _packed(MICROSOFT_ERROR),
    "microsoft_sign_in": _packed(SIGN_IN),
    "microsoft_cursor": (
        b"1 2026-01-01T00:00:00+00:00 2027-01-01T00:00:00+00:00 /v1.0/me/delta?$deltatoken=x",
    ),
    "retry_after": (b"120", b"Sat, 28 Nov 2026 09:02:00 GMT"),
    "rules": (
        b"RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=9\nEXDATE;TZID=Europe/Vienna:20261127T100000",
        b"RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29;UNTIL=20400101\nRDATE:20270101",
        b"RRULE:FREQ=YEARLY;BYYEARDAY=-1,1;BYHOUR=9;WKST=SU\nEXRULE:FREQ=YEARLY;BYWEEKNO=53",
    ),
    "text": (
        b"<p>Hello <a href='https://x.example'>there</a></p><script>x()</script>",
        b"javascript:x()",
    ),
    "state": (oauth.issue(SECRET, CLAIMS, NOW).encode(), b"/odoo/calendar", b"//evil.example"),
    "base": _packed(*(dump_base(Base(one, one)) for one in MEETINGS)),
}
