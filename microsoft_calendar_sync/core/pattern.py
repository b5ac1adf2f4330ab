"""From Graph's recurrence to RFC 5545's.

https://learn.microsoft.com/graph/api/resources/recurrencepattern
https://learn.microsoft.com/graph/api/resources/recurrencerange

For Outlook a day that a month does not have is its last day; RFC 5545 leaves such months out, so
these patterns are read as the rules that say what Outlook does:
https://msdn.microsoft.com/library/ms528295(v=exchg.10) (29 February is the 28th in other years)
https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcical/7d3e3646-9f9b-4665-aca7-7f9260b74424
(31 is the last day of every month)
"""

from __future__ import annotations

from datetime import date

from odoo.addons.calendar_sync_base.core.dirty import Json, Unreadable, mapping, text, texts
from odoo.addons.calendar_sync_base.core.recurrence import normalise
from odoo.addons.calendar_sync_base.core.rules import WEEKDAYS
from odoo.addons.calendar_sync_base.core.values import Span

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Graph's weekdays, in the order of `rules.WEEKDAYS`."""

INDEXES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
SHORTEST_MONTH = 28
SHORTEST = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The days each month always has, by its number."""

_LONGEST_MONTH, _MONTHS = 31, 12
Parts = dict[str, str]


def read_pattern(said: Json, span: Span) -> tuple[str, ...]:
    """Return the lines of a series, canonical. Raises Unreadable, InvalidRule."""
    pattern = mapping(said.get("pattern"))
    parts = _frequency(pattern) | _end(mapping(said.get("range")))
    rule = ";".join(f"{name}={value}" for name, value in parts.items() if value)
    return normalise((f"RRULE:{rule}",), span)


def _frequency(pattern: Json) -> Parts:
    kind, interval = text(pattern.get("type")).casefold(), _number(pattern, "interval")
    read = {
        "daily": _daily,
        "weekly": _weekly,
        "absolutemonthly": _on_a_date,
        "relativemonthly": _on_a_weekday,
        "absoluteyearly": _on_a_date_of_a_month,
        "relativeyearly": _on_a_weekday_of_a_month,
    }.get(kind)
    if read is None:
        raise Unreadable("it repeats in a way that is not known")
    return read(pattern) | {"INTERVAL": str(interval)}


def _number(pattern: Json, name: str, most: int = 9999) -> int:
    value = pattern.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise Unreadable(f"its recurrence has no usable {name}")
    return value


def _days(pattern: Json) -> list[str]:
    named = {one.casefold() for one in texts(pattern.get("daysOfWeek"))}
    found = [short for long, short in zip(DAYS, WEEKDAYS, strict=True) if long in named]
    if not found:
        raise Unreadable("its recurrence has no usable daysOfWeek")
    return found


def _daily(_pattern: Json) -> Parts:
    return {"FREQ": "DAILY"}


def _weekly(pattern: Json) -> Parts:
    # Graph's week begins on Sunday unless it says otherwise, RFC 5545's on Monday.
    first = text(pattern.get("firstDayOfWeek")).casefold() or "sunday"
    start = WEEKDAYS[DAYS.index(first)] if first in DAYS else "SU"
    return {"FREQ": "WEEKLY", "BYDAY": ",".join(_days(pattern)), "WKST": start}


def _on_a_date(pattern: Json) -> Parts:
    day = _number(pattern, "dayOfMonth", _LONGEST_MONTH)
    if day == _LONGEST_MONTH:
        return {"FREQ": "MONTHLY", "BYMONTHDAY": "-1"}
    if day > SHORTEST_MONTH:
        return {"FREQ": "MONTHLY", "BYMONTHDAY": f"{day},-1", "BYSETPOS": "1"}
    return {"FREQ": "MONTHLY", "BYMONTHDAY": str(day)}


def _on_a_weekday(pattern: Json) -> Parts:
    days = _days(pattern)
    index = INDEXES.get(text(pattern.get("index")).casefold() or "first")
    if index is None:
        raise Unreadable("its recurrence has no usable index")
    if len(days) == len(WEEKDAYS):
        return {"FREQ": "MONTHLY", "BYMONTHDAY": str(index)}
    if len(days) == 1:
        return {"FREQ": "MONTHLY", "BYDAY": f"{index}{days[0]}"}
    return {"FREQ": "MONTHLY", "BYDAY": ",".join(days), "BYSETPOS": str(index)}


def _on_a_date_of_a_month(pattern: Json) -> Parts:
    month = _number(pattern, "month", _MONTHS)
    day = _number(pattern, "dayOfMonth", _LONGEST_MONTH)
    shown = str(day) if day <= SHORTEST[month] else "-1"
    return {"FREQ": "YEARLY", "BYMONTH": str(month), "BYMONTHDAY": shown}


def _on_a_weekday_of_a_month(pattern: Json) -> Parts:
    month = {"BYMONTH": str(_number(pattern, "month", _MONTHS))}
    return _on_a_weekday(pattern) | {"FREQ": "YEARLY"} | month


def _end(limits: Json) -> Parts:
    kind = text(limits.get("type")).casefold()
    if kind == "numbered":
        return {"COUNT": str(_number(limits, "numberOfOccurrences"))}
    if kind == "enddate":
        return {"UNTIL": f"{_date(limits):%Y%m%d}"}
    return {}


def _date(limits: Json) -> date:
    try:
        return date.fromisoformat(text(limits.get("endDate")))
    except ValueError as error:
        raise Unreadable("its recurrence has no usable endDate") from error
