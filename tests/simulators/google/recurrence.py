"""Recurrence lines: what Google accepts, and when the instances are.

https://developers.google.com/workspace/calendar/api/concepts/events-calendars#recurring_events
https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
Expansion is done on the wall clock of the series' zone, so that instances keep their local
time over a change to or from daylight saving.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

from dateutil import rrule

from . import errors, times

NAMES = ("RRULE", "EXRULE", "RDATE", "EXDATE")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
NUMBERS = re.compile(r"[+-]?\d+(,[+-]?\d+)*")
LISTS = {"BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"}
DAY = re.compile(r"\d{8}")
TIME_UTC = re.compile(r"\d{8}T\d{6}Z")
TIME_LOCAL = re.compile(r"\d{8}T\d{6}")
LIMIT = 100_000


@dataclass(frozen=True)
class Line:
    """One line of ``recurrence``: its name, its parameters, its value."""

    name: str
    params: tuple[tuple[str, str], ...]
    value: str

    @property
    def parts(self) -> dict[str, str]:
        """The parts of a rule."""
        return dict(part.split("=", 1) for part in self.value.split(";"))


@dataclass(frozen=True)
class Series:
    """A series as a value that can be a key: where it starts and its lines."""

    start: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, start: times.Point, lines: list[str]) -> Series:
        """From an event's fields."""
        return cls(tuple(sorted(start.items())), tuple(lines))

    @property
    def point(self) -> times.Point:
        """The start as a point."""
        return dict(self.start)


def _bad(text: str) -> errors.ApiError:
    return errors.invalid(f"Invalid recurrence rule. ({text})", "recurrence")


def check(lines: object, start: times.Point) -> list[str]:
    """Refuse what Google refuses; give back the lines as stored."""
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise errors.invalid("Invalid value for: recurrence", "recurrence")
    parsed = [parse_line(line) for line in lines]
    for line in parsed:
        if line.name in ("RRULE", "EXRULE"):
            _check_rule(line, "date" in start)
        else:
            _dates(line, start)
    if not any(line.name in ("RRULE", "RDATE") for line in parsed):
        raise _bad("no RRULE and no RDATE")
    if next(occurrences(Series.of(start, lines)), None) is None:
        raise _bad("no instances")
    return list(lines)


def parse_line(text: str) -> Line:
    """Take a line apart."""
    head, colon, value = text.strip().partition(":")
    name, *params = head.split(";")
    if not colon or name.upper() not in NAMES or not value:
        raise _bad(text)
    if any("=" not in param for param in params):
        raise _bad(text)
    pairs = tuple(tuple(param.split("=", 1)) for param in params)
    return Line(name.upper(), pairs, value.rstrip(";"))  # type: ignore[arg-type]


def without_exdates(lines: list[str]) -> list[str]:
    """The lines without those that only take instances out."""
    return [line for line in lines if parse_line(line).name != "EXDATE"]


def excluded(series: Series) -> list[times.Point]:
    """The instances that EXDATE lines take out."""
    start = series.point
    lines = [line for line in map(parse_line, series.lines) if line.name == "EXDATE"]
    return [times.at_wall(naive, start) for line in lines for naive in _dates(line, start)]


def _check_rule(line: Line, all_day: bool) -> None:
    names = [part.partition("=")[0] for part in line.value.split(";")]
    if len(set(names)) != len(names) or not all("=" in part for part in line.value.split(";")):
        raise _bad(line.value)
    parts = line.parts
    if parts.get("FREQ") not in FREQUENCIES:
        raise _bad(f"FREQ of {line.value}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise _bad("COUNT and UNTIL")
    for name, value in parts.items():
        if not _part_ok(name, value, all_day):
            raise _bad(f"{name}={value}")


def _part_ok(name: str, value: str, all_day: bool) -> bool:
    if name in ("COUNT", "INTERVAL"):
        return value.isdigit() and int(value) > 0
    if name == "UNTIL":
        return bool((DAY if all_day else TIME_UTC).fullmatch(value)) and _is_time(value)
    if name == "BYDAY":
        return all(BYDAY.fullmatch(day) for day in value.split(","))
    if name == "WKST":
        return value in WEEKDAYS
    return name == "FREQ" or (name in LISTS and bool(NUMBERS.fullmatch(value)))


def _is_time(text: str) -> bool:
    try:
        _time(text)
    except ValueError:
        return False
    return True


def _time(text: str) -> datetime:
    if DAY.fullmatch(text):
        return datetime.strptime(text, "%Y%m%d")
    return datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")


def _dates(line: Line, start: times.Point) -> list[datetime]:
    """The wall clock times of an EXDATE or RDATE line, in the zone of the series."""
    params = {name.upper(): value for name, value in line.params}
    zone = times.zone(params["TZID"]) if "TZID" in params else None
    if set(params) - {"TZID", "VALUE"} or ("TZID" in params and zone is None):
        raise _bad(line.name)
    return [_date(text, start, params, line) for text in line.value.split(",")]


def _date(text: str, start: times.Point, params: dict[str, str], line: Line) -> datetime:
    all_day = "date" in start
    shape = DAY if all_day else (TIME_UTC if text.endswith("Z") else TIME_LOCAL)
    as_date = params.get("VALUE") == "DATE"
    if not shape.fullmatch(text) or as_date != all_day or not _is_time(text):
        raise _bad(f"{line.name}:{text}")
    if all_day:
        return _time(text)
    zone = UTC if text.endswith("Z") else times.zone(params.get("TZID", start["timeZone"]))
    moment = _time(text).replace(tzinfo=zone)
    return times.in_zone(moment, start["timeZone"]).replace(tzinfo=None)


@lru_cache(maxsize=4096)
def _ruleset(series: Series) -> rrule.rruleset:
    point = series.point
    start = times.wall(point)
    rules = rrule.rruleset(cache=True)
    for line in map(parse_line, series.lines):
        try:
            _add(rules, line, start, point)
        except ValueError as error:
            raise _bad(str(error)) from error
    return rules


def _add(rules: rrule.rruleset, line: Line, start: datetime, point: times.Point) -> None:
    if line.name in ("RRULE", "EXRULE"):
        rule = rrule.rrulestr(_local_until(line.value, point), dtstart=start)
        (rules.rrule if line.name == "RRULE" else rules.exrule)(rule)
        return
    add = rules.rdate if line.name == "RDATE" else rules.exdate
    if line.name == "RDATE":
        rules.rdate(start)
    for date in _dates(line, point):
        add(date)


def _local_until(rule: str, point: times.Point) -> str:
    """UNTIL in UTC becomes wall clock time, as everything else in the expansion."""
    match = re.search(r"UNTIL=(\d{8}T\d{6})Z", rule)
    if not match:
        return rule
    until = times.in_zone(_time(match[1]).replace(tzinfo=UTC), point["timeZone"])
    return rule.replace(match[0], until.strftime("UNTIL=%Y%m%dT%H%M%S"))


def occurrences(
    series: Series, after: datetime | None = None, before: datetime | None = None
) -> Iterator[datetime]:
    """Wall clock starts of the instances, in order, from ``after`` until before ``before``."""
    rules = _ruleset(series)
    found = rules.xafter(after, inc=True) if after else iter(rules)
    for start in islice(found, LIMIT):
        if before and start >= before:
            return
        yield start


def is_occurrence(series: Series, start: datetime) -> bool:
    """Whether the series has an instance that starts then."""
    return next(occurrences(series, start), None) == start
