"""Events as Graph counts them: a single event, a series, or one occurrence of it.

https://learn.microsoft.com/graph/outlook-schedule-recurring-events
An *event* is a view of an item; an occurrence takes from its series what it does not override.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from . import errors, ids, recurrence, times
from .ids import Name
from .model import Calendar, Fields, Item
from .world import World

NOT_INHERITED = ("recurrence", "transactionId")
SPAN = timedelta(days=60)


@dataclass(frozen=True)
class Event:
    """One event in one calendar; ``day`` is where its series puts an occurrence."""

    calendar: Calendar
    item: Item
    day: str | None = None

    @cached_property
    def fields(self) -> Fields:
        """All properties; never change them in place."""
        if self.day is None:
            return self.item.fields
        own = self.item.overrides[self.day].fields if self.changed else {}
        base = {k: v for k, v in self.item.fields.items() if k not in NOT_INHERITED}
        return {**base, **usual_times(self.item, self.day), **own}

    @property
    def changed(self) -> bool:
        """Whether it is an exception of its series."""
        return self.day in self.item.overrides

    @property
    def type(self) -> str:
        """As Graph names it."""
        if self.day:
            return "exception" if self.changed else "occurrence"
        return "seriesMaster" if self.item.recurring else "singleInstance"

    def id(self, immutable: bool = False) -> str:
        """Its id in the form that was asked for."""
        return str(Name(self.item.key, self.day, self.item.moves, immutable))

    @property
    def seq(self) -> int:
        """The number of its latest change; an unchanged occurrence has that of its series."""
        return self.item.seq

    @property
    def etag(self) -> str:
        """Its version."""
        return ids.etag(self.seq)

    @property
    def uid(self) -> str:
        """Its iCalUId."""
        return ids.uid_of(self.item.uid, self.day or self.item.uid_day)

    @property
    def properties(self) -> dict[str, str]:
        """Its extended properties."""
        if self.day is None:
            return self.item.properties
        return self.item.overrides[self.day].properties if self.changed else {}

    @property
    def start(self) -> datetime:
        """When it begins, in UTC."""
        return times.instant(self.fields["start"])

    @property
    def end(self) -> datetime:
        """When it ends, in UTC."""
        return times.instant(self.fields["end"])

    @property
    def original_start(self) -> datetime:
        """Where the series puts it, in UTC."""
        return times.instant(usual_times(self.item, str(self.day))["start"])

    def inside(self, first: datetime, last: datetime) -> bool:
        """Whether it takes place in a window, at least in part."""
        return self.start < last and (self.end > first or self.start >= first)


def usual_times(item: Item, day: str) -> Fields:
    """When an occurrence is unless somebody moved it: at the same time on the wall."""
    start, end = item.fields["start"], item.fields["end"]
    by = date.fromisoformat(day) - times.day(start)
    return {"start": times.shift(start, by), "end": times.shift(end, by)}


def days(item: Item) -> Iterator[str]:
    """The days of the occurrences that are not cancelled, in order."""
    for found in recurrence.dates(item.fields["recurrence"]):
        if (day := found.isoformat()) not in item.cancelled:
            yield day


def has_day(item: Item, day: str) -> bool:
    """Whether the series has an occurrence on a day."""
    for found in days(item):
        if found >= day:
            return found == day
    return False


def locate(world: World, email: str, text: str) -> Event:
    """The event with an id; 404 when it is not there, 400 when the text is no id."""
    name = ids.read(text)
    calendar, item = world.find(email, name)
    if name.day is None:
        return Event(calendar, item)
    if not item.recurring or not has_day(item, name.day):
        raise errors.not_found()
    return Event(calendar, item, name.day)


def occurrences(calendar: Calendar, item: Item, first: datetime, last: datetime) -> list[Event]:
    """The occurrences of a series in a window, by their start."""
    latest = (last + SPAN).date().isoformat()
    found = []
    for day in days(item):
        if day > latest:
            break
        event = Event(calendar, item, day)
        if event.inside(first, last):
            found.append(event)
    return sorted(found, key=lambda event: event.start)


def view(calendar: Calendar, first: datetime, last: datetime) -> list[Event]:
    """The single events and occurrences of a calendar in a window, by their start."""
    found: list[Event] = []
    for item in calendar:
        if item.recurring:
            found += occurrences(calendar, item, first, last)
        elif (event := Event(calendar, item)).inside(first, last):
            found.append(event)
    return sorted(found, key=lambda event: (event.start, event.item.key))


def neighbours(event: Event) -> tuple[Event | None, Event | None]:
    """The occurrences before and after one, by the order of the series."""
    before = after = None
    for day in days(event.item):
        if day < str(event.day):
            before = day
        elif day > str(event.day):
            after = day
            break
    around = (Event(event.calendar, event.item, day) if day else None for day in (before, after))
    return next(around), next(around)


def check_move(event: Event, start: times.Point, end: times.Point) -> None:
    """An occurrence may not come to the day of its neighbours or pass them.

    https://learn.microsoft.com/graph/api/event-update#response
    """
    before, after = neighbours(event)
    zone = event.item.fields["start"]["timeZone"]
    first, last = (times.in_zone(times.instant(one), zone).date() for one in (start, end))
    if event.fields.get("isAllDay"):
        last -= timedelta(days=1)
    crossing = (before and first <= _day_in(before, zone)) or (
        after and max(first, last) >= _day_in(after, zone)
    )
    if crossing:
        raise errors.GraphError(
            400,
            "ErrorOccurrenceCrossingBoundary",
            "Modified occurrence is crossing or overlapping adjacent occurrence.",
        )


def _day_in(event: Event, zone: str) -> date:
    return times.in_zone(event.start, zone).date()


def ends(item: Item) -> tuple[datetime, datetime | None]:
    """From when to when an item takes place; ``None`` for a series without end."""
    start, end = times.instant(item.fields["start"]), times.instant(item.fields["end"])
    if not item.recurring:
        return start, end
    if item.fields["recurrence"]["range"]["type"] == "noEnd":
        return start, None
    last = start
    for day in days(item):
        last = max(last, times.instant(usual_times(item, day)["end"]))
    return start, last
