"""Damage to JSON, the way a careless or hostile service would do it."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

HOSTILE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1e300,
    float("nan"),
    float("inf"),
    "",
    ".",
    "..",
    "../../..",
    "a\x00b",
    "\ud800",
    "\u202egnp.exe",
    "<script>canary()</script>",
    "javascript:canary()",
    "data:text/html,<script>canary()</script>",
    "https://x.example/\r\nX: y",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.9999999",
    "tzone://Microsoft/Custom",
    "/etc/localtime",
    "../../etc/passwd",
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=DAILY;INTERVAL=0",
    "RRULE:FREQ=YEARLY;INTERVAL=999999999",
    "RRULE:FREQ=DAILY;COUNT=999999999",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
    "RDATE:99991231T235959Z,00010101T000000Z",
    [],
    {},
    [None],
    [[[[[[]]]]]],
    {"": {"": {"": None}}},
    ["x"],
)


def mutated(value: Any, dice: Random, donors: tuple[Any, ...]) -> Any:
    """Return a copy of a JSON value with one to four places inside damaged."""
    whole = [copy.deepcopy(value)]
    for _time in range(dice.randint(1, 4)):
        holder, key = _place(whole, dice)
        holder[key] = _damaged(holder[key], dice, donors)
        if isinstance(holder, dict) and dice.random() < 0.1:
            del holder[key]
    return whole[0]


def _place(value: Any, dice: Random) -> tuple[Any, Any]:
    """Return a random place inside of a list or an object: what holds it, and where."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    key = dice.choice(list(keys))
    inside = value[key]
    if isinstance(inside, dict | list) and inside and dice.random() < 0.85:
        return _place(inside, dice)
    return value, key


def _damaged(value: Any, dice: Random, donors: tuple[Any, ...]) -> Any:
    if isinstance(value, str) and dice.random() < 0.3:
        at = dice.randint(0, len(value))
        return value[:at] + str(dice.choice(HOSTILE)) + value[at + dice.randint(0, 2) :]
    if isinstance(value, list) and value and dice.random() < 0.3:
        return value * dice.choice([2, 50])
    if dice.random() < 0.2:
        holder, key = _place([dice.choice(donors)], dice)
        return copy.deepcopy(holder[key])
    return copy.deepcopy(dice.choice(HOSTILE))
