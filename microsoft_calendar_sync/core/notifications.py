"""What Graph posts to the address of a subscription.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks
https://learn.microsoft.com/graph/change-notifications-lifecycle-events
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from odoo.addons.calendar_sync_base.core.dirty import Json, mapping, rows, text

LONGEST = 1_000_000
"""Bytes of a post that are read; Graph's are a few kilobytes."""


class Told(StrEnum):
    """What a notification says of its subscription's calendar."""

    CHANGED = "changed"
    ENDING = "ending"
    ENDED = "ended"


_LIFECYCLE = {
    "reauthorizationRequired": Told.ENDING,
    "subscriptionRemoved": Told.ENDED,
    "missed": Told.CHANGED,
}


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification; `token` is the secret that the subscription was made with."""

    token: str
    told: Told


def read(body: bytes) -> frozenset[Notification] | None:
    """Return what a post tells, each once; None when it is nothing that Graph would post."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    values = mapping(found).get("value")
    if not isinstance(values, list):
        return None
    return frozenset(_one(row) for row in rows(values))


def _one(row: Json) -> Notification:
    event = text(row.get("lifecycleEvent"))
    return Notification(text(row.get("clientState")), _LIFECYCLE.get(event, Told.CHANGED))
