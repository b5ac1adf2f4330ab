"""A repetition in words, as Outlook says it below a series."""

from __future__ import annotations

from .model import Fields
from .recurrence import DAYS

UNITS = {"daily": "day", "weekly": "week", "Monthly": "month", "Yearly": "year"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


def say(rule: Fields) -> str:
    """For example *every 2 weeks on Tue, Thu, until 2026-04-30*."""
    pattern, limits = rule["pattern"], rule["range"]
    kind, interval = pattern["type"], pattern["interval"]
    unit = next(word for ending, word in UNITS.items() if kind.endswith(ending))
    every = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    ends = {
        "noEnd": "",
        "endDate": f", until {limits.get('endDate')}",
        "numbered": f", {limits.get('numberOfOccurrences')} times",
    }
    return f"{every}{_on(pattern)}{ends[limits['type']]}"


def _on(pattern: Fields) -> str:
    """On which days."""
    kind, named = pattern["type"], pattern.get("daysOfWeek", ())
    days = ", ".join(day[:3].title() for day in DAYS if day in named)
    if kind == "daily":
        return ""
    if kind == "weekly":
        return f" on {days}"
    month = f" of {MONTHS[pattern['month'] - 1]}" if kind.endswith("Yearly") else ""
    if kind.startswith("relative"):
        return f" on the {pattern['index']} {days}{month}"
    return f" on day {pattern['dayOfMonth']}{month}"
