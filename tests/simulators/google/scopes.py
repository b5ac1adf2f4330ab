"""Which scopes each method accepts.

https://developers.google.com/workspace/calendar/api/auth and the method pages of
https://developers.google.com/workspace/calendar/api/v3/reference
"""

from __future__ import annotations

PREFIX = "https://www.googleapis.com/auth/"
DESCRIPTIONS = {
    "calendar": "See, edit, share and delete all the calendars you can access",
    "calendar.app.created": "Make secondary calendars, and manage events on them",
    "calendar.calendarlist": "See, add and remove calendars you are subscribed to",
    "calendar.calendarlist.readonly": "See the list of calendars you are subscribed to",
    "calendar.calendars": "See and change the properties of your calendars",
    "calendar.calendars.readonly": "See the properties of your calendars",
    "calendar.events": "View and edit events on all your calendars",
    "calendar.events.freebusy": "See the availability on calendars you can access",
    "calendar.events.owned": "See, create, change and delete events on calendars you own",
    "calendar.events.owned.readonly": "See the events on calendars you own",
    "calendar.events.public.readonly": "See the events on public calendars",
    "calendar.events.readonly": "View events on all your calendars",
    "calendar.readonly": "See and download any calendar you can access",
    "calendar.settings": "View your Calendar settings",
    "calendar.settings.readonly": "View your Calendar settings",
}
IDENTITY = {
    "openid": "Associate you with your personal info",
    "email": "See your primary email address",
    "profile": "See your personal info",
    PREFIX + "userinfo.email": "See your primary email address",
    PREFIX + "userinfo.profile": "See your personal info",
}
KNOWN = {PREFIX + name: text for name, text in DESCRIPTIONS.items()} | IDENTITY

_WRITE = ("calendar", "calendar.app.created", "calendar.events", "calendar.events.owned")
_READ = (
    *_WRITE, "calendar.events.freebusy", "calendar.events.owned.readonly",
    "calendar.events.public.readonly", "calendar.events.readonly", "calendar.readonly",
)  # fmt: skip
_ENTRIES = (
    "calendar", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.readonly",
)  # fmt: skip
_SETTINGS = (
    "calendar", "calendar.readonly", "calendar.settings", "calendar.settings.readonly",
)  # fmt: skip
METHODS = {
    "calendar.calendarList.list": _ENTRIES,
    "calendar.calendarList.get": (*_ENTRIES, "calendar.app.created"),
    "calendar.calendars.get": (
        "calendar", "calendar.app.created", "calendar.calendars", "calendar.calendars.readonly",
        "calendar.readonly",
    ),
    "calendar.calendars.insert": ("calendar", "calendar.app.created", "calendar.calendars"),
    "calendar.calendars.delete": ("calendar", "calendar.app.created", "calendar.calendars"),
    "calendar.colors.get": (
        "calendar", "calendar.app.created", "calendar.calendarlist",
        "calendar.calendarlist.readonly", "calendar.events.freebusy", "calendar.events.owned",
        "calendar.events.owned.readonly", "calendar.events.public.readonly", "calendar.readonly",
    ),
    "calendar.settings.list": _SETTINGS,
    "calendar.settings.get": _SETTINGS,
    "calendar.events.list": _READ,
    "calendar.events.get": _READ,
    "calendar.events.instances": _READ,
    "calendar.events.watch": _READ,
    "calendar.events.insert": _WRITE,
    "calendar.events.import": _WRITE,
    "calendar.events.patch": _WRITE,
    "calendar.events.update": _WRITE,
    "calendar.events.delete": _WRITE,
    "calendar.events.move": ("calendar", "calendar.events", "calendar.events.owned"),
    "calendar.channels.stop": tuple(
        name for name in DESCRIPTIONS if not name.startswith("calendar.calendars")
    ),
}  # fmt: skip


def allowed(method: str) -> list[str]:
    """The full scopes that a method accepts."""
    return [PREFIX + name for name in METHODS[method]]
