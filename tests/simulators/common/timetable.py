"""A week as seven columns of hours: where each event is drawn, whichever provider it is of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar

FIRST_HOUR, LAST_HOUR = 7, 20


class Slot(Protocol):
    """Something with a time on the wall of whoever looks."""

    @property
    def start(self) -> datetime:
        """When it begins, naive."""

    @property
    def end(self) -> datetime:
        """When it ends, naive."""

    @property
    def all_day(self) -> bool:
        """Whether it has a date only."""


S = TypeVar("S", bound=Slot)
Tile = Callable[[S, str], str]


def on(slot: Slot, day: date) -> bool:
    """Whether it takes place on a day, at least in part."""
    begin = datetime.combine(day, time())
    last = max(slot.end, slot.start + timedelta(minutes=1))
    return slot.start < begin + timedelta(days=1) and last > begin


def week(found: Sequence[S], monday: date, today: date, tile: Tile[S]) -> str:
    """The grid; ``tile`` draws one event at a place given as CSS variables.

    In a wide window the grid has rows of heads, all-day events and hours; on a phone every day
    is a block of its own.
    """
    hours = _hours(found)
    days = [monday + timedelta(days=offset) for offset in range(7)]
    labels = "".join(
        f'<span style="top:{(hour - hours[0]) * 3}rem">{hour:02d}:00</span>'
        for hour in range(hours[0] + 1, hours[1])
    )
    columns = "".join(_day(found, day, today, hours, tile) for day in days)
    return f"""<section class="card week" data-testid="week" style="--rows:{hours[1] - hours[0]}">
      <div class="grid"><div class="hours">{labels}</div>{columns}</div></section>"""


def _hours(found: Iterable[Slot]) -> tuple[int, int]:
    """The hours to show: the working day, and more if something is outside."""
    timed = [slot for slot in found if not slot.all_day]
    first = min((slot.start.hour for slot in timed), default=FIRST_HOUR)
    same = [slot for slot in timed if slot.end.date() == slot.start.date()]
    last = max((slot.end.hour + 1 for slot in same), default=LAST_HOUR)
    if len(same) < len(timed):
        first, last = 0, 24
    return min(first, FIRST_HOUR), min(max(last, LAST_HOUR), 24)


def _day(found: Sequence[S], day: date, today: date, hours: tuple[int, int], tile: Tile[S]) -> str:
    """One day: its head, its all-day events, its hours."""
    rows = [slot for slot in found if on(slot, day)]
    classes = ("today " if day == today else "") + ("" if rows else "quiet")
    days = "".join(tile(slot, "") for slot in rows if slot.all_day)
    timed = [slot for slot in rows if not slot.all_day]
    hourly = "".join(map(tile, timed, _places(timed, day, hours)))
    place = f"--column:{day.weekday() + 2}"
    return f"""<section class="cell {classes}" style="{place}" data-day="{day}">
      <div class="head"><span>{day:%a}</span><b>{day.day}</b></div>
      <div class="allday">{days}</div><div class="col">{hourly}</div></section>"""


def _places(rows: Sequence[Slot], day: date, hours: tuple[int, int]) -> Iterable[str]:
    begin = datetime.combine(day, time(hours[0]))
    for slot, (lane, lanes) in zip(rows, _lanes(rows), strict=True):
        top = max((slot.start - begin).total_seconds() / 3600, 0)
        bottom = min((slot.end - begin).total_seconds() / 3600, hours[1] - hours[0])
        place = f"--top:{top:.3f};--tall:{bottom - top:.3f};"
        yield place + f"--left:{lane / lanes:.3f};--wide:{1 / lanes:.3f}"


def _lanes(rows: Sequence[Slot]) -> list[tuple[int, int]]:
    """Which column of how many each event takes, so that none covers another."""
    result: list[tuple[int, int]] = []
    group: list[int] = []
    ends: list[datetime] = []
    for slot in rows:
        if ends and max(ends) <= slot.start:
            result += [(lane, len(ends)) for lane in group]
            group, ends = [], []
        free = next((i for i, end in enumerate(ends) if end <= slot.start), len(ends))
        ends[free : free + 1] = [max(slot.end, slot.start + timedelta(minutes=30))]
        group.append(free)
    return result + [(lane, len(ends)) for lane in group]
