"""Between Outlook's patterns and the RRULE lines of a mailed invitation.

https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
https://learn.microsoft.com/graph/api/resources/recurrencepattern
A rule that Outlook does not know makes no series: the meeting arrives as a single one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from . import recurrence, times
from .model import Fields

CODES = dict(zip(recurrence.DAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
NAMES = {code: name for name, code in CODES.items()}
ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}
INDEXES = {number: name for name, number in ORDINALS.items()}
BYDAY = re.compile(r"(-1|[1-4])?(MO|TU|WE|TH|FR|SA|SU)")
SHORTEST_MONTH = 28
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}


def to_lines(value: Fields | None, start: times.Point, all_day: bool) -> list[str]:
    """The rule of a series as a line."""
    if not value:
        return []
    pattern, limits = value["pattern"], value["range"]
    frequency = {"daily": "DAILY", "weekly": "WEEKLY"}.get(pattern["type"])
    frequency = frequency or pattern["type"].removeprefix("absolute").removeprefix("relative")
    parts = [f"FREQ={frequency.upper()}"]
    if pattern["interval"] > 1:
        parts.append(f"INTERVAL={pattern['interval']}")
    parts += _pattern_parts(pattern)
    if limits["type"] == "numbered":
        parts.append(f"COUNT={limits['numberOfOccurrences']}")
    elif limits["type"] == "endDate":
        parts.append(f"UNTIL={_until(limits['endDate'], start, all_day)}")
    return ["RRULE:" + ";".join(parts)]


def _pattern_parts(pattern: Fields) -> list[str]:
    kind, parts = pattern["type"], []
    days = ",".join(CODES[day] for day in pattern.get("daysOfWeek", ()))
    if kind == "weekly":
        return [f"BYDAY={days}", f"WKST={CODES[pattern['firstDayOfWeek']]}"]
    if kind.endswith("Yearly"):
        parts.append(f"BYMONTH={pattern['month']}")
    if kind.startswith("absolute"):
        day = pattern["dayOfMonth"]
        # The last day of shorter months, as Outlook has it.
        late = f"BYMONTHDAY={','.join(map(str, range(28, day + 1)))};BYSETPOS=-1"
        parts.append(late if day > SHORTEST_MONTH else f"BYMONTHDAY={day}")
    elif kind.startswith("relative"):
        number = ORDINALS[pattern["index"]]
        single = "," not in days
        parts.append(f"BYDAY={number}{days}" if single else f"BYDAY={days};BYSETPOS={number}")
    return parts


def _until(last: str, start: times.Point, all_day: bool) -> str:
    if all_day:
        return last.replace("-", "")
    moment = datetime.combine(date.fromisoformat(last), times.wall(start).time())
    return times.instant(times.at(moment, start)).strftime("%Y%m%dT%H%M%SZ")


def from_lines(lines: list[str], start: times.Point) -> Fields | None:
    """The pattern of a rule, ``None`` when Outlook has no such pattern."""
    rules = [line for line in lines if line.upper().startswith("RRULE:")]
    if len(rules) != 1 or any(line.upper().startswith(("RDATE", "EXRULE")) for line in lines):
        return None
    parts = dict(part.split("=", 1) for part in rules[0][6:].upper().split(";") if "=" in part)
    pattern = _pattern(parts, times.day(start)) if set(parts) <= KNOWN else None
    if pattern is None:
        return None
    pattern["interval"] = int(parts.get("INTERVAL", 1))
    pattern["firstDayOfWeek"] = NAMES[parts.get("WKST", "MO")]
    limits = _limits(parts, start)
    return {"pattern": pattern, "range": {"startDate": times.day(start).isoformat(), **limits}}


def _limits(parts: dict[str, str], start: times.Point) -> Fields:
    if "COUNT" in parts:
        return {"type": "numbered", "numberOfOccurrences": int(parts["COUNT"])}
    if "UNTIL" not in parts:
        return {"type": "noEnd"}
    text = parts["UNTIL"]
    found = times.parse(
        f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[9:11] or '00'}:{text[11:13] or '00'}Z"
    )
    if found and "T" in text:
        found = times.in_zone(found, start["timeZone"])
        if found.time() < times.wall(start).time():
            found -= timedelta(days=1)  # Outlook counts days: none begins on this one any more
    return {"type": "endDate", "endDate": found.date().isoformat() if found else None}


def _pattern(parts: dict[str, str], start: date) -> Fields | None:
    frequency, days = parts.get("FREQ"), parts.get("BYDAY", "")
    if frequency == "DAILY":
        return _weekly(days, start) if days else {"type": "daily"}
    if frequency == "WEEKLY":
        return _weekly(days or list(CODES.values())[start.weekday()], start)
    if frequency not in ("MONTHLY", "YEARLY"):
        return None
    kind = frequency.title()
    pattern = _relative(parts, kind) if days else _absolute(parts, kind, start)
    if pattern and kind == "Yearly":
        month = parts.get("BYMONTH", str(start.month))
        if not month.isdigit():
            return None
        pattern["month"] = int(month)
    return pattern


def _weekly(days: str, start: date) -> Fields | None:
    rows = days.split(",")
    if any(row not in NAMES for row in rows):
        return None
    return {"type": "weekly", "daysOfWeek": [NAMES[row] for row in rows]}


def _absolute(parts: dict[str, str], kind: str, start: date) -> Fields | None:
    days = parts.get("BYMONTHDAY", str(start.day))
    if parts.get("BYSETPOS") == "-1" and days.startswith("28,"):
        days = days.rsplit(",", 1)[-1]
    if days == "-1":
        days = "31"
    if not days.isdigit():
        return None
    return {"type": f"absolute{kind}", "dayOfMonth": int(days)}


def _relative(parts: dict[str, str], kind: str) -> Fields | None:
    rows = [BYDAY.fullmatch(row) for row in parts["BYDAY"].split(",")]
    numbers = {row[1] for row in rows if row}
    if not all(rows) or len(numbers) != 1:
        return None
    number = numbers.pop() or parts.get("BYSETPOS")
    if number not in INDEXES or (len(rows) > 1 and "BYSETPOS" not in parts):
        return None
    days = [NAMES[row[2]] for row in rows if row]
    return {"type": f"relative{kind}", "index": INDEXES[number], "daysOfWeek": days}
