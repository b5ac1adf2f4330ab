"""What is measured, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST = datetime(2027, 1, 4, 8, tzinfo=UTC)
SIDES = ("floor", "ours", "theirs")
EXCEPTIONS = 20
Fill = Callable[[Any, str, int], None]


@dataclass(frozen=True)
class Case:
    """A job with its size; `fill` says what is at the provider before, once for all runs.

    `anew` asks for an empty calendar before each run, because a run changes it.
    """

    name: str
    title: str
    job: str
    count: int
    sides: tuple[str, ...] = ("ours", "theirs")
    fill: Fill | None = None
    anew: bool = False


def nothing(_control: Any, _person: str, _count: int) -> None:
    """Leave the calendar empty."""


def singles(control: Any, person: str, count: int) -> None:
    """Put single meetings on a calendar; the same that the floor makes."""
    for number in range(count):
        start = FIRST + timedelta(days=number // 16, minutes=30 * (number % 16))
        control.add(person, meeting(number, start))


def daily(control: Any, person: str, count: int) -> None:
    """Put one daily series on a calendar, some occurrences of which have another title."""
    rule = f"RRULE:FREQ=DAILY;COUNT={count}"
    made = control.add(person, {**meeting(0, FIRST), "recurrence": [rule]})
    for number in range(EXCEPTIONS):
        day = FIRST + timedelta(days=2 * number)
        control.edit(person, f"{made['id']}_{day:%Y%m%dT%H%M%SZ}", {"summary": f"Other {number}"})


def meeting(number: int, start: datetime) -> dict[str, Any]:
    """Return a meeting of half an hour in Google's words."""
    end = start + timedelta(minutes=30)
    return {
        "summary": f"Meeting {number}",
        "location": f"Room {number % 7}",
        "description": f"<p>Agenda of meeting {number}</p>",
        "start": {"dateTime": start.isoformat(), "timeZone": "Europe/Paris"},
        "end": {"dateTime": end.isoformat(), "timeZone": "Europe/Paris"},
    }


CASES = (
    Case("pull", "first pull of 1,000 events", "pull", 1000, SIDES, singles),
    Case("pull-10k", "first pull of 10,000 events", "pull", 10_000, SIDES, singles),
    Case("push", "first push of 1,000 events", "push", 1000, fill=nothing, anew=True),
    Case("edit", "100 edits, saved and sent", "edit", 100, fill=nothing, anew=True),
    Case("idle", "a pass with nothing changed", "idle", 1000, fill=singles),
    Case("save", "20 saves in the web client", "save", 20, SIDES, nothing, anew=True),
    Case("series", "pull of a daily series with 20 exceptions", "pull", 60, fill=daily),
)
