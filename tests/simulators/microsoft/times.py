"""Graph's dateTimeTimeZone: a time on the wall without an offset, and the name of a zone.

https://learn.microsoft.com/graph/api/resources/datetimetimezone
A *point* is the stored form: ``{"dateTime": "2026-03-10T10:00:00", "timeZone": name}`` with the
name as it was given. Answers have seven fractional digits.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from . import errors, zones

Point = dict[str, str]
SHAPE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,7}))?(Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
YEARS = range(1601, 4501)  # what a calendar of Outlook holds
NEVER = "0001-01-01T00:00:00Z"


@lru_cache(maxsize=65_536)
def parse(text: str) -> datetime | None:
    """ISO text as a datetime, naive when it has no offset; ``None`` when it is not one."""
    match = SHAPE.fullmatch(text.strip())
    if not match:
        return None
    day, clock, fraction, offset = match.groups()
    try:
        found = datetime.fromisoformat(f"{day}T{clock or '00:00'}{(offset or '').upper()}")
    except ValueError:
        return None
    return found + timedelta(microseconds=int((fraction or "0").ljust(7, "0")) // 10)


def point(value: Any, which: str) -> Point:
    """Check one of start and end and bring it into the stored form."""
    if not isinstance(value, dict) or not isinstance(value.get("dateTime"), str):
        raise errors.invalid_property()
    found = parse(value["dateTime"])
    if found is None:
        raise errors.body_read(f"Cannot convert the literal '{value['dateTime']}' ({which}).")
    if found.year not in YEARS:
        raise errors.invalid_property()
    name = value.get("timeZone") or "UTC"
    if found.tzinfo:
        # An offset in the text counts; the wall clock is that of the named zone.
        found = in_zone(found, known(name)).replace(tzinfo=None)
    return {"dateTime": found.isoformat(), "timeZone": known(name)}


def known(name: str) -> str:
    """The name of a zone that exists; 400 for another."""
    if zones.zone(name) is None:
        raise errors.GraphError(
            400,
            "TimeZoneNotSupportedException",
            "A valid TimeZone value must be specified. The following TimeZone value is not "
            f"supported: '{name}'.",
        )
    return name


def wall(one: Point) -> datetime:
    """What the clock on the wall shows, naive."""
    return datetime.fromisoformat(one["dateTime"])


def instant(one: Point) -> datetime:
    """The moment in UTC; a time that the zone skips is moved on as its clocks are."""
    return _instant(one["dateTime"], one["timeZone"])


@lru_cache(maxsize=65_536)
def _instant(text: str, name: str) -> datetime:
    naive = datetime.fromisoformat(text)
    return naive.replace(tzinfo=zones.zone(name) or UTC).astimezone(UTC)


def in_zone(when: datetime, name: str) -> datetime:
    """A moment as seen in a zone."""
    return when.astimezone(zones.zone(name) or UTC)


def at(naive: datetime, like: Point) -> Point:
    """The point with another time in the same zone."""
    return {"dateTime": naive.isoformat(), "timeZone": like["timeZone"]}


def shift(one: Point, by: timedelta) -> Point:
    """A point moved on the wall."""
    return at(wall(one) + by, one)


def show(one: Point, name: str, all_day: bool) -> Point:
    """A point as answers show it; an all-day event is at midnight in whichever zone is asked."""
    naive = wall(one) if all_day else in_zone(instant(one), name).replace(tzinfo=None)
    return {"dateTime": digits(naive), "timeZone": name}


def digits(naive: datetime) -> str:
    """ISO text with seven fractional digits."""
    return naive.strftime("%Y-%m-%dT%H:%M:%S.") + f"{naive.microsecond:06d}0"


def stamp(when: datetime) -> str:
    """A time stamp as createdDateTime and lastModifiedDateTime have it."""
    return digits(when.astimezone(UTC)) + "Z"


def offset(when: datetime) -> str:
    """A DateTimeOffset without a fraction, as originalStart has it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_midnight(one: Point) -> bool:
    """Whether a day begins."""
    return wall(one).time() == time()


def day(one: Point) -> date:
    """The date on the wall."""
    return wall(one).date()


def window(start: str | None, end: str | None) -> tuple[datetime, datetime]:
    """The limits of a view, in UTC; text without an offset is taken for UTC."""
    found = [parse(text or "") for text in (start, end)]
    if not start or not end:
        raise errors.GraphError(
            400,
            "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters "
            "StartDateTime and EndDateTime.",
        )
    if any(one is None or one.year not in YEARS for one in found):
        raise errors.GraphError(400, "ErrorInvalidParameter", "The date/time value is invalid.")
    first, last = (
        one.replace(tzinfo=UTC) if one.tzinfo is None else one.astimezone(UTC)
        for one in found
        if one
    )
    if last < first:
        raise errors.invalid_request(
            "The specified end date and time is before the start date and time."
        )
    return first, last
