"""Requests to the Calendar API and their answers, as values.

https://developers.google.com/workspace/calendar/api/v3/reference
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from odoo.addons.calendar_sync_base.core.actions import Notify
from odoo.addons.calendar_sync_base.core.dirty import Json
from odoo.addons.calendar_sync_base.core.http import Call, Query

from .event import KEYS
from .ids import precondition

ROOT = "/calendar/v3"
BATCH = "/batch/calendar/v3"


def without_video_call(call: Call) -> Call:
    """Return a write without the part about a video call."""
    body = {key: value for key, value in (call.body or {}).items() if key != "conferenceData"}
    return replace(call, body=body)


def _events(calendar_id: str, *more: str) -> str:
    parts = ("calendars", calendar_id, "events", *more)
    return "/".join((ROOT, *(quote(part, safe="") for part in parts)))


def event_path(calendar_id: str, event_id: str) -> str:
    """Return the path of one event or occurrence."""
    return _events(calendar_id, event_id)


def calendar_list(page: str) -> Call:
    """Return the request for a page of the account's calendars."""
    query = (("maxResults", "250"), *_page(page))
    return Call("GET", f"{ROOT}/users/me/calendarList", query)


def insert_calendar(name: str) -> Call:
    """Return the request for another calendar of the account's own.

    https://developers.google.com/workspace/calendar/api/v3/reference/calendars/insert
    """
    return Call("POST", f"{ROOT}/calendars", (), {"summary": name})


def _page(page: str) -> Query:
    return (("pageToken", page),) if page else ()


def list_events(calendar_id: str, query: Iterable[tuple[str, str]], page: str = "") -> Call:
    """Return the request for a page of events."""
    fields = f"nextPageToken,nextSyncToken,timeZone,accessRole,items({KEYS})"
    every = (("maxResults", "2500"), ("singleEvents", "false"), ("fields", fields))
    return Call("GET", _events(calendar_id), (*every, *query, *_page(page)))


def list_series(calendar_id: str, uid: str, page: str = "") -> Call:
    """Return the request for all events of one iCalUID, cancelled occurrences included."""
    return list_events(calendar_id, (("iCalUID", uid), ("showDeleted", "true")), page)


def get_event(calendar_id: str, event_id: str) -> Call:
    """Return the request for one event; a deleted one is shown as cancelled."""
    return Call("GET", _events(calendar_id, event_id), (("fields", KEYS),))


def find_instance(calendar_id: str, master_id: str, original: str) -> Call:
    """Return the request for the occurrence with an original start (RFC 3339, or a date)."""
    query = (("originalStart", original), ("showDeleted", "true"), ("fields", "items(id)"))
    return Call("GET", _events(calendar_id, master_id, "instances"), query)


def _writing(body: Json, notify: Notify) -> Query:
    # Without the version Google silently ignores a video call.
    call = (("conferenceDataVersion", "1"),) if "conferenceData" in body else ()
    return (("sendUpdates", notify.value), *call, ("fields", KEYS))


def insert_event(calendar_id: str, body: Json, notify: Notify) -> Call:
    """Return the request for a new event with an id of our choice."""
    return Call("POST", _events(calendar_id), _writing(body, notify), body)


def import_event(calendar_id: str, body: Json) -> Call:
    """Return the request for a private copy, known by its iCalUID; it mails nobody."""
    query = _writing(body, Notify.NOBODY)[1:]
    return Call("POST", _events(calendar_id, "import"), query, body)


def patch_event(
    calendar_id: str, event_id: str, body: Json, notify: Notify, etag: str = ""
) -> Call:
    """Return the request that changes some fields, provided the event is still `etag`."""
    path = _events(calendar_id, event_id)
    return Call("PATCH", path, _writing(body, notify), body, precondition(etag))


def delete_event(calendar_id: str, event_id: str, notify: Notify, etag: str = "") -> Call:
    """Return the request that deletes an event or one occurrence."""
    path = _events(calendar_id, event_id)
    return Call("DELETE", path, (("sendUpdates", notify.value),), None, precondition(etag))


def watch(calendar_id: str, body: Json) -> Call:
    """Return the request for a change channel."""
    return Call("POST", _events(calendar_id, "watch"), (), body)


def stop_channel(body: Json) -> Call:
    """Return the request that ends a change channel."""
    return Call("POST", f"{ROOT}/channels/stop", (), body)
