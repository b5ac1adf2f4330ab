"""Entries of the account's list of calendars.

https://developers.google.com/workspace/calendar/api/v3/reference/calendarList
"""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.calendars import Access, RemoteCalendar
from odoo.addons.calendar_sync_base.core.dirty import Json, flag, identifier, rows, text

_ACCESS = {
    "freeBusyReader": Access.FREE_BUSY,
    "reader": Access.READ,
    # Writes but sees private events as busy: written back, they would lose what was hidden.
    "writerWithoutPrivateAccess": Access.READ,
    "writer": Access.WRITE,
    "owner": Access.OWN,
}


def read_calendar(entry: Json) -> RemoteCalendar | None:
    """Return a calendar of the list, None for one that is no longer there."""
    remote_id = identifier(entry.get("id"))
    if not remote_id or entry.get("deleted") is True:
        return None
    return RemoteCalendar(
        remote_id=remote_id,
        name=text(entry.get("summaryOverride")) or text(entry.get("summary")) or remote_id,
        access=_ACCESS.get(text(entry.get("accessRole")), Access.FREE_BUSY),
        primary=flag(entry.get("primary"), usual=False),
        color=text(entry.get("backgroundColor")),
        zone=text(entry.get("timeZone")) or "UTC",
        default_reminders=_reminders(entry),
    )


def made_calendar(answer: Json, name: str) -> RemoteCalendar:
    """Return a calendar that was just made: the answer says less than an entry of the list.

    https://developers.google.com/workspace/calendar/api/v3/reference/calendars#resource
    """
    return RemoteCalendar(
        remote_id=text(answer.get("id")),
        name=text(answer.get("summary")) or name,
        access=Access.OWN,
        zone=text(answer.get("timeZone")) or "UTC",
    )


def _reminders(entry: Json) -> tuple[tuple[str, int], ...]:
    listed = rows(entry.get("defaultReminders"))
    pairs = ((text(one.get("method")), one.get("minutes")) for one in listed)
    return tuple((method, minutes) for method, minutes in pairs if isinstance(minutes, int))
