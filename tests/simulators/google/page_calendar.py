"""Week and agenda of one person's calendars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ..common.html import escape
from . import listing, times
from .calendars import CALENDAR_COLORS, EVENT_COLORS
from .model import Calendar, Copy
from .params import Params
from .world import World

if TYPE_CHECKING:
    from .page import Look

FIRST_HOUR, LAST_HOUR = 7, 20
AGENDA_DAYS = 30


@dataclass(frozen=True)
class Entry:
    """One event in one calendar, with its time on this person's wall."""

    calendar: Calendar
    copy: Copy
    start: datetime
    end: datetime

    @property
    def all_day(self) -> bool:
        """Whether it has a date only."""
        return "date" in self.copy.fields["start"]

    def on(self, day: date) -> bool:
        """Whether it takes place on a day, at least in part."""
        begin = datetime.combine(day, time())
        last = max(self.end, self.start + timedelta(minutes=1))
        return self.start < begin + timedelta(days=1) and last > begin


def entries(world: World, look: Look, first: date, days: int) -> list[Entry]:
    """All events of a person from a day on, in order."""
    account = look.account
    assert account is not None
    zone = times.zone(account.time_zone) or UTC
    begin = datetime.combine(first, time(), zone)
    window = {"timeMin": begin, "timeMax": begin + timedelta(days=days)}
    query = Params({**window, "singleEvents": True}, {})
    found = [
        _entry(world.calendars[key], copy, account.time_zone)
        for key in account.entries
        for copy in listing.baseline(world, world.calendars[key], query)
    ]
    return sorted(found, key=lambda entry: (not entry.all_day, entry.start, entry.copy.id))


def _entry(calendar: Calendar, copy: Copy, zone: str) -> Entry:
    def wall(point: times.Point) -> datetime:
        if "date" in point:
            return times.wall(point)
        return times.in_zone(times.instant(point), zone).replace(tzinfo=None)

    return Entry(calendar, copy, wall(copy.fields["start"]), wall(copy.fields["end"]))


def bar(look: Look, title: str, step: int) -> str:
    """Title, navigation and the button for a new meeting."""

    def to(days: int) -> str:
        return escape(look.link(date=look.day + timedelta(days=days)))

    account = look.account.email if look.account else ""
    new = "/ui/new?" + urlencode({"account": account, "view": look.view, "date": look.day})
    return f"""<div class="bar"><h1 data-testid="title">{title}</h1>
      <a class="button plain small" href="{to(-step)}" aria-label="Earlier">&lsaquo;</a>
      <a class="button plain small" href="{escape(look.link(date=""))}">Today</a>
      <a class="button plain small" href="{to(step)}" aria-label="Later">&rsaquo;</a>
      <a class="button push" href="{escape(new)}" data-testid="new-event">New meeting</a></div>"""


def week(world: World, look: Look) -> str:
    """Seven days, hour by hour."""
    monday = look.day - timedelta(days=look.day.weekday())
    found = entries(world, look, monday, 7)
    hours = _hours(found)
    days = [monday + timedelta(days=offset) for offset in range(7)]
    today = world.clock.now().date()
    labels = "".join(
        f'<span style="top:{(hour - hours[0]) * 3}rem">{hour:02d}:00</span>'
        for hour in range(hours[0] + 1, hours[1])
    )
    # In a wide window the grid has rows of heads, all-day events and hours; on a phone every
    # day is a block of its own.
    columns = "".join(_day(look, found, day, today, hours) for day in days)
    title = f"{monday:%-d %b} &ndash; {days[-1]:%-d %b %Y}"
    return f"""{bar(look, title, 7)}
    <section class="card week" data-testid="week" style="--rows:{hours[1] - hours[0]}">
      <div class="grid"><div class="hours">{labels}</div>{columns}</div></section>"""


def _hours(found: Iterable[Entry]) -> tuple[int, int]:
    """The hours to show: the working day, and more if something is outside."""
    timed = [entry for entry in found if not entry.all_day]
    first = min((entry.start.hour for entry in timed), default=FIRST_HOUR)
    same = [entry for entry in timed if entry.end.date() == entry.start.date()]
    last = max((entry.end.hour + 1 for entry in same), default=LAST_HOUR)
    if len(same) < len(timed):
        first, last = 0, 24
    return min(first, FIRST_HOUR), min(max(last, LAST_HOUR), 24)


def _day(look: Look, found: list[Entry], day: date, today: date, hours: tuple[int, int]) -> str:
    """One day: its head, its all-day events, its hours."""
    rows = [entry for entry in found if entry.on(day)]
    classes = ("today " if day == today else "") + ("" if rows else "quiet")
    days = "".join(tile(look, entry) for entry in rows if entry.all_day)
    hourly = _hourly(look, [entry for entry in rows if not entry.all_day], day, hours)
    place = f"--column:{day.weekday() + 2}"
    return f"""<section class="cell {classes}" style="{place}" data-day="{day}">
      <div class="head"><span>{day:%a}</span><b>{day.day}</b></div>
      <div class="allday">{days}</div><div class="col">{hourly}</div></section>"""


