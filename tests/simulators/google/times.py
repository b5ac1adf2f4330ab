"""Google's start and end: a date, or a moment with a zone.

https://developers.google.com/workspace/calendar/api/v3/reference/events (start, end)
A *point* is the stored form: ``{"date": …}`` or ``{"dateTime": RFC 3339 with offset,
"timeZone": IANA name}``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from . import errors

Point = dict[str, str]
DATE = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d(?::\d\d)?)(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?")


@lru_cache(maxsize=512)
def zone(name: str) -> tzinfo | None:
    """The zone of an IANA name, ``None`` when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_date(text: object) -> bool:
    """Whether a text is a calendar date."""
    try:
        return isinstance(text, str) and bool(DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


@lru_cache(maxsize=65_536)
def moment(text: str) -> datetime | None:
    """An RFC 3339 text as a datetime, naive when it has no offset; ``None`` when it is not."""
    match = MOMENT.fullmatch(text)
    if not match:
        return None
    day, clock, _fraction, offset = match.groups()
    try:
        return datetime.fromisoformat(f"{day}T{clock}{(offset or '').upper()}")
    except ValueError:
        return None


def parse_point(value: Any, which: str, default_zone: str, recurring: bool = False) -> Point:
    """Check one of start and end and bring it into the stored form."""
    if not isinstance(value, dict):
        raise errors.required(f"Missing {which} time.", which)
    value = {name: entry for name, entry in value.items() if entry is not None}
    for name in value:
        if name not in ("date", "dateTime", "timeZone"):
            raise errors.unknown_name(name, f"resource.{which}")
    if ("date" in value) == ("dateTime" in value):
        if "date" in value:
            raise errors.invalid(f"Invalid {which} time: both date and dateTime.", which)
        raise errors.required(f"Missing {which} time.", which)
    if "date" in value:
        return _all_day(value, which)
    return _timed(value, which, default_zone, recurring)


def _all_day(value: dict[str, Any], which: str) -> Point:
    if not is_date(value["date"]):
        raise errors.invalid(f"Invalid {which} time.", which)
    return {"date": value["date"]}


def _timed(value: dict[str, Any], which: str, default_zone: str, recurring: bool) -> Point:
    parsed = moment(value["dateTime"]) if isinstance(value["dateTime"], str) else None
    if parsed is None:
        raise errors.invalid(f"Invalid {which} time.", which)
    name = value.get("timeZone")
    if name is None and (recurring or parsed.tzinfo is None):
        raise errors.required(f"Missing time zone definition for {which} time.", which)
    chosen = zone(name) if isinstance(name, str) else zone(default_zone)
    if chosen is None:
        raise errors.invalid(f"Invalid time zone definition for {which} time.", which)
    local = parsed.replace(tzinfo=chosen) if parsed.tzinfo is None else parsed.astimezone(chosen)
    return {"dateTime": local.isoformat(), "timeZone": name or default_zone}


def instant(point: Point, day_zone: str = "UTC") -> datetime:
    """The moment in UTC; a date begins at midnight in ``day_zone``."""
    if "date" in point:
        day = datetime.fromisoformat(point["date"])
        return day.replace(tzinfo=zone(day_zone) or UTC).astimezone(UTC)
    return _instant(point["dateTime"])


@lru_cache(maxsize=65_536)
def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def wall(point: Point) -> datetime:
    """The clock on the wall at a point, naive, in the point's own zone; a date is midnight."""
    if "date" in point:
        return datetime.fromisoformat(point["date"])
    return in_zone(_instant(point["dateTime"]), point["timeZone"]).replace(tzinfo=None)


def in_zone(when: datetime, name: str) -> datetime:
    """A moment as seen in a zone."""
    return when.astimezone(zone(name) or UTC)


def at_wall(naive: datetime, like: Point) -> Point:
    """The point where the wall clock shows ``naive``, of the same kind and zone as ``like``."""
    if "date" in like:
        return {"date": naive.date().isoformat()}
    local = naive.replace(tzinfo=zone(like["timeZone"]) or UTC)
    # A wall clock time that the zone skips is moved on, as the clocks are.
    local = local.astimezone(UTC).astimezone(local.tzinfo)
    return {"dateTime": local.isoformat(), "timeZone": like["timeZone"]}


def at_instant(when: datetime, like: Point) -> Point:
    """The point at a moment, of the same zone as ``like`` (which is timed)."""
    text = in_zone(when, like["timeZone"]).isoformat()
    return {"dateTime": text, "timeZone": like["timeZone"]}


def duration(start: Point, end: Point) -> timedelta:
    """How long it takes, in real time."""
    return instant(end) - instant(start)


def shift(point: Point, by: timedelta) -> Point:
    """A point moved by days (a date) or by real time."""
    if "date" in point:
        return at_wall(wall(point) + by, point)
    return at_instant(instant(point) + by, point)


@lru_cache(maxsize=65_536)
def _shown(text: str, name: str) -> str:
    shown = in_zone(_instant(text), name).isoformat()
    return shown[:-6] + "Z" if shown.endswith("+00:00") else shown


def show(point: Point, name: str) -> Point:
    """A point as answers show it: the offset is that of the calendar or of the question."""
    if "date" in point:
        return {"date": point["date"]}
    return {"dateTime": _shown(point["dateTime"], name), "timeZone": point["timeZone"]}


def stamp(point: Point) -> str:
    """The end of an instance's id: its original start in UTC, or its date."""
    if "date" in point:
        return point["date"].replace("-", "")
    return instant(point).strftime("%Y%m%dT%H%M%SZ")


def rfc3339(when: datetime) -> str:
    """A time stamp with milliseconds, as ``updated`` and ``created`` have it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
