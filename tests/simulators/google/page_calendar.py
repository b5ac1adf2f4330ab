"""Week and agenda of one person's calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from urllib.parse import urlencode

from ..common import timetable
from ..common.html import escape
from ..common.look import Look
from . import listing, times
from .calendars import CALENDAR_COLORS, EVENT_COLORS
from .model import Calendar, Copy
from .params import Params
from .world import World

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
    title = f"{monday:%-d %b} &ndash; {monday + timedelta(days=6):%-d %b %Y}"
    today = world.clock.now().date()
    grid = timetable.week(found, monday, today, lambda entry, place: tile(look, entry, place))
    return bar(look, title, 7) + grid


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
