"""Change notifications: Graph posts to an address of ours when a calendar changes.

https://learn.microsoft.com/graph/api/resources/subscription

Graph has one subscription of an application for one resource at a time, so a channel that is still
there is prolonged; one that an earlier attempt left behind, its answer lost, is removed first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from odoo.addons.calendar_sync_base.core.dirty import Json, rows, text
from odoo.addons.calendar_sync_base.core.errors import Duplicate, Gone, SyncError
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.engine.ports import Channel
from odoo.addons.calendar_sync_base.engine.rest.transport import Transport

from ..core import calls
from ..core.times import rfc3339

LONGEST = timedelta(minutes=4_200)
"""How long a subscription is asked for at most: Graph's limit for events was once 4,230 minutes.

https://learn.microsoft.com/graph/api/resources/subscription#subscription-lifetime
"""
SUBSCRIPTIONS = f"{calls.ROOT}/subscriptions"


def open_channel(
    transport: Transport, calendar_id: str, address: str, channel: Channel, now: datetime
) -> Channel:
    """Ask for notifications at `address` (https) until `channel.expires`, or as long as granted.

    Graph calls the address before it answers, so another worker has to be free. Raises SyncError.
    """
    until = min(channel.expires, now + LONGEST)
    return _as_granted(channel, _made(transport, calendar_id, address, channel, until), until)


def prolong(
    transport: Transport, channel: Channel, until: datetime, now: datetime
) -> Channel | None:
    """Return a channel with its new end, None when it is no longer there. Raises SyncError."""
    until = min(until, now + LONGEST)
    if not channel.resource_id:
        return None
    try:
        granted = transport.call(calls.renew_subscription(channel.resource_id, until)).body
    except SyncError as error:
        _check_gone(error)
        return None
    return _as_granted(channel, granted, until)


def _as_granted(channel: Channel, granted: Json, until: datetime) -> Channel:
    expires = _moment(text(granted.get("expirationDateTime")))
    return replace(
        channel,
        resource_id=text(granted.get("id")) or channel.resource_id,
        expires=min(expires, until) if expires else until,
    )


def _made(
    transport: Transport, calendar_id: str, address: str, channel: Channel, until: datetime
) -> Json:
    resource = calls.watched(calendar_id)
    body = {
        "changeType": "created,updated,deleted",
        "notificationUrl": address,
        # It cannot be added later.
        "lifecycleNotificationUrl": address,
        "resource": resource,
        "clientState": channel.token,
        "expirationDateTime": rfc3339(until),
    }
    try:
        return transport.call(calls.subscribe(body)).body
    except Duplicate:
        _remove_left(transport, resource)
        return transport.call(calls.subscribe(body)).body


def _remove_left(transport: Transport, resource: str) -> None:
    """Remove what is left of a resource's subscription, of which an application has one."""
    found = transport.call(Call("GET", SUBSCRIPTIONS)).body
    for one in rows(found.get("value")):
        if text(one.get("resource")).strip("/") == resource:
            _remove(transport, text(one.get("id")))


def close_channel(transport: Transport, channel: Channel) -> None:
    """End a subscription; one that Graph no longer knows is fine. Raises SyncError."""
    if channel.resource_id:
        _remove(transport, channel.resource_id)


def _remove(transport: Transport, subscription_id: str) -> None:
    try:
        transport.call(calls.unsubscribe(subscription_id))
    except SyncError as error:
        _check_gone(error)


def _check_gone(error: SyncError) -> None:
    """Raise an error, unless it means that the subscription is not there.

    Graph says `ResourceNotFound` of a subscription, and of a mailbox that there is none.
    """
    if not isinstance(error, Gone) and error.reason != "mailbox":
        raise error


def _moment(said: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(said[:19] + "+00:00")
    except ValueError:
        return None
    return read
