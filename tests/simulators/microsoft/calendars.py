"""People, calendars, zones: what is neither an event nor a sign-in.

https://learn.microsoft.com/graph/api/user-list-calendars
https://learn.microsoft.com/graph/api/resources/calendar
https://learn.microsoft.com/graph/api/user-get
"""

from __future__ import annotations

from typing import Any

from . import errors, ids, online
from .model import Account, Calendar, Fields
from .world import COLORS, World
from .zone_table import WINDOWS

HEX = {
    "auto": "", "lightBlue": "#A6D1F5", "lightGreen": "#4A7C2B", "lightOrange": "#F59E0B",
    "lightGray": "#A3B3C1", "lightYellow": "#E8C234", "lightTeal": "#3EB5AB",
    "lightPink": "#F087B6", "lightBrown": "#B98F62", "lightRed": "#EA8A84",
}  # fmt: skip
CALENDAR = ("calendar", frozenset({
    "id", "name", "color", "hexColor", "isDefaultCalendar", "changeKey", "canShare",
    "canViewPrivateItems", "canEdit", "allowedOnlineMeetingProviders",
    "defaultOnlineMeetingProvider", "isTallyingResponses", "isRemovable", "owner",
}))  # fmt: skip
USER = ("user", frozenset({
    "id", "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone",
    "officeLocation", "preferredLanguage", "surname", "userPrincipalName",
}))  # fmt: skip


def user(account: Account) -> Fields:
    """A person in the directory."""
    first, _, last = account.name.partition(" ")
    return {
        "businessPhones": [],
        "displayName": account.name,
        "givenName": first,
        "jobTitle": None,
        "mail": account.email,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": "en-US",
        "surname": last or None,
        "userPrincipalName": account.email,
        "id": account.oid,
    }


def show(world: World, email: str, calendar: Calendar) -> Fields:
    """A calendar as one person sees it."""
    role, meetings = calendar.role(email), online.providers(world.owner(calendar))
    return {
        "id": calendar.id,
        "name": calendar.name if role == "owner" else shared_name(world, calendar),
        "color": calendar.color,
        "hexColor": HEX[calendar.color],
        "isDefaultCalendar": calendar.default and role == "owner",
        "changeKey": ids.change_key(calendar.seq),
        "canShare": role == "owner",
        "canViewPrivateItems": role == "owner",
        "canEdit": role != "read",
        "allowedOnlineMeetingProviders": meetings,
        "defaultOnlineMeetingProvider": meetings[0] if meetings else "unknown",
        "isTallyingResponses": calendar.default and role == "owner",
        "isRemovable": not (calendar.default and role == "owner"),
        "owner": world.owner(calendar).address,
    }


def shared_name(world: World, calendar: Calendar) -> str:
    """The name for others; a default calendar shows whose it is."""
    return world.owner(calendar).name if calendar.default else calendar.name


def create(world: World, email: str, body: Any) -> Calendar:
    """A further calendar of a person."""
    name, color = _values(body)
    if not name:
        raise errors.invalid_property()
    if any(one.owner == email and one.name == name for one in world.calendars.values()):
        raise errors.GraphError(
            409, "ErrorFolderExists", "A folder with the specified name already exists."
        )
    return world.add_calendar(email, name, color or "auto")


def change(world: World, email: str, calendar: Calendar, body: Any) -> Calendar:
    """A new name or colour."""
    name, color = _values(body)
    if calendar.role(email) != "owner":
        raise errors.named("ErrorAccessDenied")
    calendar.name, calendar.color = name or calendar.name, color or calendar.color
    calendar.seq = world.next_tick()
    return calendar


def _values(body: Any) -> tuple[str, str]:
    values = body if isinstance(body, dict) else {}
    if values.get("color") not in (None, *COLORS):
        raise errors.body_read(f"Requested value '{values['color']}' was not found.")
    return str(values.get("name") or ""), str(values.get("color") or "")


def remove(world: World, email: str, calendar: Calendar) -> None:
    """A calendar goes with all that is in it; the default one stays."""
    if calendar.default or calendar.role(email) != "owner":
        raise errors.GraphError(
            400, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted."
        )
    del world.calendars[calendar.id]


def mailbox_settings(account: Account) -> Fields:
    """The person's own zone.

    https://learn.microsoft.com/graph/api/user-get-mailboxsettings
    """
    return {
        "timeZone": account.time_zone,
        "dateFormat": "yyyy-MM-dd",
        "timeFormat": "HH:mm",
        "language": {"locale": "en-US", "displayName": "English (United States)"},
    }


def supported_zones(standard: str) -> list[Fields]:
    """All zones by their Windows or IANA names.

    https://learn.microsoft.com/graph/api/outlookuser-supportedtimezones
    """
    names = sorted(set(WINDOWS.values())) if standard.lower() == "iana" else list(WINDOWS)
    return [{"alias": name, "displayName": name} for name in names]
