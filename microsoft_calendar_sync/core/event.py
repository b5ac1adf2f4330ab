"""One event as a meeting, field by field: the table that everything else reads from.

https://learn.microsoft.com/graph/api/resources/event
Untouched for good, because no meeting holds them: `importance`, `categories`, `attachments`,
`responseRequested`, `allowNewTimeProposals`, and other extended properties.

Outlook says less than a meeting does. Shown again are: one reminder, in a window; the nearest of
several. A public meeting is a normal one. Guests may always invite others and never change
anything. The zone is one of Windows' (see `zones`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from odoo.addons.calendar_sync_base.core.dirty import Json, flag, text
from odoo.addons.calendar_sync_base.core.values import (
    FieldValue,
    GuestRights,
    Meeting,
    Privacy,
    Reminder,
    ReminderMethod,
    Reminders,
    ShowAs,
)

from .body import read_body
from .conference import TEAMS, read_conference, read_location
from .people import is_complete, read_attendees, read_organizer, write_attendees
from .times import read_span, write_span

__all__ = ["KEYS", "READ", "TEAMS", "WRITE", "View", "read_fields"]

USUAL_MINUTES = 15
"""When Outlook reminds unless told otherwise."""

LONGEST_TITLE = 255
_PRIVACY = {
    "personal": Privacy.PRIVATE,
    "private": Privacy.PRIVATE,
    "confidential": Privacy.CONFIDENTIAL,
}
_SENSITIVITY = {Privacy.PRIVATE: "private", Privacy.CONFIDENTIAL: "confidential"}


@dataclass(frozen=True, slots=True)
class View:
    """The calendar an event was read from, and who reads it.

    `email` is the account's address (lower case), `zone` what a zone without a name is taken for,
    `writable` whether this account may change its events, `online` who makes its video calls
    (empty: nobody).
    """

    calendar_id: str
    email: str = ""
    zone: str = "UTC"
    writable: bool = True
    online: str = TEAMS

    def organizes(self, event: Json) -> bool:
        """Tell whether the calendar's owner is the organizer; an event may also name nobody."""
        if isinstance(event.get("isOrganizer"), bool):
            return bool(event["isOrganizer"])
        organizer = read_organizer(event)
        return organizer is None or organizer.email == self.email


def _read_reminders(event: Json, _view: View) -> Reminders:
    """Return the reminder; "the calendar's default" is nothing that Graph would say."""
    minutes = event.get("reminderMinutesBeforeStart")
    if not flag(event.get("isReminderOn"), usual=False) or not isinstance(minutes, int):
        return Reminders(use_default=False)
    only = Reminder(ReminderMethod.POPUP, max(minutes, 0))
    return Reminders(use_default=False, overrides=frozenset({only}))


def _write_reminders(reminders: Reminders) -> Json:
    """Return the one reminder there can be: the nearest to the start, one in a window if any is."""
    if reminders.use_default:
        return {"isReminderOn": True, "reminderMinutesBeforeStart": USUAL_MINUTES}
    if not reminders.overrides:
        return {"isReminderOn": False}
    mail = ReminderMethod.EMAIL
    nearest = min(reminders.overrides, key=lambda one: (one.method is mail, one.minutes))
    return {"isReminderOn": True, "reminderMinutesBeforeStart": max(nearest.minutes, 0)}


def _read_privacy(event: Json, _view: View) -> Privacy:
    return _PRIVACY.get(text(event.get("sensitivity")).casefold(), Privacy.DEFAULT)


def _read_show_as(event: Json, _view: View) -> ShowAs:
    return ShowAs.FREE if text(event.get("showAs")).casefold() == "free" else ShowAs.BUSY


def _read_rights(event: Json, _view: View) -> GuestRights:
    return GuestRights(see_others=not flag(event.get("hideAttendees"), usual=False))


READ: dict[str, Callable[[Json, View], FieldValue]] = {
    "span": lambda event, view: read_span(event, view.zone),
    "title": lambda event, _view: text(event.get("subject")),
    "description": lambda event, _view: read_body(event).description,
    "location": lambda event, _view: read_location(event),
    "attendees": lambda event, view: read_attendees(event, view.email),
    "reminders": _read_reminders,
    "privacy": _read_privacy,
    "show_as": _read_show_as,
    "conference": lambda event, _view: read_conference(event),
    "guest_rights": _read_rights,
}
"""How each field of a meeting is read from an event: all that are compared."""

WRITE: dict[str, Callable[[Any], Json]] = {
    "span": write_span,
    "title": lambda value: {"subject": value[:LONGEST_TITLE]},
    "attendees": lambda value: {"attendees": write_attendees(value)},
    "reminders": _write_reminders,
    "privacy": lambda value: {"sensitivity": _SENSITIVITY.get(value, "normal")},
    "show_as": lambda value: {"showAs": "free" if value is ShowAs.FREE else "busy"},
    "guest_rights": lambda value: {"hideAttendees": not value.see_others},
}
"""The body that writes a field; description, place and call share keys (see `patch`)."""

KEYS = (
    "id,iCalUId,transactionId,lastModifiedDateTime,webLink,type,seriesMasterId,originalStart,"
    "isCancelled,isOrganizer,organizer,responseStatus,subject,body,location,start,end,isAllDay,"
    "originalStartTimeZone,originalEndTimeZone,recurrence,attendees,hideAttendees,isReminderOn,"
    "reminderMinutesBeforeStart,sensitivity,showAs,isOnlineMeeting,onlineMeetingProvider,"
    "onlineMeeting,onlineMeetingUrl"
)
"""What is asked of an event, for `$select`: all that is read here and in `series`."""


def read_fields(event: Json, view: View) -> Meeting:
    """Return an event as a meeting, its series left aside. Raises Unreadable."""
    values: dict[str, Any] = {name: read(event, view) for name, read in READ.items()}
    return Meeting(
        **values,
        organizer=read_organizer(event),
        attendees_complete=is_complete(event, view.organizes(event)),
    )
