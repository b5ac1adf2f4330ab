"""Video calls, and the place of a meeting, which carries the link of a foreign call.

Graph makes a Teams call on request and shows its link in `onlineMeeting`; it can neither be changed
nor made for somebody else's link: https://learn.microsoft.com/graph/outlook-calendar-online-meetings
A call of another kind (Odoo Discuss, Zoom, Meet) goes to the place's `locationUri`:
https://learn.microsoft.com/graph/api/resources/location
"""

from __future__ import annotations

from urllib.parse import urlsplit

from odoo.addons.calendar_sync_base.core.dirty import Json, mapping, text
from odoo.addons.calendar_sync_base.core.text import safe_link
from odoo.addons.calendar_sync_base.core.values import Conference

from .body import join_link

TEAMS = "teamsForBusiness"
_MAPS = ("bing.com", "bingapis.com")
"""Where the `locationUri` of a place picked from Outlook's own suggestions leads."""


def read_conference(event: Json) -> Conference:
    """Return the video call of an event; one still being made is still a wish."""
    for link in (join_link(event), place_link(event)):
        if found := safe_link(link):
            return Conference(url=found)
    made = event.get("isOnlineMeeting") is True and event.get("onlineMeetingProvider") == TEAMS
    return Conference(requested=made)


def place_link(event: Json) -> str:
    """Return the link of a call in the place, empty when there is none."""
    link = safe_link(text(mapping(event.get("location")).get("locationUri")))
    host = urlsplit(link).hostname or ""
    return "" if any(f".{host}".endswith(f".{one}") for one in _MAPS) else link


def read_location(event: Json) -> str:
    """Return the name of the place; one that is the link of the call itself is none."""
    name = text(mapping(event.get("location")).get("displayName"))
    return "" if name and name == place_link(event) else name


def keeps_teams(conference: Conference, shown: Json) -> bool:
    """Tell whether the Teams call that an event has stays its call."""
    link = safe_link(join_link(shown))
    return bool(link) and (conference.url == link or _is_wish(conference))


def _is_wish(conference: Conference) -> bool:
    return conference.requested and not conference.url


def write_place(name: str, conference: Conference, shown: Json) -> Json:
    """Return the place for a write, whole: its name, and the link of a call of another kind.

    Without a name the link is shown in its stead. What else Outlook knows of a place (a room's
    address) stays with its name.
    """
    link = "" if keeps_teams(conference, shown) else safe_link(conference.url)
    before = mapping(shown.get("location"))
    same = name == text(before.get("displayName"))
    place = {**before} if same else {}
    if link or place_link(shown):
        place["locationUri"] = link
    return {"location": {**place, "displayName": name or link}}


def write_request(conference: Conference, shown: Json, provider: str) -> Json:
    """Return what asks for a call by `provider`, nothing when it is not wished for or there is one.

    https://learn.microsoft.com/graph/api/resources/event (`onlineMeetingProvider`)
    """
    if not provider or not _is_wish(conference) or join_link(shown):
        return {}
    return {"isOnlineMeeting": True, "onlineMeetingProvider": provider}
