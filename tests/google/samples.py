"""Events as Google shows them, and views of them."""

from __future__ import annotations

from typing import Any

from odoo.addons.calendar_sync_base.core.values import Meeting
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.google_calendar_sync.core.event import View
from odoo.addons.google_calendar_sync.core.series import read_event, read_meeting

OWN = "anna@example.com"
VIEW = View(OWN, "Europe/Vienna")
Json = dict[str, Any]


def at(text: str, zone: str = "Europe/Vienna") -> Json:
    """Return a timed point."""
    return {"dateTime": text, "timeZone": zone}


def event(**more: Any) -> Json:
    """Return an ordinary event of one's own."""
    return {
        "kind": "calendar#event",
        "etag": '"100"',
        "id": "event1",
        "status": "confirmed",
        "htmlLink": "https://www.google.com/calendar/event?eid=x",
        "updated": "2026-03-01T10:00:00.123Z",
        "summary": "Planning",
        "creator": {"email": OWN, "self": True},
        "organizer": {"email": OWN, "self": True},
        "start": at("2026-03-10T10:00:00+01:00"),
        "end": at("2026-03-10T11:00:00+01:00"),
        "iCalUID": "event1@google.com",
        "reminders": {"useDefault": True},
        "eventType": "default",
        **more,
    }


def series(**more: Any) -> Json:
    """Return the master of a weekly series."""
    return event(recurrence=["RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU"], **more)


def exception(day: str, offset: str = "+01:00", **more: Any) -> Json:
    """Return an exception of `series`, unchanged but for `more`."""
    stamp = day.replace("-", "")
    hour = "09" if offset == "+01:00" else "08"
    return event(
        **{
            "id": f"event1_{stamp}T{hour}0000Z",
            "etag": f'"{stamp}"',
            "recurringEventId": "event1",
            "originalStartTime": at(f"{day}T10:00:00{offset}"),
            "start": at(f"{day}T10:00:00{offset}"),
            "end": at(f"{day}T11:00:00{offset}"),
            **more,
        }
    )


def cancelled(day: str, offset: str = "+01:00") -> Json:
    """Return a cancelled exception as bare as Google shows it."""
    whole = exception(day, offset)
    kept = ("id", "etag", "recurringEventId", "originalStartTime")
    return {**{key: whole[key] for key in kept}, "status": "cancelled"}


def read(shown: Json, *exceptions: Json, view: View = VIEW) -> Meeting:
    """Return an event as a meeting."""
    return read_meeting(Whole(shown, exceptions), view)


def remote(shown: Json, *exceptions: Json, view: View = VIEW):
    """Return an event as the engine sees it."""
    return read_event(Whole(shown, exceptions), view)
