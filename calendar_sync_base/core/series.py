"""The lines of one series taken apart, and its canonical form.

The canonical form is explicit: what RFC 5545 lets a rule inherit from its start (the weekday, the
day of the month) is written out, so that no rule changes its meaning when only the start is moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from .errors import InvalidRule
from .rules import DAY_PARTS, WEEKDAYS, Rule, read_rule
from .values import AllDay, Original, Recurrence, Span
from .zones import instant, slot_of, start_wall, wall_clock, wall_of, zone

_DATE = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
_LINE = re.compile(r"(?:(RRULE|EXRULE|RDATE|EXDATE|DTSTART|DTEND)((?:;[^:]*)?):)?(.*)", re.I | re.S)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Series:
    """What makes up a recurrence set (RFC 5545 section 3.8.5), canonical."""

    rules: tuple[Rule, ...] = ()
    exrules: tuple[Rule, ...] = ()
    rdates: frozenset[Original] = frozenset()
    exdates: frozenset[Original] = frozenset()

    def lines(self) -> tuple[str, ...]:
        """Return the content lines, always in the same order."""
        return (
            *sorted(f"RRULE:{rule}" for rule in self.rules),
            *sorted(f"EXRULE:{rule}" for rule in self.exrules),
            *_date_line("RDATE", self.rdates),
            *_date_line("EXDATE", self.exdates),
        )


def normalise(lines: Iterable[str], span: Span) -> tuple[str, ...]:
    """Return the canonical form of a series' content lines; equal series give equal lines.

    `span` is the master's. Raises InvalidRule.
    """
    return read_series(tuple(lines), span).lines()


def read_recurrence(lines: Iterable[str], span: Span) -> Recurrence | None:
    """Return a recurrence without overrides from content lines, EXDATEs as `excluded`.

    None when the lines do not make a series. Raises InvalidRule.
    """
    series = read_series(tuple(lines), span)
    rules = Series(series.rules, series.exrules, series.rdates).lines()
    return Recurrence(rules, excluded=series.exdates) if rules else None


def excluded_line(excluded: Iterable[Original]) -> tuple[str, ...]:
    """Return excluded slots as EXDATE content lines (none, or one per kind of value)."""
    return tuple(_date_line("EXDATE", excluded))


@lru_cache(maxsize=4096)
def read_series(lines: tuple[str, ...], span: Span) -> Series:
    """Return content lines taken apart. Raises InvalidRule."""
    found: dict[str, list[str]] = {}
    for line in (one for text in lines for one in text.splitlines() if one.strip()):
        name, value = _split_line(line.strip())
        found.setdefault(name, []).append(value)
    return Series(
        rules=_rules(found.get("RRULE", ()), span),
        exrules=_rules(found.get("EXRULE", ()), span),
        rdates=_dates(found.get("RDATE", ()), span),
        exdates=_dates(found.get("EXDATE", ()), span),
    )


def _split_line(line: str) -> tuple[str, str]:
    """Return a line's name and what follows it, `;parameters:value`; a bare rule is an RRULE."""
    match = _LINE.fullmatch(line)
    return ((match[1] or "RRULE").upper(), f"{match[2] or ''}:{match[3]}") if match else ("", "")


def implicit(lines: Iterable[str], span: Span) -> tuple[str, ...]:
    """Return the lines without what their start implies: equal for a series that only moved.

    Lines that cannot be understood are returned as they are.
    """
    given = tuple(lines)
    try:
        series = read_series(given, span)
    except InvalidRule:
        return given
    inherited = tuple(_inherit(rule, span) for rule in series.rules)
    return Series(inherited, series.exrules, series.rdates, series.exdates).lines()


def _rules(texts: Iterable[str], span: Span) -> tuple[Rule, ...]:
    # The parameters before the colon are X- ones of some products; RFC 5545 defines none.
    rules = {canonical_rule(read_rule(text.partition(":")[2]), span) for text in texts}
    return tuple(sorted(rules, key=str))


def canonical_rule(rule: Rule, span: Span) -> Rule:
    """Return a rule with what its start implies written out and every part in its one form."""
    explicit = _explicit(_by_ordinal(_by_the_week(rule)), span)
    return _with_week_start(_with_until(explicit, span), span)


def _by_the_week(rule: Rule) -> Rule:
    """Write daily on some weekdays as weekly: Graph and Odoo know only that."""
    only = rule.freq == "DAILY" and rule.interval == 1 and rule.has("BYDAY")
    others = rule.has("BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS")
    return rule.having(FREQ="WEEKLY") if only and not others else rule


def _by_ordinal(rule: Rule) -> Rule:
    """Write `BYDAY=TU;BYSETPOS=2` as `BYDAY=2TU`."""
    day, position = rule.get("BYDAY"), rule.get("BYSETPOS")
    in_a_month = rule.freq == "MONTHLY" or (rule.freq == "YEARLY" and rule.get("BYMONTH").isdigit())
    others = rule.has("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYHOUR", "BYMINUTE", "BYSECOND")
    if not in_a_month or others or day not in WEEKDAYS or not re.fullmatch(r"-?[1-5]", position):
        return rule
    return rule.having(BYDAY=f"{position}{day}", BYSETPOS="")


