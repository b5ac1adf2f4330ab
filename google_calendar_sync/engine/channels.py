"""Change channels: Google posts to an address of ours when a calendar changes.

https://developers.google.com/workspace/calendar/api/guides/push
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from odoo.addons.calendar_sync_base.core.dirty import text
from odoo.addons.calendar_sync_base.core.errors import Gone
from odoo.addons.calendar_sync_base.engine.ports import Channel
from odoo.addons.calendar_sync_base.engine.rest.transport import Transport

from ..core.calls import stop_channel, watch


def open_channel(transport: Transport, calendar_id: str, address: str, channel: Channel) -> Channel:
    """Ask for notifications at `address` (https) until `channel.expires`, or as long as granted.

    The caller stores the channel's id and token first: the first message may come before the
    answer. Raises SyncError.
    """
    body = {
        "id": channel.channel_id,
        "type": "web_hook",
        "address": address,
        "token": channel.token,
        "expiration": str(int(channel.expires.timestamp() * 1000)),
    }
    granted = transport.call(watch(calendar_id, body)).body
    expires = _moment(text(granted.get("expiration")))
    return replace(
        channel,
        resource_id=text(granted.get("resourceId")),
        expires=min(expires, channel.expires) if expires else channel.expires,
    )


def _moment(milliseconds: str) -> datetime | None:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds.isdigit() else None


def close_channel(transport: Transport, channel: Channel) -> None:
    """Stop a channel; one that Google no longer knows is fine. Raises SyncError."""
    try:
        transport.call(stop_channel({"id": channel.channel_id, "resourceId": channel.resource_id}))
    except Gone:
        return
