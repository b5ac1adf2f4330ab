"""From RFC 5545's recurrence to Graph's, as far as Graph has words for it.

https://learn.microsoft.com/graph/api/resources/recurrencepattern
https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10

Excluded occurrences are not part of a pattern: they are deleted one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from odoo.addons.calendar_sync_base.core.dirty import Json
from odoo.addons.calendar_sync_base.core.errors import NotExpressible
from odoo.addons.calendar_sync_base.core.recurrence import expand, slot_span
from odoo.addons.calendar_sync_base.core.rules import DATED, TIME_PARTS, WEEKDAYS, Rule
from odoo.addons.calendar_sync_base.core.series import read_series, until_wall
from odoo.addons.calendar_sync_base.core.values import Span, Timed
from odoo.addons.calendar_sync_base.core.zones import start_wall

from . import zones
from .pattern import DAYS, INDEXES, SHORTEST, SHORTEST_MONTH

MOST_OCCURRENCES = 999

REFUSALS = {
    "rule_within_a_day": "Outlook cannot repeat an event several times a day. Make a series for "
    "each time of the day.",
    "rule_several": "Outlook knows only one rule for a series. Make a series for each rule.",
    "rule_extra_dates": "Outlook cannot add single dates to a series. Make separate events for "
    "these dates.",
    "rule_excluding": "Outlook cannot leave out dates by a rule. Delete the single occurrences "
    "instead.",
    "rule_week_numbers": "Outlook cannot repeat an event by the number of the week. Choose the "
    "day and the month instead.",
    "rule_day_of_year": "Outlook cannot repeat an event by the day of the year. Choose the day "
    "and the month instead.",
    "rule_weekday_of_year": "Outlook cannot count weekdays through the whole year. Choose a month "
    "as well.",
    "rule_some_months": "Outlook cannot repeat an event in some months only. Make a yearly series "
    "for each of these months.",
    "rule_daily_on_some_days": "Outlook cannot leave days out of an event that repeats every few "
    "days. Repeat it every week on chosen weekdays instead.",
    "rule_several_dates": "Outlook knows only one day of the month for a series. Make a series "
    "for each day.",
    "rule_from_the_end": "Outlook cannot count days from the end of the month, but for the last "
    "one. Choose a fixed day or the last day.",
    "rule_missing_days": "Not every month has this day. Outlook would use the last day of shorter "
    "months, while here they are left out. Choose a day up to the 28th or the last day.",
    "rule_leap_day": "Only leap years have a 29 February. Outlook would use the 28th in other "
    "years, while here they are left out. Choose another day or the last day of February.",
    "rule_several_weekdays": "Outlook knows only one weekday of the month for a series. Make a "
    "series for each weekday.",
    "rule_fifth_week": "Not every month has a weekday for the fifth time. Choose the last one of "
    "the month instead.",
    "rule_weekday_and_date": "Outlook cannot repeat an event when a day of the month falls on a "
    "certain weekday.",
    "rule_position": "Outlook can choose the first, second, third, fourth or last day of the "
    "month, working day, weekend day or weekday, and nothing else.",
    "rule_too_long": "Outlook repeats an event at most 999 times. Choose an end date instead.",
    "rule_no_occurrence": "This event repeats on no day at all. Please check how it repeats.",
}
"""What people read about a series that Outlook cannot hold, by the reason of the refusal."""

_GROUPS = {",".join(WEEKDAYS[:5]), ",".join(WEEKDAYS[5:]), ",".join(WEEKDAYS)}
"""Working days, weekend days, all days: the sets of which Outlook counts the first to the last."""

_BY_NUMBER = {number: name for name, number in INDEXES.items()}
Pattern = dict[str, object]


def check(span: Span, rules: Iterable[str]) -> None:
    """Raise NotExpressible, its `reason` a key of `REFUSALS`, for what Outlook cannot repeat.

    Raises InvalidRule for what is no rule.
    """
    lines = tuple(rules)
    write_recurrence(anchored(span, lines), lines)


def anchored(span: Span, rules: Iterable[str]) -> Span:
    """Return the span of the first slot that the rules give: there Graph wants a series to start.

    Raises NotExpressible when there is none.
    """
    first = expand(span, tuple(rules), limit=1)
    if not first:
        raise _refused("rule_no_occurrence")
    return slot_span(span, first[0])


def write_recurrence(span: Span, rules: Iterable[str]) -> Json:
    """Return `recurrence` for a write; `span` is the first occurrence. Raises NotExpressible."""
    rule = _only_rule(span, tuple(rules))
    return {"pattern": _pattern(rule), "range": _range(rule, span)}


def _refused(reason: str) -> NotExpressible:
    return NotExpressible(f"Outlook has no words for this: {reason}", reason=reason)


def _only_rule(span: Span, lines: tuple[str, ...]) -> Rule:
    series = read_series(lines, span)
    if series.rdates:
        raise _refused("rule_extra_dates")
    if series.exrules:
        raise _refused("rule_excluding")
    if len(series.rules) != 1:
        raise _refused("rule_several" if series.rules else "rule_no_occurrence")
    return series.rules[0]


def _pattern(rule: Rule) -> Pattern:
    if rule.freq not in DATED or rule.has(*TIME_PARTS):
        raise _refused("rule_within_a_day")
    if rule.has("BYWEEKNO"):
        raise _refused("rule_week_numbers")
    if rule.has("BYYEARDAY"):
        raise _refused("rule_day_of_year")
    write = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
    return {**write[rule.freq](rule), "interval": rule.interval}


def _daily(rule: Rule) -> Pattern:
    if rule.has("BYMONTH"):
        raise _refused("rule_some_months")
    if rule.has("BYDAY", "BYMONTHDAY"):
        raise _refused("rule_daily_on_some_days")
    return {"type": "daily"}


def _weekly(rule: Rule) -> Pattern:
    if rule.has("BYMONTH"):
        raise _refused("rule_some_months")
    if rule.has("BYMONTHDAY"):
        raise _refused("rule_weekday_and_date")
    if rule.has("BYSETPOS"):
        raise _refused("rule_position")
    first = DAYS[WEEKDAYS.index(rule.get("WKST") or "MO")]
    return {"type": "weekly", "daysOfWeek": _long(rule.get("BYDAY")), "firstDayOfWeek": first}


def _long(days: str) -> list[str]:
    """Return weekdays as Graph calls them."""
    return [DAYS[WEEKDAYS.index(day)] for day in days.split(",")]


def _monthly(rule: Rule) -> Pattern:
    if rule.has("BYMONTH"):
        raise _refused("rule_some_months")
    if rule.has("BYMONTHDAY"):
        return _monthly_date(rule)
    return {"type": "relativeMonthly", **_weekday(rule)}


def _monthly_date(rule: Rule) -> Pattern:
    if rule.has("BYDAY"):
        raise _refused("rule_weekday_and_date")
    clamped = re.fullmatch(r"-1,(29|30)", rule.get("BYMONTHDAY"))
    if clamped and rule.get("BYSETPOS") == "1":
        return {"type": "absoluteMonthly", "dayOfMonth": int(clamped[1])}
    day = _single_date(rule)
    if day < 0:
        return {"type": "relativeMonthly", "daysOfWeek": list(DAYS), "index": "last"}
    if day > SHORTEST_MONTH:
        raise _refused("rule_missing_days")
    return {"type": "absoluteMonthly", "dayOfMonth": day}


def _single_date(rule: Rule) -> int:
    """Return the day of the month: 1 to 31, or -1 for the last one."""
    said = rule.get("BYMONTHDAY")
    if "," in said:
        raise _refused("rule_several_dates")
    if rule.has("BYSETPOS"):
        raise _refused("rule_position")
    if int(said) < -1:
        raise _refused("rule_from_the_end")
    return int(said)


def _weekday(rule: Rule) -> Pattern:
    """Return the weekday of a month, or the day of a group of them."""
    days, position = rule.get("BYDAY"), rule.get("BYSETPOS")
    if position:
        if days not in _GROUPS or not re.fullmatch(r"-?\d+", position):
            raise _refused("rule_position")
        return {"daysOfWeek": _long(days), "index": _index(int(position))}
    if "," in days or days in WEEKDAYS:
        raise _refused("rule_several_weekdays")
    return {"daysOfWeek": _long(days[-2:]), "index": _index(int(days[:-2]))}


def _index(number: int) -> str:
    if number == len(_BY_NUMBER):
        raise _refused("rule_fifth_week")
    if number not in _BY_NUMBER:
        raise _refused("rule_position")
    return _BY_NUMBER[number]


def _yearly(rule: Rule) -> Pattern:
    months = rule.get("BYMONTH")
    if not months:
        raise _refused("rule_some_months" if rule.has("BYMONTHDAY") else "rule_weekday_of_year")
    if not months.isdigit():
        raise _refused("rule_some_months")
    if rule.has("BYMONTHDAY"):
        return _yearly_date(rule, int(months))
    return {"type": "relativeYearly", **_weekday(rule), "month": int(months)}


def _yearly_date(rule: Rule, month: int) -> Pattern:
    if rule.has("BYDAY"):
        raise _refused("rule_weekday_and_date")
    day = _single_date(rule)
    if day < 0:
        last = {"daysOfWeek": list(DAYS), "index": "last"}
        return {"type": "relativeYearly", **last, "month": month}
    if day > SHORTEST[month]:
        raise _refused("rule_leap_day")
    return {"type": "absoluteYearly", "dayOfMonth": day, "month": month}


def _range(rule: Rule, span: Span) -> Json:
    start = start_wall(span)
    limits: Json = {"startDate": start.date().isoformat()}
    if isinstance(span, Timed):
        limits["recurrenceTimeZone"] = zones.outlook(span.zone, start.year)
    last = until_wall(rule, span)
    if last is not None:
        return {"type": "endDate", **limits, "endDate": last.date().isoformat()}
    if rule.count is None:
        return {"type": "noEnd", **limits}
    if rule.count > MOST_OCCURRENCES:
        raise _refused("rule_too_long")
    return {"type": "numbered", **limits, "numberOfOccurrences": rule.count}
