"""Recognising a meeting that both sides have although nothing links them: it says the same.

Somebody may have typed a meeting twice, imported a file on both sides, or synchronised by other
means before. What has the same title at the same times is taken for the same meeting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .actions import Key
from .errors import InvalidRule
from .observation import RemoteEvent
from .occurrences import slots
from .values import Meeting, Original

Likeness = tuple[str, Original, Original, tuple[Original, ...]]
"""Title, start and end, and for a series the first of its slots."""

COMPARED = 60
"""So many slots of a series are compared: more than a year of weeks."""


def likeness(meeting: Meeting) -> Likeness | None:
    """Return what two meetings have in common if they are the same; None without a title."""
    title = " ".join(meeting.title.split()).casefold()
    if not title:
        return None
    repeated: tuple[Original, ...] = ()
    if meeting.recurrence:
        try:
            repeated = tuple(slots(meeting, COMPARED))
        except InvalidRule:
            return None
    return (title, meeting.span.start, meeting.span.end, repeated)


def pair(events: Iterable[RemoteEvent], here: Mapping[Key, Meeting]) -> dict[str, Key]:
    """Return which events (remote ids) are which meetings here, each given to one event only."""
    waiting: dict[Likeness, list[Key]] = defaultdict(list)
    for key, meeting in here.items():
        found = likeness(meeting)
        if found:
            waiting[found].append(key)
    pairs: dict[str, Key] = {}
    for event in events:
        found = likeness(event.meeting) if event.meeting else None
        if found and waiting[found]:
            pairs[event.remote_id] = waiting[found].pop(0)
    return pairs
