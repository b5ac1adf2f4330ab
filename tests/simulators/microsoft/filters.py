"""$filter of events: comparisons joined by ``and``, and the search for an extended property.

https://learn.microsoft.com/graph/filter-query-parameter
https://learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import UTC
from typing import Any

from . import errors, render, times
from .render import View
from .series import Event

Test = Callable[[Event, View], bool]
OPERATORS = {
    "eq": operator.eq, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge,
    "lt": operator.lt, "le": operator.le,
}  # fmt: skip
COMPARISON = re.compile(r"([\w/]+)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|[^\s']+)")
PROPERTY = re.compile(
    r"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id\s+eq\s+'((?:[^']|'')*)'\s+and\s+"
    r"\1/value\s+eq\s+'((?:[^']|'')*)'\s*\)",
    re.IGNORECASE,
)
MOMENTS: dict[str, Callable[[Event], Any]] = {
    "start/datetime": lambda event: event.start,
    "end/datetime": lambda event: event.end,
    "createddatetime": lambda event: times.parse(event.fields["createdDateTime"]),
    "lastmodifieddatetime": lambda event: times.parse(event.fields["lastModifiedDateTime"]),
}
PLAIN = {
    name.lower(): name
    for name in (
        "subject", "iCalUId", "isAllDay", "isCancelled", "isOrganizer", "seriesMasterId", "type",
        "importance", "sensitivity", "showAs",
    )
}  # fmt: skip


def parse(text: str) -> Test:
    """A test of events; 400 for what is not supported."""
    from .query import split

    tests = [_one(part.strip()) for part in split(text, " and ")]
    return lambda event, view: all(test(event, view) for test in tests)


def _bad() -> errors.GraphError:
    return errors.query(
        "The query filter contains one or more invalid nodes.", "ErrorInvalidUrlQueryFilter"
    )


def _one(text: str) -> Test:
    if match := PROPERTY.fullmatch(text):
        key, value = _plain(match[2]), _plain(match[3])
        return lambda event, view: _has_property(event, key, value)
    match = COMPARISON.fullmatch(text)
    if not match:
        raise _bad()
    name, compare, literal = match[1].lower(), OPERATORS[match[2]], match[3]
    if name in MOMENTS:
        return _moment_test(MOMENTS[name], compare, literal)
    if name in PLAIN:
        wanted = _plain_literal(literal)
        return lambda event, view: compare(render.whole(event, view)[PLAIN[name]], wanted)
    raise _bad()


def _plain(text: str) -> str:
    return text.replace("''", "'")


def _plain_literal(literal: str) -> Any:
    if literal.startswith("'"):
        return _plain(literal[1:-1])
    known = {"true": True, "false": False, "null": None}
    if literal.lower() not in known:
        raise _bad()
    return known[literal.lower()]


def _moment_test(get: Callable[[Event], Any], compare: Callable[[Any, Any], Any], literal: str
                 ) -> Test:  # fmt: skip
    found = times.parse(literal.strip("'"))
    if found is None:
        raise _bad()
    wanted = found if found.tzinfo else found.replace(tzinfo=UTC)
    return lambda event, view: bool(compare(get(event), wanted))


def _has_property(event: Event, key: str, value: str) -> bool:
    return any(
        name.casefold() == key.casefold() and found == value
        for name, found in event.properties.items()
    )