def _explicit(rule: Rule, span: Span) -> Rule:
    """Add the parts a rule inherits from its start (RFC 5545 section 3.3.10, last paragraphs)."""
    start = start_wall(span)
    if rule.has(*DAY_PARTS):
        return rule
    if rule.freq == "WEEKLY":
        return rule.having(BYDAY=WEEKDAYS[start.weekday()])
    if rule.freq == "MONTHLY":
        return rule.having(BYMONTHDAY=str(start.day))
    if rule.freq == "YEARLY":
        month = rule.get("BYMONTH") or str(start.month)
        return rule.having(BYMONTH=month, BYMONTHDAY=str(start.day))
    return rule


def _inherit(rule: Rule, span: Span) -> Rule:
    """Drop the parts that `_explicit` would add again."""
    for names in (("BYDAY",), ("BYMONTH", "BYMONTHDAY"), ("BYMONTHDAY",)):
        shorter = rule.having(**dict.fromkeys(names, ""))
        if shorter != rule and _explicit(shorter, span) == rule:
            return shorter
    return rule


def _with_week_start(rule: Rule, span: Span) -> Rule:
    """Drop WKST where it is the default or makes no difference."""
    started = WEEKDAYS[start_wall(span).weekday()]
    weekly = rule.freq == "WEEKLY" and rule.interval > 1 and rule.get("BYDAY") != started
    matters = weekly or rule.has("BYWEEKNO")
    return rule if matters and rule.get("WKST") != "MO" else rule.having(WKST="")


def _with_until(rule: Rule, span: Span) -> Rule:
    text = rule.get("UNTIL")
    return rule.having(UNTIL=until_text(_until_wall(text, span), rule, span)) if text else rule


def until_text(wall: datetime, rule: Rule, span: Span) -> str:
    """Return UNTIL for a rule whose last slot is at or before `wall` (naive, the series' clock).

    All-day: the last date. At most one slot a day: the end of the last day on which there can be
    one, whatever form it came in. Otherwise the instant itself.
    """
    if isinstance(span, AllDay):
        return f"{wall:%Y%m%d}"
    if not rule.by_the_day:
        return f"{instant(wall, span.zone):%Y%m%dT%H%M%SZ}"
    too_early = wall.time() < start_wall(span).time()
    next_day = wall.date() if too_early else wall.date() + timedelta(days=1)
    return f"{instant(datetime.combine(next_day, time()), span.zone) - _SECOND:%Y%m%dT%H%M%SZ}"


def _until_wall(text: str, span: Span) -> datetime:
    match = _DATE.fullmatch(text)
    if not match:
        raise InvalidRule(f"UNTIL={text}")
    day = _moment(match[1], "000000")
    if isinstance(span, AllDay):
        return day
    if not match[2]:
        return datetime.combine(day.date(), time(23, 59, 59))
    moment = _moment(match[1], match[2])
    return wall_clock(moment.replace(tzinfo=UTC), span.zone) if match[3] else moment


def until_wall(rule: Rule, span: Span) -> datetime | None:
    """Return the last wall time (naive) a rule allows, None when it does not say."""
    text = rule.get("UNTIL")
    return _until_wall(text, span) if text else None


def _dates(texts: Iterable[str], span: Span) -> frozenset[Original]:
    found = set()
    for text in texts:
        parameters, _colon, values = text.partition(":")
        named = re.search(r"TZID=\"?([^;\":]+)", parameters, re.I)
        # A period's start is its identity; its own length has no place in any of our calendars.
        starts = (value.strip().split("/")[0] for value in values.split(",") if value.strip())
        found |= {slot_of(_date(value, named[1] if named else "", span), span) for value in starts}
    return frozenset(found)


def _date(text: str, zone_name: str, span: Span) -> Original:
    match = _DATE.fullmatch(text.upper())
    if not match:
        raise InvalidRule(f"date {text}")
    if not match[2]:
        return _moment(match[1], "000000").date()
    moment = _moment(match[1], match[2])
    if isinstance(span, AllDay):
        return moment.date()
    if match[3]:
        return moment.replace(tzinfo=UTC)
    return moment.replace(tzinfo=zone(zone_name or span.zone), fold=0).astimezone(UTC)


def _moment(day: str, clock: str) -> datetime:
    try:
        return datetime.strptime(day + clock, "%Y%m%d%H%M%S")
    except ValueError as error:
        raise InvalidRule(f"no such date: {day} {clock}") from error


def _date_line(name: str, values: Iterable[Original]) -> list[str]:
    given = set(values)
    moments = sorted(one for one in given if isinstance(one, datetime))
    days: list[date] = sorted(one for one in given if not isinstance(one, datetime))
    lines = []
    if moments:
        written = (f"{one.astimezone(UTC):%Y%m%dT%H%M%SZ}" for one in moments)
        lines.append(f"{name}:" + ",".join(written))
    if days:
        lines.append(f"{name};VALUE=DATE:" + ",".join(f"{one:%Y%m%d}" for one in days))
    return lines


def slot_walls(values: Iterable[Original], span: Span) -> list[datetime]:
    """Return slots as the series' own wall clock shows them, in order."""
    return sorted(wall_of(value, span) for value in values)
