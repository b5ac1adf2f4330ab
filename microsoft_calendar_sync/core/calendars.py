"""Entries of the account's list of calendars.

https://learn.microsoft.com/graph/api/resources/calendar
"""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.calendars import Access, RemoteCalendar
from odoo.addons.calendar_sync_base.core.dirty import Json, flag, identifier, mapping, text, texts

from .event import TEAMS, View

_COLORS = {
    "lightBlue": "#0078d4",
    "lightGreen": "#107c10",
    "lightOrange": "#f7630c",
    "lightGray": "#737373",
    "lightYellow": "#fde300",
    "lightTeal": "#00b7c3",
    "lightPink": "#e3008c",
    "lightBrown": "#8e562e",
    "lightRed": "#d13438",
}


def read_calendar(entry: Json) -> RemoteCalendar | None:
    """Return a calendar of the list, None for one without an id."""
    remote_id = identifier(entry.get("id"))
    if not remote_id:
        return None
    return RemoteCalendar(
        remote_id=remote_id,
        name=text(entry.get("name")) or remote_id,
        access=_access(entry),
        primary=flag(entry.get("isDefaultCalendar"), usual=False),
        color=text(entry.get("hexColor")) or _COLORS.get(text(entry.get("color")), ""),
        owner=owner_of(entry),
    )


def owner_of(entry: Json) -> str:
    """Return the address of the mailbox a calendar is in, lower case."""
    return text(mapping(entry.get("owner")).get("address")).strip().lower()


def _access(entry: Json) -> Access:
    may_edit = flag(entry.get("canEdit"), usual=False)
    # Who writes but may not see private events would write back what was hidden as empty.
    if not may_edit or not flag(entry.get("canViewPrivateItems"), usual=True):
        return Access.READ
    return Access.OWN if flag(entry.get("canShare"), usual=False) else Access.WRITE


def view_of(entry: Json, email: str) -> View:
    """Return how a calendar's events are read and written by the account `email`.

    Which video calls it can make depends on the mailbox: a personal one has no Teams for business.
    """
    allowed = texts(entry.get("allowedOnlineMeetingProviders"))
    usual = text(entry.get("defaultOnlineMeetingProvider"))
    return View(
        calendar_id=text(entry.get("id")),
        email=email.lower(),
        writable=_access(entry) is not Access.READ,
        online=next((one for one in (TEAMS, usual) if one in allowed), ""),
    )
