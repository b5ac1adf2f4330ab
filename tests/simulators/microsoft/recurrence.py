"""Recurrence patterns: what Outlook accepts, and on which days the occurrences are.

https://learn.microsoft.com/graph/api/resources/recurrencepattern
https://learn.microsoft.com/graph/api/resources/recurrencerange
A day that a month does not have is its last day, which is Outlook's rule and not that of RFC 5545.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from . import errors, zones

Fields = dict[str, Any]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDEXES = ("first", "second", "third", "fourth", "last")
NEEDED = {
    "daily": (),
    "weekly": ("daysOfWeek",),
    "absoluteMonthly": ("dayOfMonth",),
    "relativeMonthly": ("daysOfWeek",),
    "absoluteYearly": ("dayOfMonth", "month"),
    "relativeYearly": ("daysOfWeek", "month"),
}
RANGES = ("endDate", "noEnd", "numbered")
LAST_YEAR = 4500
MAX_OCCURRENCES, MAX_INTERVAL = 999, 999
MONTHS, LONGEST_MONTH = 12, 31
NO_DATE = "0001-01-01"


def _bad(words: str) -> errors.GraphError:
    return errors.GraphError(
        400,
        "ErrorCalendarInvalidRecurrence",
        f"The specified recurrence cannot be created. {words}",
    )


def check(value: Any, start: date, zone: str) -> Fields:
    """Refuse what Outlook refuses; give back the recurrence as stored and shown."""
    if not isinstance(value, dict):
        raise errors.body_read("The property 'recurrence' is not a patternedRecurrence.")
    pattern = _pattern(value.get("pattern"))
    limits = _range(value.get("range"), start, zone)
    recurrence = {"pattern": pattern, "range": limits}
    if next(dates(recurrence), None) is None:
        raise errors.GraphError(
            400, "ErrorRecurrenceHasNoOccurrence", "The specified recurrence has no occurrence."
        )
    return recurrence


def _pattern(value: Any) -> Fields:
    if not isinstance(value, dict) or value.get("type") not in NEEDED:
        raise _bad("pattern.type")
    kind = value["type"]
    result: Fields = {"type": kind, "interval": _number(value, "interval", 1, MAX_INTERVAL)}
    result["month"] = _number(value, "month", 1, MONTHS, "month" in NEEDED[kind])
    day = "dayOfMonth" in NEEDED[kind]
    result["dayOfMonth"] = _number(value, "dayOfMonth", 1, LONGEST_MONTH, day)
    week = _weekdays(value.get("daysOfWeek"), "daysOfWeek" in NEEDED[kind])
    if week:
        result["daysOfWeek"] = week
    result["firstDayOfWeek"] = _choice(value, "firstDayOfWeek", DAYS, "sunday")
    result["index"] = _choice(value, "index", INDEXES, "first")
    return result


def _number(value: Fields, name: str, low: int, high: int, needed: bool = True) -> int:
    """A number in its limits; one that the type does not need may be 0 or missing."""
    found = value.get(name)
    if not needed and found in (None, 0):
        return 0
    if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
        raise _bad(f"pattern.{name}")
    return found


def _weekdays(found: Any, needed: bool) -> list[str]:
    rows = found or []
    if not isinstance(rows, list) or any(day not in DAYS for day in rows) or (needed and not rows):
        raise _bad("pattern.daysOfWeek")
    return list(dict.fromkeys(rows))


def _choice(value: Fields, name: str, allowed: tuple[str, ...], usual: str) -> str:
    found = value.get(name) or usual
    if found not in allowed:
        raise _bad(f"pattern.{name}")
    return str(found)


def _range(value: Any, start: date, zone: str) -> Fields:
    if not isinstance(value, dict) or value.get("type") not in RANGES:
        raise _bad("range.type")
    kind = value["type"]
    if _date(value.get("startDate")) != start:
        raise errors.invalid_property("range.startDate has to be the date of the event's start.")
    name = value.get("recurrenceTimeZone") or zone
    if zones.zone(name) is None:
        raise _bad("range.recurrenceTimeZone")
    result: Fields = {"type": kind, "startDate": start.isoformat(), "endDate": NO_DATE}
    result |= {"recurrenceTimeZone": name, "numberOfOccurrences": 0}
    if kind == "endDate":
        result["endDate"] = _last(value, start).isoformat()
    elif kind == "numbered":
        count = value.get("numberOfOccurrences")
        if not isinstance(count, int) or not 1 <= count <= MAX_OCCURRENCES:
            raise _bad("range.numberOfOccurrences")
        result["numberOfOccurrences"] = count
    return result


def _last(value: Fields, start: date) -> date:
    last = _date(value.get("endDate"))
    if last is None or last < start:
        raise _bad("range.endDate")
    if last.year >= LAST_YEAR:
        raise errors.GraphError(
            400,
            "ErrorRecurrenceEndDateTooBig",
            "Recurrence end date can not exceed Sep 1, 4500 00:00:00.",
        )
    return last


def _date(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def dates(recurrence: Fields) -> Iterator[date]:
    """The days of all occurrences, in order; endless when the series is."""
    limits = recurrence["range"]
    start = date.fromisoformat(limits["startDate"])
    found = (day for day in _candidates(recurrence["pattern"], start) if day >= start)
    if limits["type"] == "numbered":
        yield from islice(found, limits["numberOfOccurrences"])
        return
    last = date.fromisoformat(limits["endDate"]) if limits["type"] == "endDate" else date.max
    for day in found:
        if day > last:
            return
        yield day


def _candidates(pattern: Fields, start: date) -> Iterator[date]:
    kind, interval = pattern["type"], pattern["interval"]
    try:
        if kind == "daily":
            yield from _daily(start, interval)
        elif kind == "weekly":
            yield from _weekly(pattern, start, interval)
        else:
            yield from _monthly(pattern, start)
    except (OverflowError, ValueError):
        return


def _daily(start: date, interval: int) -> Iterator[date]:
    while True:
        yield start
        start += timedelta(days=interval)


def _weekly(pattern: Fields, start: date, interval: int) -> Iterator[date]:
    """Weeks are counted from the one with the start, and begin with firstDayOfWeek."""
    first = DAYS.index(pattern["firstDayOfWeek"])
    week = start - timedelta(days=(start.weekday() - first) % 7)
    offsets = sorted((DAYS.index(day) - first) % 7 for day in pattern["daysOfWeek"])
    while True:
        for offset in offsets:
            yield week + timedelta(days=offset)
        week += timedelta(weeks=interval)


def _monthly(pattern: Fields, start: date) -> Iterator[date]:
    """Months, or one month of years."""
    yearly = pattern["type"].endswith("Yearly")
    step = pattern["interval"] * (MONTHS if yearly else 1)
    month = pattern["month"] if yearly else start.month
    number = start.year * MONTHS + month - 1
    while True:
        yield _in_month(pattern, *divmod(number, MONTHS))
        number += step


def _in_month(pattern: Fields, year: int, month: int) -> date:
    length = calendar.monthrange(year, month + 1)[1]
    if pattern["type"].startswith("absolute"):
        return date(year, month + 1, min(pattern["dayOfMonth"], length))
    wanted = {DAYS.index(day) for day in pattern["daysOfWeek"]}
    days = [date(year, month + 1, number + 1) for number in range(length)]
    fitting = [day for day in days if day.weekday() in wanted]
    if pattern["index"] == "last":
        return fitting[-1]
    return fitting[INDEXES.index(pattern["index"])]


def first_day(recurrence: Fields) -> date:
    """The day of the first occurrence."""
    return next(dates(recurrence))