def _hourly(look: Look, rows: list[Entry], day: date, hours: tuple[int, int]) -> str:
    begin = datetime.combine(day, time(hours[0]))
    tiles = []
    for entry, (lane, lanes) in zip(rows, _lanes(rows), strict=True):
        top = max((entry.start - begin).total_seconds() / 3600, 0)
        bottom = min((entry.end - begin).total_seconds() / 3600, hours[1] - hours[0])
        place = f"--top:{top:.3f};--tall:{bottom - top:.3f};"
        place += f"--left:{lane / lanes:.3f};--wide:{1 / lanes:.3f}"
        tiles.append(tile(look, entry, place))
    return "".join(tiles)


def _lanes(rows: list[Entry]) -> list[tuple[int, int]]:
    """Which column of how many each event takes, so that none covers another."""
    result: list[tuple[int, int]] = []
    group: list[int] = []
    ends: list[datetime] = []
    for entry in rows:
        if ends and max(ends) <= entry.start:
            result += [(lane, len(ends)) for lane in group]
            group, ends = [], []
        free = next((i for i, end in enumerate(ends) if end <= entry.start), len(ends))
        ends[free : free + 1] = [max(entry.end, entry.start + timedelta(minutes=30))]
        group.append(free)
    return result + [(lane, len(ends)) for lane in group]


def tile(look: Look, entry: Entry, place: str = "", long: bool = False) -> str:
    """One event as a link to its page."""
    copy, fields = entry.copy, entry.copy.fields
    own = copy.attendee(entry.calendar.id) or {}
    color = EVENT_COLORS.get(fields.get("colorId", ""), CALENDAR_COLORS[entry.calendar.color_id])
    response = own.get("responseStatus", "")
    values = {
        "account": look.account.email if look.account else "",
        "view": look.view,
        "date": look.day,
        "calendar": entry.calendar.id,
        "id": copy.id,
    }
    when = "All day" if entry.all_day else f"{entry.start:%H:%M} &ndash; {entry.end:%H:%M}"
    summary = fields.get("summary") or "(No title)"
    return (
        f'<a class="event {response}" href="/ui/event?{escape(urlencode(values))}" '
        f'style="--tone:{color};{place}" data-testid="event" data-event-id="{escape(copy.id)}" '
        f'data-calendar-id="{escape(entry.calendar.id)}" data-summary="{escape(summary)}" '
        f'data-start="{escape(_raw(fields["start"]))}" data-end="{escape(_raw(fields["end"]))}" '
        f'data-status="{copy.status}" data-response="{response}">'
        f"{_inside(entry, when, summary, long)}</a>"
    )


def _raw(point: times.Point) -> str:
    return point.get("date") or point["dateTime"]


def _inside(entry: Entry, when: str, summary: str, long: bool) -> str:
    title = f"<strong>{escape(summary)}</strong>"
    if not long:
        return title if entry.all_day else f"{title}<time>{when}</time>"
    fields, chips = entry.copy.fields, []
    if entry.copy.master_id:
        chips.append("↻ series")
    if guests := len(entry.copy.attendees):
        chips.append(f"{guests} guests")
    if not entry.calendar.primary:
        chips.append(entry.calendar.summary)
    if fields.get("visibility") == "private":
        chips.append("private")
    shown = "".join(f'<span class="chip">{escape(chip)}</span>' for chip in chips)
    place = f'<span class="muted">{escape(fields.get("location", ""))}</span>'
    return f'<time>{when}</time><span>{title}{place}</span><span class="chips">{shown}</span>'


def agenda(world: World, look: Look) -> str:
    """A month of events as a list."""
    found = entries(world, look, look.day, AGENDA_DAYS)
    days: list[tuple[date, Entry]] = sorted(
        ((max(entry.start.date(), look.day), entry) for entry in found), key=lambda row: row[0]
    )
    blocks = "".join(
        f'<div class="day"><h2>{day:%A}<small>{day:%-d %B %Y}</small></h2><div>'
        + "".join(tile(look, entry, long=True) for _, entry in rows)
        + "</div></div>"
        for day, rows in groupby(days, key=lambda row: row[0])
    )
    empty = f'<p class="empty">Nothing in the {AGENDA_DAYS} days from {look.day:%-d %B} on.</p>'
    title = f"From {look.day:%-d %B %Y}"
    return f"""{bar(look, title, AGENDA_DAYS)}
    <section class="card agenda" data-testid="agenda">{blocks or empty}</section>"""
