"""Instances of recurring events: found, made on demand, reset by changes of their master.

https://developers.google.com/workspace/calendar/api/guides/recurringevents
"""

from __future__ import annotations

import copy as copies
import re
from collections.abc import Container, Iterator
from datetime import UTC, datetime, timedelta

from . import errors, recurrence, times
from .model import Calendar, Copy, Fields, original_start
from .world import World

STAMP = re.compile(r"\d{8}(T\d{6}Z)?")
NOT_INHERITED = ("recurrence", "created", "updated")


def locate(calendar: Calendar, event_id: str) -> Copy:
    """A stored copy, or an instance that is only implied by its series; else 404."""
    copy = calendar.copies.get(event_id) or _implied(calendar, event_id)
    if copy is None:
        raise errors.not_found()
    return copy


def _implied(calendar: Calendar, event_id: str) -> Copy | None:
    master_id, _, text = event_id.rpartition("_")
    master = calendar.copies.get(master_id)
    if master is None or not master.recurring or not STAMP.fullmatch(text):
        return None
    original = _point(text, master.fields["start"])
    return instance(master, original) if original and has_place(master, original) else None


def _point(text: str, like: times.Point) -> times.Point | None:
    if ("T" in text) == ("date" in like):
        return None
    try:
        if "date" in like:
            return {"date": datetime.strptime(text, "%Y%m%d").date().isoformat()}
        when = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return times.at_instant(when, like)


def has_place(master: Copy, original: times.Point) -> bool:
    """Whether a series has an instance at a moment, in whatever zone that is told."""
    start = master.fields["start"]
    if ("date" in original) != ("date" in start):
        return False
    return recurrence.is_occurrence(master.series, times.wall(_told(original, start)))


def _told(original: times.Point, like: times.Point) -> times.Point:
    return original if "date" in original else times.at_instant(times.instant(original), like)


def instance_id(master: Copy, original: times.Point) -> str:
    """The id of an instance: that of its master, and where the series put it."""
    return f"{master.id}_{times.stamp(original)}"


def instance(master: Copy, original: times.Point) -> Copy:
    """An unchanged instance; not stored yet."""
    fields = {key: value for key, value in master.fields.items() if key not in NOT_INHERITED}
    fields |= {
        "id": instance_id(master, original),
        "recurringEventId": master.id,
        "originalStartTime": original,
        "created": master.fields["created"],
        "updated": master.fields["updated"],
    }
    fields |= usual_times(master, original)
    gone = master.cancelled
    return Copy(fields, master.seq, master.imported, virtual=True, gone_with_master=gone)


def usual_times(master: Copy, original: times.Point) -> Fields:
    """When an instance is, unless somebody moved it."""
    start, end = master.fields["start"], master.fields["end"]
    if "date" in start:
        span: timedelta = times.wall(end) - times.wall(start)
        return {"start": original, "end": times.at_wall(times.wall(original) + span, end)}
    moved = times.instant(original) + times.duration(start, end)
    return {"start": original, "end": times.at_instant(moved, end)}


def originals(
    master: Copy, after: datetime | None = None, before: datetime | None = None
) -> Iterator[times.Point]:
    """Original starts, in order; the limits are wall clock times of the series' zone."""
    start = master.fields["start"]
    for naive in recurrence.occurrences(master.series, after, before):
        yield times.at_wall(naive, start)


def own(copy: Copy) -> Copy:
    """A copy whose fields can be changed without changing another's."""
    copy.fields = copies.deepcopy(copy.fields)
    return copy


def reset_exceptions(
    world: World, calendar: Calendar, master: Copy, moved: bool, but: Container[str] = ()
) -> None:
    """After a change of the master its exceptions lose their own content, and times if it moved.

    Exceptions at places which the series no longer has are gone; those named in ``but`` stay.
    """
    for exception in calendar.exceptions_of(master.id):
        if exception.id in but or exception.cancelled:
            continue
        if _reset(master, exception, moved):
            world.touch(calendar, exception)


def _reset(master: Copy, exception: Copy, moved: bool) -> bool:
    original = original_start(exception)
    if not has_place(master, original):
        exception.fields["status"] = "cancelled"
        return True
    fresh = own(instance(master, _told(original, master.fields["start"]))).fields
    if not moved:
        fresh |= {key: exception.fields[key] for key in ("start", "end")}
    before, exception.fields = exception.fields, fresh
    return _content(before) != _content(fresh)


def _content(fields: Fields) -> Fields:
    return {key: value for key, value in fields.items() if key not in ("updated", "created")}
