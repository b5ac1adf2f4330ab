"""Push channels: registered by events.watch, served by real POST requests.

https://developers.google.com/workspace/calendar/api/guides/push
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from ..common import outbound
from ..common.posting import Poster
from . import errors
from .model import Calendar, Copy, Fields
from .world import World

MAX_ID, MAX_TOKEN = 64, 256
RETRIED = (500, 502, 503, 504)
ATTEMPTS = 3
SECONDS = 5.0


@dataclass
class Channel:
    """One registered channel."""

    id: str
    email: str
    client: str
    calendar_id: str
    address: str
    token: str
    expires_ms: int
    resource_id: str
    resource_uri: str
    messages: int = 0
    stopped: bool = False


@dataclass(frozen=True)
class Delivery:
    """One notification that was sent, or that could not be."""

    channel: str
    state: str
    number: int
    address: str
    status: int | None
    attempts: int


class Channels(Poster):
    """All channels, and the thread that posts."""

    def __init__(self, world: World) -> None:
        """Listen to the changes of a world."""
        super().__init__(_deliver)
        self.world = world
        self.channels: dict[str, Channel] = {}
        world.listeners.append(self._changed)

    def reset(self) -> None:
        """Forget all channels."""
        self.channels.clear()
        self.deliveries.clear()

    def watch(
        self, email: str, client: str, calendar: Calendar, body: Any, base_url: str
    ) -> Fields:
        """Register a channel and send its first message."""
        values = _check(body)
        if values["id"] in self.channels:
            raise errors.ApiError(
                400, "channelIdNotUnique", f"Channel id {values['id']} not unique", "push"
            )
        channel = Channel(
            values["id"],
            email,
            client,
            calendar.id,
            values["address"],
            values.get("token") or "",
            self._expiration(values),
            self.world.ids.token("resource")[:27],
            f"{base_url}/calendar/v3/calendars/{calendar.id}/events?alt=json",
        )
        self.channels[channel.id] = channel
        self._enqueue(channel, "sync")
        if self.world.settings.sync_message_first:
            self.flush()
        return _answer(channel)

    def _expiration(self, body: Fields) -> int:
        now = int(self.world.clock.now().timestamp() * 1000)
        longest = now + self.world.settings.channel_seconds * 1000
        ttl = (body.get("params") or {}).get("ttl")
        if ttl is not None:
            wanted = now + int(ttl) * 1000
        else:
            wanted = int(body.get("expiration") or longest)
        if wanted <= now:
            raise errors.invalid("Invalid expiration.", "expiration")
        return min(wanted, longest)

    def stop(self, email: str, client: str, body: Any) -> None:
        """End a channel; only its own person and application can."""
        body = body if isinstance(body, dict) else {}
        channel = self.channels.get(body.get("id") or "")
        wanted = (body.get("resourceId"), email, client)
        if channel is None or (channel.resource_id, channel.email, channel.client) != wanted:
            raise errors.ApiError(
                404, "notFound", f"Channel '{body.get('id')}' not found for project", "global"
            )
        del self.channels[channel.id]
        channel.stopped = True

    def _changed(self, calendar: Calendar, copy: Copy) -> None:
        for channel in list(self.channels.values()):
            if channel.calendar_id == calendar.id:
                self._enqueue(channel, "exists")

    def _enqueue(self, channel: Channel, state: str) -> None:
        now = self.world.clock.now().timestamp() * 1000
        if channel.stopped or channel.expires_ms <= now:
            return
        # Numbers rise but are not contiguous, except that the first is 1.
        channel.messages += 1 if state == "sync" else 3
        self.put(channel, state, _headers(channel, state))

    def dump(self) -> list[dict[str, Any]]:
        """The channels as plain values."""
        return [asdict(channel) for channel in self.channels.values()]

    def load(self, rows: list[dict[str, Any]]) -> None:
        """Take back what ``dump`` gave."""
        self.channels = {row["id"]: Channel(**row) for row in rows}


def _check(body: Any) -> Fields:
    if not isinstance(body, dict):
        raise errors.required("Required", "entity.resource")
    for name in ("id", "type", "address"):
        if not body.get(name):
            raise errors.required("Required", f"entity.{name}")
    if len(body["id"]) > MAX_ID or len(body.get("token") or "") > MAX_TOKEN:
        raise errors.invalid("Invalid value: id or token is too long.", "entity.id")
    if body["type"] not in ("web_hook", "webhook"):
        raise errors.invalid(f"Unknown channel type {body['type']}.", "entity.type")
    parts = urlsplit(body["address"])
    if parts.scheme != "https" and not outbound.is_loopback(parts.hostname):
        words = f"WebHook callback must be HTTPS: {body['address']}"
        raise errors.ApiError(400, "push.webhookUrlNotHttps", words, "global")
    return body


def _answer(channel: Channel) -> Fields:
    answer = {
        "kind": "api#channel",
        "id": channel.id,
        "resourceId": channel.resource_id,
        "resourceUri": channel.resource_uri,
        "expiration": str(channel.expires_ms),
    }
    return answer | ({"token": channel.token} if channel.token else {})


def _headers(channel: Channel, state: str) -> dict[str, str]:
    ends = datetime.fromtimestamp(channel.expires_ms / 1000, UTC)
    headers = {
        "X-Goog-Channel-ID": channel.id,
        "X-Goog-Channel-Expiration": format_datetime(ends, usegmt=True),
        "X-Goog-Resource-ID": channel.resource_id,
        "X-Goog-Resource-URI": channel.resource_uri,
        "X-Goog-Resource-State": state,
        "X-Goog-Message-Number": str(channel.messages),
        "Content-Length": "0",
        "User-Agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
    }
    return headers | ({"X-Goog-Channel-Token": channel.token} if channel.token else {})


def _deliver(channel: Channel, state: str, headers: dict[str, str]) -> Delivery:
    number = int(headers["X-Goog-Message-Number"])
    status, attempt = None, 0
    while attempt < ATTEMPTS and outbound.is_loopback(urlsplit(channel.address).hostname):
        attempt += 1
        status = outbound.post(channel.address, b"", headers, SECONDS).status
        if status not in (None, *RETRIED):
            break
    return Delivery(channel.id, state, number, channel.address, status, attempt)
