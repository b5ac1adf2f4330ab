"""Change notifications: subscriptions, their validation, their expiry, and the posts.

- https://learn.microsoft.com/graph/api/subscription-post-subscriptions
- https://learn.microsoft.com/graph/api/resources/subscription#subscription-lifetime
- https://learn.microsoft.com/graph/change-notifications-delivery-webhooks (validation, retries)
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from ..common import outbound
from ..common.posting import Poster
from . import errors, ids, notifications, times
from .events import Call
from .model import Calendar, Fields, Item
from .series import Event
from .world import World

RESOURCE = re.compile(
    r"/?(?:me|users/(?P<user>[^/]+))(?:/calendars/(?P<calendar>[^/]+)|/calendar)?/events/?",
    re.IGNORECASE,
)
KINDS = ("created", "updated", "deleted")
LIFECYCLE = ("reauthorizationRequired", "subscriptionRemoved", "missed")
SHORTEST = timedelta(minutes=45)
MAX_STATE = 128
TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"


@dataclass
class Subscription:
    """One subscription of one application in one mailbox."""

    id: str
    email: str
    client: str
    resource: str
    calendar: str | None
    change_types: tuple[str, ...]
    url: str
    lifecycle_url: str | None
    client_state: str | None
    expires: str
    immutable: bool
    needs_authorization: bool = False

    def wants(self, calendar: Calendar, change: str) -> bool:
        """Whether a change of an item in a calendar is its business."""
        own = calendar.owner == self.email if self.calendar is None else True
        return own and self.calendar in (None, calendar.id) and change in self.change_types

    def show(self) -> Fields:
        """As Graph shows it."""
        return {
            "id": self.id,
            "resource": self.resource,
            "applicationId": self.client,
            "changeType": ",".join(self.change_types),
            "clientState": self.client_state,
            "notificationUrl": self.url,
            "lifecycleNotificationUrl": self.lifecycle_url,
            "expirationDateTime": self.expires,
            "creatorId": ids.guid(self.email.encode().ljust(16, b"0")[:16]),
            "includeResourceData": None,
            "latestSupportedTlsVersion": "v1_2",
        }


class Subscriptions(Poster):
    """All subscriptions of one world, and the thread that posts."""

    def __init__(self, world: World) -> None:
        """Listen to the changes of a world."""
        super().__init__(notifications.deliver)
        self.world = world
        self.known: dict[str, Subscription] = {}
        world.listeners.append(self._changed)

    def reset(self) -> None:
        """Forget all."""
        self.known.clear()
        self.deliveries.clear()

    def listed(self, call: Call) -> Fields:
        """The subscriptions of an application for a person."""
        with self.world.lock:
            found = [one.show() for one in self._alive() if self._own(one, call)]
        context = f"{call.query.base_url}/v1.0/$metadata#subscriptions"
        return {"@odata.context": context, "value": found}

    def get(self, call: Call) -> Fields:
        """One subscription."""
        with self.world.lock:
            return self._shown(call, self._find(call))

    def _shown(self, call: Call, one: Subscription) -> Fields:
        context = f"{call.query.base_url}/v1.0/$metadata#subscriptions/$entity"
        return {"@odata.context": context, **one.show()}

    def create(self, call: Call) -> Fields:
        """A new one, after both addresses have answered; the world goes on meanwhile."""
        with self.world.lock:
            fresh = self._read(call)
        for address in filter(None, (fresh.lifecycle_url, fresh.url)):
            self._validate(address)
        with self.world.lock:
            self._check_unique(fresh)
            self.known[fresh.id] = fresh
            return self._shown(call, fresh)

    def _read(self, call: Call) -> Subscription:
        body = call.body if isinstance(call.body, dict) else {}
        for name in ("changeType", "notificationUrl", "resource", "expirationDateTime"):
            if not isinstance(body.get(name), str) or not body[name]:
                raise _bad(f"{name[:1].upper()}{name[1:]} is required.")
        state = body.get("clientState")
        if len(state or "") > MAX_STATE:
            raise _bad(f"ClientState cannot be longer than {MAX_STATE} characters.")
        fresh = Subscription(
            ids.guid(self.world.ids.digest("subscription")),
            call.email,
            call.client,
            body["resource"],
            self._calendar(call.email, body["resource"]),
            _change_types(body["changeType"]),
            _address(body["notificationUrl"]),
            _address(body["lifecycleNotificationUrl"])
            if body.get("lifecycleNotificationUrl") else None,
            state,
            self._expiration(body["expirationDateTime"]),
            call.query.view.immutable,
        )  # fmt: skip
        self._check_unique(fresh)
        return fresh

    def _calendar(self, email: str, resource: str) -> str | None:
        """The calendar that a resource names; ``None`` stands for the whole mailbox."""
        match = RESOURCE.fullmatch(resource.split("?", maxsplit=1)[0])
        if match is None:
            raise _bad(f"Resource '{resource}' is not supported.")
        account = self.world.accounts[email]
        if (match["user"] or email).lower() not in (email, account.oid):
            raise errors.named("ErrorAccessDenied")
        if match["calendar"] is None:
            return None
        return self.world.calendar_for(email, match["calendar"]).id

    def _expiration(self, text: Any) -> str:
        found = times.parse(text) if isinstance(text, str) else None
        now = self.world.clock.now()
        if found is None:
            raise _bad("ExpirationDateTime is not a date and time.")
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        minutes = self.world.settings.subscription_minutes
        if found > now + timedelta(minutes=minutes, seconds=60):
            raise _bad(f"Subscription expiration can only be {minutes} minutes in the future.")
        if found <= now:
            raise _bad("ExpirationDateTime has to be in the future.")
        # Short lifetimes are raised: https://learn.microsoft.com/graph/api/resources/subscription
        return times.stamp(max(found, now + SHORTEST))

    def _check_unique(self, fresh: Subscription) -> None:
        for one in self._alive():
            same = (one.email, one.client, one.resource.strip("/").lower(), one.change_types)
            if same == (fresh.email, fresh.client, fresh.resource.strip("/").lower(),
                        fresh.change_types):  # fmt: skip
                raise errors.GraphError(
                    409, "Conflict", "A subscription for this resource and change type exists."
                )

    def _validate(self, address: str) -> None:
        token = f"Validation: Testing client application {self.world.ids.token('validation')} + ok"
        link = f"{address}{'&' if urlsplit(address).query else '?'}validationToken={quote(token)}"
        plain = {"Content-Type": "text/plain; charset=utf-8"}
        reply = outbound.post(link, b"", plain, self.world.settings.validation_seconds)
        if reply.status is None:
            raise _invalid("Subscription validation request timed out.")
        if reply.status != 200:
            raise _invalid(
                "Subscription validation request failed. Notification endpoint must respond with "
                "200 OK to validation request."
            )
        if not reply.content_type.startswith("text/plain") or reply.body.strip() != token:
            raise _invalid(
                "Subscription validation request failed. Response must exactly match "
                "validationToken query parameter."
            )

    def renew(self, call: Call) -> Fields:
        """PATCH: a later end."""
        body = call.body if isinstance(call.body, dict) else {}
        with self.world.lock:
            one = self._find(call)
            one.expires = self._expiration(body.get("expirationDateTime"))
            one.needs_authorization = False
            return self._shown(call, one)

    def reauthorize(self, call: Call) -> None:
        """The answer to reauthorizationRequired that leaves the end as it is."""
        with self.world.lock:
            self._find(call).needs_authorization = False

    def drop(self, call: Call) -> None:
        """DELETE."""
        with self.world.lock:
            del self.known[self._find(call).id]

    def _find(self, call: Call) -> Subscription:
        found = next((one for one in self._alive() if one.id == call.path["id"]), None)
        if found is None or not self._own(found, call):
            raise errors.named("ResourceNotFound", message="The object was not found.")
        return found

    def _own(self, one: Subscription, call: Call) -> bool:
        return (one.email, one.client) == (call.email, call.client)

    def _alive(self) -> list[Subscription]:
        now = self.world.clock.now()
        for one in list(self.known.values()):
            if datetime.fromisoformat(one.expires) <= now:
                del self.known[one.id]
        return list(self.known.values())

    def _changed(self, calendar: Calendar, item: Item, change: str, day: str | None) -> None:
        for one in self._alive():
            if one.wants(calendar, change) and not one.needs_authorization:
                event = Event(calendar, item, day if day in item.overrides else None)
                self._post(one.id, one.url, change, self._notification(one, event, change))

    def _post(self, subscription: str, address: str, change: str, body: Fields) -> None:
        """Post soon; the switch ``drop_notifications`` loses it."""
        if not self.world.settings.drop_notifications:
            self.put(subscription, address, change, body)

    def _notification(self, one: Subscription, event: Event, change: str) -> Fields:
        name = event.id(one.immutable)
        resource = f"Users/{self.world.accounts[one.email].oid}/Events/{name}"
        return {
            **_head(one),
            "changeType": change,
            "resource": resource,
            "resourceData": {
                "@odata.type": "#Microsoft.Graph.Event",
                "@odata.id": resource,
                "@odata.etag": event.etag,
                "id": name,
            },
        }

    def lifecycle(self, event: str, subscription_id: str | None = None) -> int:
        """Tell applications what becomes of their subscriptions; the number of those told.

        https://learn.microsoft.com/graph/change-notifications-lifecycle-events
        """
        if event not in LIFECYCLE:
            raise ValueError(f"unknown lifecycle event: {event}")
        told = [one for one in self._alive() if subscription_id in (None, one.id)]
        for one in told:
            one.needs_authorization |= event == "reauthorizationRequired"
            if event == "subscriptionRemoved":
                del self.known[one.id]
            if one.lifecycle_url:
                body = {**_head(one), "resource": one.resource, "lifecycleEvent": event}
                self._post(one.id, one.lifecycle_url, event, body)
        return len(told)

    def dump(self) -> list[Fields]:
        """The subscriptions as plain values."""
        return [asdict(one) for one in self.known.values()]

    def load(self, rows: list[Fields]) -> None:
        """Take back what ``dump`` gave."""
        kept = [{**row, "change_types": tuple(row["change_types"])} for row in rows]
        self.known = {row["id"]: Subscription(**row) for row in kept}


def _head(one: Subscription) -> Fields:
    return {
        "subscriptionId": one.id,
        "clientState": one.client_state,
        "subscriptionExpirationDateTime": one.expires,
        "tenantId": TENANT,
    }


def _bad(message: str) -> errors.GraphError:
    return errors.GraphError(400, "InvalidRequest", message)


def _invalid(message: str) -> errors.GraphError:
    return errors.GraphError(400, "ValidationError", message)


def _change_types(text: str) -> tuple[str, ...]:
    found = tuple(sorted({part.strip().lower() for part in text.split(",")}))
    if not set(found) <= set(KINDS):
        raise _bad(f"ChangeType '{text}' is not supported.")
    return found


def _address(text: Any) -> str:
    parts = urlsplit(text if isinstance(text, str) else "")
    if parts.scheme != "https" and not outbound.is_loopback(parts.hostname):
        raise _bad("The notification URL must use HTTPS.")
    return str(text)
