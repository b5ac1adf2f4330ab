"""One event as a meeting, field by field: the table that everything else reads from.

https://developers.google.com/workspace/calendar/api/v3/reference/events
Untouched for good, because no meeting holds them: `status` (a tentative event stays tentative),
`colorId`, `attachments`, `source`, other extended properties.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from odoo.addons.calendar_sync_base.core.dirty import Json, flag, mapping, rows, text
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

from .conference import read_conference, write_conference
from .kinds import title_of
from .people import is_complete, read_attendees, read_organizer, write_attendees
from .times import read_span, write_span

MOST_REMINDERS, MOST_MINUTES = 5, 40_320
_BLOCKS = re.compile(r"<(?:br|p|div|ul|ol|li|table|tr|pre|h\d)\b", re.I)
_METHODS = {one.value: one for one in ReminderMethod}
_PRIVACY = {one.value: one for one in Privacy}


@dataclass(frozen=True, slots=True)
class View:
    """The calendar an event was read from.

    `calendar_id` is its id, `zone` its zone, `writable` whether this account may change its events.
    """

    calendar_id: str
    zone: str = "UTC"
    writable: bool = True

    def organizes(self, event: Json) -> bool:
        """Tell whether the calendar itself is the organizer; an event may also name nobody."""
        organizer = mapping(event.get("organizer"))
        own = text(organizer.get("email")).lower() == self.calendar_id.lower()
        return own or organizer.get("self") is True


@dataclass(frozen=True, slots=True)
class Mapped:
    """One field of a meeting: how it is read from an event, and the body that writes it."""

    read: Callable[[Json, View], FieldValue]
    write: Callable[[Any], Json]


def _text_field(key: str) -> Mapped:
    return Mapped(lambda event, _view: text(event.get(key)), lambda value: {key: value})


def _read_description(event: Json, _view: View) -> str:
    """Return the description as HTML; the line breaks of plain text are kept."""
    said = text(event.get("description"))
    return said if _BLOCKS.search(said) else said.replace("\r\n", "\n").replace("\n", "<br>")


def _read_reminders(event: Json, _view: View) -> Reminders:
    said = mapping(event.get("reminders"))
    if flag(said.get("useDefault"), usual=not said):
        return Reminders()
    found = (_read_reminder(row) for row in rows(said.get("overrides")))
    return Reminders(use_default=False, overrides=frozenset(one for one in found if one))


def _read_reminder(row: Json) -> Reminder | None:
    method, minutes = _METHODS.get(text(row.get("method"))), row.get("minutes")
    if method is None or not isinstance(minutes, int) or minutes < 0:
        return None
    return Reminder(method, minutes)


def _write_reminders(reminders: Reminders) -> Json:
    """Return reminders within Google's limits: of too many, the nearest to the start are kept."""
    if reminders.use_default:
        return {"reminders": {"useDefault": True, "overrides": []}}
    kept = {(one.method, min(max(one.minutes, 0), MOST_MINUTES)) for one in reminders.overrides}
    nearest = sorted(kept, key=lambda pair: (pair[1], pair[0]))[:MOST_REMINDERS]
    listed = [{"method": method.value, "minutes": minutes} for method, minutes in nearest]
    return {"reminders": {"useDefault": False, "overrides": listed}}


def _read_show_as(event: Json, _view: View) -> ShowAs:
    return ShowAs.FREE if event.get("transparency") == "transparent" else ShowAs.BUSY


def _write_show_as(value: ShowAs) -> Json:
    return {"transparency": "transparent" if value is ShowAs.FREE else "opaque"}


def _read_privacy(event: Json, _view: View) -> Privacy:
    return _PRIVACY.get(text(event.get("visibility")), Privacy.DEFAULT)


def _read_rights(event: Json, _view: View) -> GuestRights:
    return GuestRights(
        modify=flag(event.get("guestsCanModify"), usual=False),
        invite=flag(event.get("guestsCanInviteOthers"), usual=True),
        see_others=flag(event.get("guestsCanSeeOtherGuests"), usual=True),
    )


def _write_rights(rights: GuestRights) -> Json:
    return {
        "guestsCanModify": rights.modify,
        "guestsCanInviteOthers": rights.invite,
        "guestsCanSeeOtherGuests": rights.see_others,
    }


TABLE: dict[str, Mapped] = {
    "span": Mapped(lambda event, view: read_span(event, view.zone), write_span),
    "title": Mapped(lambda event, _view: title_of(event), lambda value: {"summary": value}),
    "description": Mapped(_read_description, lambda value: {"description": value}),
    "location": _text_field("location"),
    "attendees": Mapped(
        lambda event, _view: read_attendees(event),
        lambda value: {"attendees": write_attendees(value)},
    ),
    "reminders": Mapped(_read_reminders, _write_reminders),
    "privacy": Mapped(_read_privacy, lambda value: {"visibility": value.value}),
    "show_as": Mapped(_read_show_as, _write_show_as),
    "conference": Mapped(lambda event, _view: read_conference(event), write_conference),
    "guest_rights": Mapped(_read_rights, _write_rights),
}
"""Every field of a meeting that Google holds: all that are compared."""

KEYS = (
    "id,status,etag,iCalUID,updated,htmlLink,summary,description,location,start,end,recurrence,"
    "recurringEventId,originalStartTime,organizer,creator,attendees,attendeesOmitted,reminders,"
    "visibility,transparency,hangoutLink,conferenceData,guestsCanModify,guestsCanInviteOthers,"
    "guestsCanSeeOtherGuests,eventType,workingLocationProperties,extendedProperties,locked,"
    "privateCopy"
)
"""What is asked of an event, for `fields=`: all that is read here and in `series`."""


def read_fields(event: Json, view: View) -> Meeting:
    """Return an event as a meeting, its series left aside. Raises Unreadable."""
    values: dict[str, Any] = {name: one.read(event, view) for name, one in TABLE.items()}
    return Meeting(
        **values,
        organizer=read_organizer(event),
        attendees_complete=is_complete(event, view.organizes(event)),
    )
