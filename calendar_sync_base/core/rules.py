"""Recurrence rules as values: read from RFC 5545 content lines, written in one canonical form.

https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10. Two rules that say the same of the same
start are equal after `normalise`, whatever the order, the defaults left out, or the form of UNTIL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import InvalidRule

ORDER = (
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYMONTH",
    "BYWEEKNO",
    "BYYEARDAY",
    "BYMONTHDAY",
    "BYDAY",
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
    "BYSETPOS",
    "WKST",
)
DAY_PARTS = ("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY")
TIME_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DATED = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
FREQUENCIES = (*DATED, "HOURLY")
"""RFC 5545 also knows MINUTELY and SECONDLY. No meeting repeats so, and counting out their slots
can take hours."""


_RANGES = {
    "BYMONTH": (1, 12, False),
    "BYWEEKNO": (1, 53, True),
    "BYYEARDAY": (1, 366, True),
    "BYMONTHDAY": (1, 31, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
    "BYSETPOS": (1, 366, True),
}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE or EXRULE: its parts in canonical order."""

    parts: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """Return a part, empty when the rule does not have it."""
        return dict(self.parts).get(name, "")

    def having(self, **parts: str) -> Rule:
        """Return this rule with some parts set, or dropped when empty."""
        merged = dict(self.parts) | parts
        return Rule(tuple((name, merged[name]) for name in ORDER if merged.get(name)))

    def has(self, *names: str) -> bool:
        """Tell whether the rule has any of these parts."""
        return any(name in names for name, _value in self.parts)

    @property
    def freq(self) -> str:
        """Return the frequency."""
        return self.get("FREQ")

    @property
    def interval(self) -> int:
        """Return every how many periods it repeats."""
        return int(self.get("INTERVAL") or 1)

    @property
    def count(self) -> int | None:
        """Return how many times it repeats, None when that is not limited."""
        return int(self.get("COUNT")) if self.has("COUNT") else None

    @property
    def by_the_day(self) -> bool:
        """Tell whether it has at most one slot a day, always at the start's time of day."""
        return self.freq in DATED and not self.has(*TIME_PARTS)

    def __str__(self) -> str:
        """Return the rule as it stands behind `RRULE:`."""
        return ";".join(f"{name}={value}" for name, value in self.parts)


def read_rule(text: str) -> Rule:
    """Return the rule in the text behind `RRULE:`; unknown parts are left out.

    Raises InvalidRule when a known part means nothing.
    """
    pairs = (part.split("=", 1) for part in text.strip().upper().split(";") if part.strip())
    given = {pair[0].strip(): pair[-1].strip() for pair in pairs}
    _check_whole(given, text)
    parts = {name: _part(name, given[name]) for name in ORDER if given.get(name)}
    return Rule(()).having(**parts)


def _check_whole(given: dict[str, str], text: str) -> None:
    if given.get("FREQ") not in FREQUENCIES:
        raise InvalidRule(f"no known FREQ in {text!r}")
    if given.get("COUNT") and given.get("UNTIL"):
        raise InvalidRule(f"both COUNT and UNTIL in {text!r}")
    # RFC 7529 counts in other calendars; leaving that out would make other dates.
    if given.get("RSCALE", "GREGORIAN") != "GREGORIAN" or given.get("SKIP", "OMIT") != "OMIT":
        raise InvalidRule(f"another calendar in {text!r}")
    # Nobody means it, and one that never comes true is looked for until the year 9999.
    if given.get("BYSETPOS") and given["FREQ"] not in DATED[:3]:
        raise InvalidRule(f"BYSETPOS within a day in {text!r}")
    ordinals = re.search(r"\d", given.get("BYDAY", ""))
    if ordinals and given["FREQ"] not in ("MONTHLY", "YEARLY"):
        raise InvalidRule(f"BYDAY with a number in {text!r}")


def _part(name: str, value: str) -> str:
    """Return the value of one known part, checked and in canonical form."""
    if name in ("INTERVAL", "COUNT"):
        return _positive(name, value)
    if name == "BYDAY":
        return _weekdays(value)
    if name == "WKST" and value not in WEEKDAYS:
        raise InvalidRule(f"WKST={value}")
    return _numbers(name, value) if name in _RANGES else value


def _positive(name: str, value: str) -> str:
    if not re.fullmatch(r"\+?\d{1,9}", value) or int(value) < 1:
        raise InvalidRule(f"{name}={value}")
    return "" if name == "INTERVAL" and int(value) == 1 else str(int(value))


def _numbers(name: str, value: str) -> str:
    low, high, negative = _RANGES[name]
    found = set()
    for text in value.split(","):
        number = int(text) if re.fullmatch(r"\s*[+-]?\d{1,3}\s*", text) else high + 1
        size = abs(number) if negative else number
        if not low <= size <= high:
            raise InvalidRule(f"{name}={value}")
        found.add(number)
    return ",".join(map(str, sorted(found)))


def _weekdays(value: str) -> str:
    found: set[tuple[int, int]] = set()
    for text in value.split(","):
        match = _BYDAY.fullmatch(text.strip())
        if not match or abs(int(match[1] or 1)) not in range(1, 54):
            raise InvalidRule(f"BYDAY={value}")
        found.add((WEEKDAYS.index(match[2]), int(match[1] or 0)))
    return join_weekdays(found)


def join_weekdays(days: Iterable[tuple[int, int]]) -> str:
    """Return a BYDAY of (weekday, ordinal) pairs, Monday first; ordinal 0 is every such day."""
    return ",".join(f"{number or ''}{WEEKDAYS[day]}" for day, number in sorted(days))
