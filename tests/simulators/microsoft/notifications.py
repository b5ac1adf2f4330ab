"""One notification on its way.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#receive-notifications
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..common import outbound
from .model import Fields

ATTEMPTS = 3
SECONDS = 5.0
JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Delivery:
    """One notification that was sent, or that could not be."""

    subscription: str
    change: str
    address: str
    body: Fields
    status: int | None
    attempts: int


def deliver(subscription: str, address: str, change: str, body: Fields) -> Delivery:
    """Post it, and again when it is not taken."""
    data = json.dumps({"value": [body]}).encode()
    reply, attempt = outbound.Reply(None), 0
    while attempt < ATTEMPTS and not reply.delivered:
        attempt += 1
        reply = outbound.post(address, data, JSON, SECONDS)
    return Delivery(subscription, change, address, body, reply.status, attempt)
