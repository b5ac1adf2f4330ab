"""Requests to Graph's calendars and their answers, as values.

https://learn.microsoft.com/graph/api/resources/calendar
https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote, urlsplit

from odoo.addons.calendar_sync_base.core.dirty import Json, text
from odoo.addons.calendar_sync_base.core.errors import NotExpressible, Unreachable
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.core.values import Response

from .event import KEYS
from .ids import PROPERTY_ID, precondition
from .times import rfc3339

ROOT = "/v1.0"
BATCH = f"{ROOT}/$batch"
PAGE = 200
HEADERS = {
    "Prefer": 'outlook.timezone="UTC", outlook.body-content-type="html", '
    f'IdType="ImmutableId", odata.maxpagesize={PAGE}'
}
"""Headers of every request, and of every item of a batch.

A delta round wants the same ones on each of its pages, and ids keep their form only with them:
https://learn.microsoft.com/graph/outlook-immutable-id
"""

_ANSWERS = {
    Response.ACCEPTED: "accept",
    Response.DECLINED: "decline",
    Response.TENTATIVE: "tentativelyAccept",
}
_MARKER = f"singleValueExtendedProperties($filter=id eq '{PROPERTY_ID}')"


def _path(*parts: str) -> str:
    return "/".join((ROOT, *(quote(part, safe="") for part in parts)))


def _events(calendar_id: str, *more: str) -> str:
    return _path("me", "calendars", calendar_id, "events", *more)


def calendar_list() -> Call:
    """Return the request for the first page of the account's calendars."""
    return Call("GET", _path("me", "calendars"), (("$top", "100"),))


def insert_calendar(name: str) -> Call:
    """Return the request for another calendar of the account's own.

    https://learn.microsoft.com/graph/api/user-post-calendars
    """
    return Call("POST", _path("me", "calendars"), (), {"name": name})


def get_calendar(calendar_id: str) -> Call:
    """Return the request for one calendar."""
    return Call("GET", _path("me", "calendars", calendar_id))


def follow(link: str, api: str) -> Call:
    """Return the request for an `@odata.nextLink` or `@odata.deltaLink`, verbatim.

    `api` is the address Graph has here. Raises Unreachable for a link that leads anywhere else: the
    token would go there.
    """
    try:
        there, here = urlsplit(link), urlsplit(api)
        same = (there.scheme, there.hostname, there.port) == (here.scheme, here.hostname, here.port)
    except ValueError:
        same = False
    if not same or there.username or not there.path.startswith(f"{here.path}{ROOT}/"):
        raise Unreachable("a link of Graph leads to another host")
    query = f"?{there.query}" if there.query else ""
    return Call("GET", there.path.removeprefix(here.path) + query)


def next_link(body: Json) -> str:
    """Return the link to the next page, empty on the last one."""
    return text(body.get("@odata.nextLink"))


def delta_link(body: Json) -> str:
    """Return the link to the next round, empty but on the last page."""
    return text(body.get("@odata.deltaLink"))


def list_changes(calendar_id: str, start: datetime, end: datetime) -> Call:
    """Return the request for the first page of a first round; the window stays in its token.

    https://learn.microsoft.com/graph/api/event-delta
    """
    window = (("startDateTime", rfc3339(start)), ("endDateTime", rfc3339(end)))
    return Call("GET", _path("me", "calendars", calendar_id, "calendarView", "delta"), window)


def get_event(calendar_id: str, event_id: str) -> Call:
    """Return the request for one event with our marker; a master alone (see `get_series`)."""
    return Call("GET", _events(calendar_id, event_id), (("$select", KEYS), ("$expand", _MARKER)))


def get_series(calendar_id: str, event_id: str) -> Call:
    """Return the request for one event, a series with its exceptions and cancelled occurrences.

    Both are told of a single event only, and only when asked for:
    https://learn.microsoft.com/graph/api/resources/event (`exceptionOccurrences`)
    """
    query = (
        ("$select", f"{KEYS},cancelledOccurrences"),
        ("$expand", f"{_MARKER},exceptionOccurrences($select={KEYS})"),
    )
    return Call("GET", _events(calendar_id, event_id), query)


def find_marked(calendar_id: str, uid: str) -> Call:
    """Return the request for the events that bear our marker with this uid."""
    value = uid.replace("'", "''")
    marked = f"ep/id eq '{PROPERTY_ID}' and ep/value eq '{value}'"
    query = (
        ("$filter", f"singleValueExtendedProperties/any(ep: {marked})"),
        ("$select", KEYS),
        ("$expand", _MARKER),
    )
    return Call("GET", _events(calendar_id), query)


def list_instances(calendar_id: str, master_id: str, start: datetime, end: datetime) -> Call:
    """Return the request for the first page of the occurrences of a series in a window.

    An occurrence is recognised by its `originalStart` (see `series.original_of`).
    """
    window = (("startDateTime", rfc3339(start)), ("endDateTime", rfc3339(end)))
    query = (*window, ("$select", KEYS), ("$top", str(PAGE)))
    return Call("GET", _events(calendar_id, master_id, "instances"), query)


def insert_event(calendar_id: str, body: Json) -> Call:
    """Return the request for a new event; its `transactionId` makes it safe to repeat.

    All its attendees are mailed: https://learn.microsoft.com/graph/api/calendar-post-events
    """
    return Call("POST", _events(calendar_id), (), body)


def patch_event(calendar_id: str, event_id: str, body: Json, etag: str = "") -> Call:
    """Return the request that changes some fields, provided the event is still `etag`."""
    return Call("PATCH", _events(calendar_id, event_id), (), body, precondition(etag))


def delete_event(calendar_id: str, event_id: str, etag: str = "") -> Call:
    """Return the request that deletes an event or one occurrence.

    An organizer's guests are mailed a cancellation: https://learn.microsoft.com/graph/api/event-delete
    """
    return Call("DELETE", _events(calendar_id, event_id), (), None, precondition(etag))


def respond(
    calendar_id: str, event_id: str, response: Response, comment: str = "", send: bool = True
) -> Call:
    """Return the request that answers an invitation; `send` tells the organizer.

    Raises NotExpressible for taking an answer back, which Graph has no request for.
    https://learn.microsoft.com/graph/api/event-accept
    """
    action = _ANSWERS.get(response)
    if action is None:
        raise NotExpressible("Graph cannot take an answer back", reason="answer_taken_back")
    body = {"comment": comment, "sendResponse": send}
    return Call("POST", _events(calendar_id, event_id, action), (), body)


def watched(calendar_id: str) -> str:
    """Return the `resource` of a subscription to a calendar's events."""
    return f"me/calendars/{quote(calendar_id, safe='=')}/events"


def subscribe(body: Json) -> Call:
    """Return the request for change notifications.

    https://learn.microsoft.com/graph/api/subscription-post-subscriptions
    """
    return Call("POST", _path("subscriptions"), (), body)


def renew_subscription(subscription_id: str, expires: datetime) -> Call:
    """Return the request that prolongs a subscription."""
    body = {"expirationDateTime": rfc3339(expires)}
    return Call("PATCH", _path("subscriptions", subscription_id), (), body)


def unsubscribe(subscription_id: str) -> Call:
    """Return the request that ends a subscription."""
    return Call("DELETE", _path("subscriptions", subscription_id))
