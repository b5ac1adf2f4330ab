"""Where a series takes place: the slots its rules give, on the wall clock of its zone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, datetime
from itertools import islice, takewhile
from typing import cast

from dateutil.rrule import rrule, rruleset, rrulestr

from .errors import InvalidRule
from .rules import DAY_PARTS, Rule
from .series import read_series, slot_walls, until_wall
from .values import Original, Span
from .zones import slot_at, slot_of, start_wall, wall_of

LIMIT = 720
"""How many slots Odoo gives a series at most (`MAX_RECURRENT_EVENT`)."""

_CYCLE = 400
_LAST = MAXYEAR - _CYCLE
_END = datetime(MAXYEAR, 12, 31, 23, 59, 59)
_LONGEST = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The days a month has at most, by its number."""


def expand(
    span: Span,
    recurrence_rules: Iterable[str],
    excluded: Iterable[Original] = (),
    limit: int = LIMIT,
    until: Original | None = None,
) -> list[Original]:
    """Return the slots of a series in order: UTC instants, or dates when all-day.

    At most `limit` slots are looked at, `excluded` ones among them (as COUNT counts them), and none
    after `until`. The wall clock is kept over changes of the offset; see `zones.instant` for times
    that do not exist or exist twice. The start is a slot only if a rule gives it, or there is none.
    Raises InvalidRule.
    """
    series = read_series(tuple(recurrence_rules), span)
    walls: Iterator[datetime] = islice(_walls(span, tuple(recurrence_rules)), limit)
    if until is not None:
        last = wall_of(until, span)
        walls = takewhile(lambda wall: wall <= last, walls)
    gone = {slot_of(one, span) for one in (*excluded, *series.exdates)}
    return sorted({slot_at(wall, span) for wall in walls} - gone)


def _walls(span: Span, lines: tuple[str, ...]) -> Iterator[datetime]:
    series = read_series(lines, span)
    found = rruleset()
    for rule in series.rules:
        found.rrule(cast(rrule, rule_walls(rule, span)))
    for rule in series.exrules:
        found.exrule(cast(rrule, rule_walls(rule, span)))
    for wall in slot_walls(series.rdates, span):
        found.rdate(wall)
    if not series.rules:
        found.rdate(start_wall(span))
    return iter(found)


def rule_walls(rule: Rule, span: Span) -> Iterator[datetime]:
    """Return the wall times (naive) one rule gives, COUNT and UNTIL observed.

    Raises InvalidRule for parts that exclude each other.
    """
    start = start_wall(span)
    last = min(until_wall(rule, span) or _END, _horizon(start))
    local = rule.having(COUNT="", UNTIL=f"{last:%Y%m%dT%H%M%S}")
    walls = iter(()) if _never(rule) else _iterate(local, start)
    return islice(walls, rule.count)


def _horizon(start: datetime) -> datetime:
    """Return when a rule is looked at no further: what comes so rarely is no meeting."""
    return start.replace(day=1, year=start.year + _CYCLE) if start.year < _LAST else _END


def _iterate(rule: Rule, start: datetime) -> Iterator[datetime]:
    try:
        return iter(cast(rrule, rrulestr(str(rule), dtstart=start)))
    except (ValueError, TypeError) as error:
        raise InvalidRule(f"{rule}: {error}") from error


def _never(rule: Rule) -> bool:
    """Tell whether a rule asks for a day no year has, such as every 30 February.

    Looking for it slot by slot until the year 9999 takes seconds; year by year, and only once
    through all there are (the calendar repeats itself after 400 years), it does not.
    """
    if _no_such_date(rule):
        return True
    days = {name: rule.get(name) for name in ("BYMONTH", *DAY_PARTS) if rule.has(name)}
    if rule.freq in ("YEARLY", "MONTHLY", "WEEKLY") or not days:
        return False
    yearly = Rule(()).having(FREQ="YEARLY", **days)
    return next(_iterate(yearly, datetime(_LAST, 1, 1)), None) is None


def _no_such_date(rule: Rule) -> bool:
    months = [int(one) for one in rule.get("BYMONTH").split(",") if one] or range(1, 13)
    days = [abs(int(one)) for one in rule.get("BYMONTHDAY").split(",") if one]
    return bool(days) and all(day > _LONGEST[month] for day in days for month in months)


def slots_before(rule: Rule, span: Span, original: Original) -> int:
    """Return how many slots one rule has before a slot."""
    wall = wall_of(original, span)
    return sum(1 for _slot in takewhile(lambda one: one < wall, rule_walls(rule, span)))
