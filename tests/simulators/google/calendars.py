"""calendarList, calendars, colors and settings.

https://developers.google.com/workspace/calendar/api/v3/reference/calendarList
https://developers.google.com/workspace/calendar/api/v3/reference/colors
https://developers.google.com/workspace/calendar/api/v3/reference/settings
"""

from __future__ import annotations

from . import errors
from .model import ROLES, Account, Calendar, Fields
from .params import Params
from .world import World

EVENT_COLORS = {
    "1": "#a4bdfc", "2": "#7ae7bf", "3": "#dbadff", "4": "#ff887c", "5": "#fbd75b",
    "6": "#ffb878", "7": "#46d6db", "8": "#e1e1e1", "9": "#5484ed", "10": "#51b749",
    "11": "#dc2127",
}  # fmt: skip
CALENDAR_COLORS = {
    "1": "#ac725e", "2": "#d06b64", "3": "#f83a22", "4": "#fa573c", "5": "#ff7537",
    "6": "#ffad46", "7": "#42d692", "8": "#16a765", "9": "#7bd148", "10": "#b3dc6c",
    "11": "#fbe983", "12": "#fad165", "13": "#92e1c0", "14": "#9fe1e7", "15": "#9fc6e7",
    "16": "#4986e7", "17": "#9a9cff", "18": "#b99aff", "19": "#c2c2c2", "20": "#cabdbf",
    "21": "#cca6ac", "22": "#f691b2", "23": "#cd74e6", "24": "#a47ae2",
}  # fmt: skip
TEXT_COLOR = "#1d1d1d"


def entry(world: World, account: Account, calendar: Calendar) -> Fields:
    """A calendar as one person sees it."""
    shown: Fields = {
        "kind": "calendar#calendarListEntry",
        "etag": f'"{calendar.etag_seq}"',
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "colorId": calendar.color_id,
        "backgroundColor": CALENDAR_COLORS[calendar.color_id],
        "foregroundColor": TEXT_COLOR,
        "accessRole": calendar.role(account.email),
        "defaultReminders": calendar.reminders if calendar.id == account.email else [],
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
        **account.entries.get(calendar.id, {}),
    }
    if calendar.description:
        shown["description"] = calendar.description
    if not calendar.primary:
        shown["dataOwner"] = calendar.owner
    if calendar.id == account.email:
        shown["primary"] = True
    return shown


def entries(world: World, account: Account, params: Params) -> Fields:
    """One page of calendarList.list; every full list ends with a sync token."""
    lowest = ROLES.index(params.get("minAccessRole", ROLES[0]))
    found = [world.calendars[key] for key in account.entries]
    rows = [
        entry(world, account, calendar)
        for calendar in found
        if ROLES.index(calendar.role(account.email) or ROLES[0]) >= lowest
    ]
    if token := params["syncToken"]:
        return _changed_entries(rows, token)
    page = slice_page(rows, params)
    newest = max((calendar.etag_seq for calendar in found), default=0)
    answer = {"kind": "calendar#calendarList", "etag": f'"p{newest}"', **page}
    if "nextPageToken" not in answer:
        answer["nextSyncToken"] = f"list-{len(found)}-{newest}"
    return answer


def _changed_entries(rows: list[Fields], token: str) -> Fields:
    """What is new since a token; a calendar that went away ends the token."""
    _, count, tick = [*token.split("-"), "", ""][:3]
    if not (count.isdigit() and tick.isdigit()) or int(count) > len(rows):
        raise errors.named("fullSyncRequired")
    newest = max((int(row["etag"].strip('"')) for row in rows), default=0)
    return {
        "kind": "calendar#calendarList",
        "etag": f'"p{newest}"',
        "items": [row for row in rows if int(row["etag"].strip('"')) > int(tick)],
        "nextSyncToken": f"list-{len(rows)}-{newest}",
    }


def slice_page(rows: list[Fields], params: Params) -> Fields:
    """Items and, when there are more, a token for the next page."""
    text = params.get("pageToken", "p0")
    if not text.startswith("p") or not text[1:].isdigit():
        raise errors.invalid("Invalid page token value.", "pageToken")
    start = int(text[1:])
    end = start + min(params.get("maxResults", 100), 250)
    answer: Fields = {"items": rows[start:end]}
    if end < len(rows):
        answer["nextPageToken"] = f"p{end}"
    return answer


def show(calendar: Calendar) -> Fields:
    """calendars.get."""
    shown: Fields = {
        "kind": "calendar#calendar",
        "etag": f'"{calendar.etag_seq}"',
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    if calendar.description:
        shown["description"] = calendar.description
    return shown


def create(world: World, email: str, body: object) -> Fields:
    """calendars.insert."""
    if not isinstance(body, dict) or not body.get("summary"):
        raise errors.required("Missing summary.", "summary")
    calendar = world.add_calendar(email, body["summary"], body.get("timeZone"))
    calendar.description = body.get("description") or ""
    return show(calendar)


def remove(world: World, email: str, calendar: Calendar) -> None:
    """calendars.delete: only secondary calendars, only by their owner."""
    if calendar.primary:
        raise errors.ApiError(403, "cannotDeletePrimaryCalendar",
                              "Cannot delete a primary calendar.", "calendar")  # fmt: skip
    if calendar.role(email) != "owner":
        raise errors.named("forbidden")
    del world.calendars[calendar.id]
    for account in world.accounts.values():
        account.entries.pop(calendar.id, None)


def colors() -> Fields:
    """colors.get."""

    def palette(values: dict[str, str]) -> Fields:
        return {
            key: {"background": value, "foreground": TEXT_COLOR} for key, value in values.items()
        }

    return {
        "kind": "calendar#colors",
        "updated": "2012-02-14T00:00:00.000Z",
        "calendar": palette(CALENDAR_COLORS),
        "event": palette(EVENT_COLORS),
    }


def settings(account: Account) -> dict[str, str]:
    """A person's settings."""
    return {
        "timezone": account.time_zone,
        "locale": account.locale,
        "format24HourTime": "true",
        "weekStart": "1",
        "defaultEventLength": "60",
        "autoAddHangouts": "true",
        "hideInvitations": "false",
        "showDeclinedEvents": "true",
    }


def setting(account: Account, name: str) -> Fields:
    """settings.get."""
    values = settings(account)
    if name not in values:
        raise errors.not_found()
    return {"kind": "calendar#setting", "etag": '"0"', "id": name, "value": values[name]}


def setting_list(account: Account, params: Params) -> Fields:
    """settings.list."""
    rows = [setting(account, name) for name in settings(account)]
    answer = {"kind": "calendar#settings", "etag": '"p0"', **slice_page(rows, params)}
    if "nextPageToken" not in answer:
        answer["nextSyncToken"] = "settings-1"
    return answer
