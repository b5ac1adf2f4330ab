"""Sync tokens: which state, of which calendar, for whom, with which parameters."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from . import errors
from .model import Calendar
from .world import World

BOUND = ("singleEvents", "eventTypes", "maxAttendees", "showHiddenInvitations", "timeZone")


@dataclass(frozen=True)
class SyncToken:
    """A state to continue from."""

    tick: int
    email: str
    calendar: str
    bound: str
    epoch: int
    acl: int
    seed: int

    def encode(self) -> str:
        """As opaque text with a checksum."""
        text = json.dumps(list(self.__dict__.values()), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(_sum(text) + text).decode().rstrip("=")


def fingerprint(raw: dict[str, list[str]]) -> str:
    """The parameters that have to be the same on every round of a sync."""
    kept = {name: sorted(raw[name]) for name in BOUND if name in raw}
    if kept.get("singleEvents") in (["false"], ["False"]):
        del kept["singleEvents"]
    return _sum(json.dumps(kept, sort_keys=True).encode()).hex()


def _sum(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()[:6]


def make_sync(world: World, tick: int, email: str, calendar: Calendar, bound: str) -> str:
    """A token for the state at ``tick``."""
    epoch = world.sync_epochs.get(calendar.id, 0)
    return SyncToken(
        tick, email, calendar.id, bound, epoch, calendar.acl_version, world.seed
    ).encode()


def read_sync(world: World, text: str, email: str, calendar: Calendar, bound: str) -> SyncToken:
    """A token that is still good here; 410 when it is not, 400 for other parameters."""
    token = _decode(text)
    wanted = (email, calendar.id, world.sync_epochs.get(calendar.id, 0), calendar.acl_version)
    if token is None or (token.email, token.calendar, token.epoch, token.acl) != wanted:
        raise errors.named("fullSyncRequired")
    if token.tick > world.tick or token.seed != world.seed:
        raise errors.named("fullSyncRequired")
    if token.bound != bound:
        raise errors.invalid(
            "The sync token was made with other query parameters than those of this request.",
            "syncToken",
        )
    return token


def _decode(text: str) -> SyncToken | None:
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if _sum(data[6:]) != data[:6]:
            return None
        return SyncToken(*json.loads(data[6:]))
    except (binascii.Error, ValueError, TypeError):
        return None
