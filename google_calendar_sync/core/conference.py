"""Video calls.

Google makes a Meet call on request. A call of somebody else (Odoo Discuss, Zoom, Teams) is written
as what Google calls an "addOn" conference: people get a button to join it, and no other field has
to carry the link. https://developers.google.com/workspace/calendar/api/v3/reference/events
(`conferenceData`: "Either conferenceSolution and at least one entryPoint, or createRequest").
"""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from odoo.addons.calendar_sync_base.core.dirty import Json, mapping, rows, text
from odoo.addons.calendar_sync_base.core.text import safe_link
from odoo.addons.calendar_sync_base.core.values import Conference

_LONGEST_LINK = 1300
_MEET = "meet.google.com"
_NAMES = {
    "zoom.us": "Zoom Meeting",
    "teams.microsoft.com": "Microsoft Teams",
    "teams.live.com": "Microsoft Teams",
    "webex.com": "Webex",
}
_ODOO_CALL = "/calendar/join_videocall/"
_PARTS = (
    "createRequest",
    "conferenceSolution",
    "entryPoints",
    "conferenceId",
    "signature",
    "notes",
)


def read_conference(event: Json) -> Conference:
    """Return the video call of an event; a request still being worked on is still a wish."""
    data = mapping(event.get("conferenceData"))
    points = rows(data.get("entryPoints"))
    videos = [one for one in points if one.get("entryPointType") == "video"]
    for found in (*(text(one.get("uri")) for one in videos), text(event.get("hangoutLink"))):
        if link := safe_link(found):
            return Conference(url=link)
    state = mapping(mapping(data.get("createRequest")).get("status")).get("statusCode")
    return Conference(requested=state == "pending")


def write_conference(conference: Conference) -> Json:
    """Return `conferenceData` for a write; a request still needs its id (`with_request_id`).

    All parts are named, those not wanted as null: a PATCH merges objects.
    """
    if conference.requested and not conference.url:
        solution = {"conferenceSolutionKey": {"type": "hangoutsMeet"}}
        return {"conferenceData": {**dict.fromkeys(_PARTS), "createRequest": solution}}
    link = safe_link(conference.url)
    if not link or len(link) > _LONGEST_LINK:
        return {"conferenceData": None}
    return {"conferenceData": {**dict.fromkeys(_PARTS), **_known_call(link)}}


def _known_call(link: str) -> Json:
    host = urlsplit(link).hostname or ""
    kind, name = ("hangoutsMeet", "Google Meet") if host == _MEET else ("addOn", _name(link, host))
    return {
        "conferenceSolution": {"key": {"type": kind}, "name": name},
        "entryPoints": [{"entryPointType": "video", "uri": link, "label": host}],
    }


def _name(link: str, host: str) -> str:
    if _ODOO_CALL in link:
        return "Odoo Discuss"
    return next((name for end, name in _NAMES.items() if f".{host}".endswith(f".{end}")), host)


def with_request_id(body: Json, seed: str) -> Json:
    """Return a body whose wish for a call, if any, has an id made from `seed`.

    The same id twice makes one call only, so a repeated write makes no second one:
    https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing
    """
    data = mapping(body.get("conferenceData"))
    if not data.get("createRequest"):
        return body
    request = {**data["createRequest"], "requestId": hashlib.sha256(seed.encode()).hexdigest()[:32]}
    return {**body, "conferenceData": {**data, "createRequest": request}}
