"""Who is who: ids chosen for new remote events, and which event is which meeting."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from .actions import Key
from .observation import RemoteEvent
from .values import Original

MARKER_NAME = "odooCalendarSyncUid"
"""The private property under which providers keep our uid on an event (at most 44 characters)."""

_ID_LENGTH = 52
PART = "#"
"""Stands between the iCalUID of a series and the one occurrence of it that is meant."""


def remote_id(database_uuid: str, uid: str, calendar_id: str, generation: int = 0) -> str:
    """Return the id a new remote event gets: always the same for the same meeting and calendar.

    Lower-case base32hex (a-v, 0-9), 52 long, as Google wants ids
    (https://developers.google.com/workspace/calendar/api/v3/reference/events#id). A used-up id, of
    an event deleted since, is followed by that of the next `generation`.
    """
    # A length before each part keeps ("ab", "c") and ("a", "bc") apart.
    parts = (database_uuid, uid, calendar_id, str(generation))
    named = "".join(f"{len(part)}:{part}" for part in parts).encode()
    digest = base64.b32hexencode(hashlib.sha256(named).digest())
    return digest.decode().lower()[:_ID_LENGTH]


def stamp(original: Original) -> str:
    """Return an original start as text: `20261121` or `20261121T090000Z`."""
    if isinstance(original, datetime):
        return f"{original.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{original:%Y%m%d}"


def occurrence_uid(series_uid: str, original: Original) -> str:
    """Return by what a single occurrence is known to a guest who was invited to that one only."""
    return f"{series_uid}{PART}{stamp(original)}"


def series_uid_of(uid: str) -> str:
    """Return the iCalUID of the series that an occurrence's uid names, empty if it names none."""
    return uid.rpartition(PART)[0]


class Found(StrEnum):
    """How an event was recognised."""

    LINK = "link"
    MARKER = "marker"
    UID = "uid"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Match:
    """A remote event and the meeting it is; `key` is None when it is new."""

    event: RemoteEvent
    key: Key | None
    found: Found


def match(
    events: Iterable[RemoteEvent], by_remote_id: Mapping[str, Key], by_uid: Mapping[str, Key]
) -> list[Match]:
    """Recognise events: by their link, then by our own marker, then by their iCalUID.

    `by_remote_id` holds the linked ids of this calendar, `by_uid` the uids of all meetings here. A
    meeting is given to one event only, links first: somebody may have copied an event, marker and
    all. One match for each event, in their order.
    """
    listed = list(events)
    taken: dict[int, Match] = {}
    used: set[Key] = set()
    for found in (Found.LINK, Found.MARKER, Found.UID):
        for index, event in enumerate(listed):
            key = _key(event, found, by_remote_id, by_uid)
            if index not in taken and key is not None and key not in used:
                taken[index] = Match(event, key, found)
                used.add(key)
    return [taken.get(i, Match(event, None, Found.NEW)) for i, event in enumerate(listed)]


def _key(
    event: RemoteEvent,
    found: Found,
    by_remote_id: Mapping[str, Key],
    by_uid: Mapping[str, Key],
) -> Key | None:
    if found is Found.LINK:
        return by_remote_id.get(event.remote_id)
    uid = event.marker if found is Found.MARKER else event.uid
    return by_uid.get(uid) if uid else None
