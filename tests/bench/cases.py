"""What is measured, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.days import when

FIRST = datetime.fromisoformat(f"{when('01-04', 8)}Z")
DAYS = 300
"""All meetings are within so many days."""

SIDES = ("floor", "ours", "theirs")
EXCEPTIONS = 20
Fill = Callable[[Any, str, int], None]


@dataclass(frozen=True)
class Case:
    """A job with its size; `fill` says what is at the provider before, once for all runs.

    `anew` asks for an empty calendar before each run, because a run changes it. `page` makes the
    provider's pages smaller. `once` are the sides that are measured only once, because one run
    takes minutes; `most` bounds the runs of all. With `latencies`, only those are measured. `quota`
    is how many calls a minute an administrator was granted, 0 for what everybody is.
    """

    name: str
    title: str
    job: str
    count: int
    sides: tuple[str, ...] = ("ours", "theirs")
    fill: Fill | None = None
    anew: bool = False
    provider: str = "google"
    page: int = 0
    once: tuple[str, ...] = ()
    most: int = 99
    latencies: tuple[int, ...] = ()
    usual: bool = True
    quota: int = 0

    def runs(self, side: str, wanted: int) -> int:
        """Return how often a side is measured."""
        return 1 if side in self.once else min(wanted, self.most)


def nothing(_control: Any, _person: str, _count: int) -> None:
    """Leave the calendar empty."""


def moment(number: int, count: int) -> datetime:
    """Return when a meeting of so many is: sixteen on a day, or more if the days do not suffice."""
    each_day = max(16, count // DAYS + 1)
    return FIRST + timedelta(days=number // each_day, minutes=30 * (number % each_day))


def singles(control: Any, person: str, count: int) -> None:
    """Put single meetings on a Google calendar; the same that the floor makes."""
    for number in range(count):
        control.add(person, meeting(number, moment(number, count)))


def outlook_singles(control: Any, person: str, count: int) -> None:
    """Put single meetings on an Outlook calendar."""
    for number in range(count):
        control.add(person, outlook_meeting(number, moment(number, count)))


def daily(control: Any, person: str, count: int) -> None:
    """Put one daily series on a calendar, some occurrences of which have another title."""
    rule = f"RRULE:FREQ=DAILY;COUNT={count}"
    made = control.add(person, {**meeting(0, FIRST), "recurrence": [rule]})
    for number in range(EXCEPTIONS):
        day = FIRST + timedelta(days=2 * number)
        control.edit(person, f"{made['id']}_{day:%Y%m%dT%H%M%SZ}", {"summary": f"Other {number}"})


def crowd(control: Any, _person: str, count: int) -> None:
    """Let many people have a calendar."""
    for number in range(count):
        control.add_account(member(number))


def member(number: int) -> str:
    """Return the address of one of many people."""
    return f"member{number}@example.com"


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


def outlook_meeting(number: int, start: datetime) -> dict[str, Any]:
    """Return a meeting of half an hour in Graph's words."""
    end = start + timedelta(minutes=30)
    return {
        "subject": f"Meeting {number}",
        "location": {"displayName": f"Room {number % 7}"},
        "body": {"contentType": "html", "content": f"<p>Agenda of meeting {number}</p>"},
        "start": {"dateTime": f"{start:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
        "end": {"dateTime": f"{end:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
    }


CASES = (
    Case("pull", "First pull of 1,000 events", "pull", 1000, SIDES, singles),
    Case(
        "push",
        "First push of 1,000 events",
        "push",
        1000,
        fill=nothing,
        anew=True,
        once=("theirs",),
    ),
    Case(
        "push-granted",
        "The same push where the account's quota does not bind",
        "push",
        1000,
        ("ours",),
        nothing,
        anew=True,
        quota=60_000,
    ),
    Case(
        "save",
        "A save in the web client",
        "save",
        100,
        ("floor", "apart", "ours", "theirs"),
        latencies=(20,),
    ),
    Case("idle", "A pass with nothing changed", "idle", 1000, fill=singles, latencies=(20,)),
    Case(
        "crowd",
        "1,000 accounts with nothing changed",
        "crowd",
        1000,
        fill=crowd,
        most=1,
        latencies=(20,),
    ),
    Case(
        "pull-10k",
        "First pull of 10,000 events",
        "pull",
        10_000,
        SIDES,
        singles,
        once=("theirs",),
        most=3,
        latencies=(20,),
    ),
    Case(
        "pull-50k",
        "First pull of 50,000 events",
        "pull",
        50_000,
        ("floor", "ours"),
        singles,
        most=1,
        latencies=(20,),
        usual=False,
    ),
    Case(
        "pages-1",
        "2,000 events on 1 page",
        "pull",
        2000,
        ("ours",),
        singles,
        latencies=(20,),
        most=3,
    ),
    Case(
        "pages-20",
        "2,000 events on 20 pages",
        "pull",
        2000,
        ("ours",),
        singles,
        page=100,
        latencies=(20,),
        most=3,
    ),
    Case(
        "series",
        "Pull of a daily series with 20 exceptions",
        "pull",
        60,
        fill=daily,
        latencies=(20,),
    ),
    Case(
        "edit",
        "100 edits, saved and sent",
        "edit",
        100,
        fill=nothing,
        anew=True,
        latencies=(20,),
        most=3,
    ),
    Case(
        "outlook-pull",
        "Outlook: first pull of 1,000 events",
        "pull",
        1000,
        SIDES,
        outlook_singles,
        provider="microsoft",
        latencies=(20,),
        most=3,
    ),
    Case(
        "outlook-push",
        "Outlook: first push of 1,000 events",
        "push",
        1000,
        fill=nothing,
        anew=True,
        provider="microsoft",
        once=("theirs",),
        latencies=(20,),
        most=3,
    ),
    Case(
        "outlook-idle",
        "Outlook: a pass with nothing changed",
        "idle",
        1000,
        fill=outlook_singles,
        provider="microsoft",
        latencies=(20,),
        most=3,
    ),
)
