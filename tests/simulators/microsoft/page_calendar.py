"""Week and agenda of one person's calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from ..common import timetable
from ..common.html import escape
from ..common.look import Look
from . import page_side, series, times, zones
from .model import Account
from .series import Event
from .world import World

AGENDA_DAYS = 30
SHORT = timedelta(minutes=30)  # such a tile has room for one line
CATEGORIES = {
    "Red category": "#d13438", "Orange category": "#ca5010", "Yellow category": "#c19c00",
    "Green category": "#107c10", "Blue category": "#0078d4", "Purple category": "#8764b8",
}  # fmt: skip
AWAY = "#8764b8"
CLASSES = {
    "notResponded": "needsAction", "tentativelyAccepted": "tentative", "declined": "declined",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One event in one calendar, with its time on this person's wall."""

    event: Event
    start: datetime
    end: datetime

    @property
    def all_day(self) -> bool:
        """Whether it has a date only."""
        return bool(self.event.fields["isAllDay"])


def entries(world: World, account: Account, first: date, days: int) -> list[Entry]:
    """All events of a person from a day on, in order."""
    zone = zones.zone(account.time_zone) or UTC
    begin = datetime.combine(first, time(), zone)
    # A day longer at both ends: all-day events have a zone of their own, but no time.
    around = (begin - timedelta(days=1), begin + timedelta(days=days + 1))
    found = [
        entry(account, event)
        for calendar in world.visible(account.email)
        for event in series.view(calendar, *around)
    ]
    shown = [one for one in found if any(timetable.on(one, day) for day in _days(first, days))]
    return sorted(shown, key=lambda one: (not one.all_day, one.start, one.event.id()))


def _days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(count)]


def entry(account: Account, event: Event) -> Entry:
    """An event with its time as this person sees it."""
    fields = event.fields
    if fields["isAllDay"]:
        return Entry(event, times.wall(fields["start"]), times.wall(fields["end"]))
    start, end = (
        times.in_zone(moment, account.time_zone).replace(tzinfo=None)
        for moment in (event.start, event.end)
    )
    return Entry(event, start, end)


def bar(look: Look, title: str, step: int) -> str:
    """Title, navigation and the button for a new meeting."""

    def to(days: int) -> str:
        return escape(look.link(date=look.day + timedelta(days=days)))

    new = escape(look.link("/ui/new"))
    return f"""<div class="bar"><a class="button" href="{new}" data-testid="new-event">New event</a>
      <a class="button plain" href="{escape(look.link(date=""))}" data-testid="today">Today</a>
      <span class="steps"><a href="{to(-step)}" aria-label="Earlier">&lsaquo;</a>
      <a href="{to(step)}" aria-label="Later">&rsaquo;</a></span>
      <h1 data-testid="title">{title}</h1></div>"""


def week(world: World, look: Look, today: date) -> str:
    """Seven days, hour by hour."""
    assert look.account is not None
    monday = look.day - timedelta(days=look.day.weekday())
    found = entries(world, look.account, monday, 7)
    title = f"{monday:%-d %b} &ndash; {monday + timedelta(days=6):%-d %b %Y}"
    grid = timetable.week(found, monday, today, lambda one, place: tile(world, look, one, place))
    return bar(look, title, 7) + grid


def agenda(world: World, look: Look, today: date) -> str:
    """A month of events as a list."""
    assert look.account is not None
    found = entries(world, look.account, look.day, AGENDA_DAYS)
    days = sorted(((max(one.start.date(), look.day), one) for one in found), key=lambda row: row[0])
    blocks = "".join(
        f'<div class="day"><h2>{"Today" if day == today else f"{day:%A}"}'
        f"<small>{day:%-d %B %Y}</small></h2><div>"
        + "".join(tile(world, look, one, long=True) for _, one in rows)
        + "</div></div>"
        for day, rows in groupby(days, key=lambda row: row[0])
    )
    empty = f'<p class="empty">Nothing in the {AGENDA_DAYS} days from {look.day:%-d %B} on.</p>'
    return f"""{bar(look, f"From {look.day:%-d %B %Y}", AGENDA_DAYS)}
    <section class="card agenda" data-testid="agenda">{blocks or empty}</section>"""


def tile(world: World, look: Look, one: Entry, place: str = "", long: bool = False) -> str:
    """One event as a link to its page."""
    event, fields = one.event, one.event.fields
    response = fields["responseStatus"]["response"]
    classes = [CLASSES.get(response, ""), f"show-{fields['showAs']}"]
    if fields["isCancelled"]:
        classes.append("gone")
    title = fields["subject"] or "(No title)"
    data = {
        "event-id": event.id(),
        "calendar-id": event.calendar.id,
        "summary": title,
        "start": moment(look, event, "start"),
        "end": moment(look, event, "end"),
        "type": event.type,
        "status": "cancelled" if fields["isCancelled"] else "confirmed",
        "response": response,
    }
    attributes = " ".join(f'data-{name}="{escape(value)}"' for name, value in data.items())
    return (
        f'<a class="event {" ".join(classes)}" '
        f'href="{escape(look.link("/ui/event", id=event.id()))}" '
        f'style="--tone:{_tone(event)};{place}" data-testid="event" {attributes}>'
        f"{_inside(world, look, one, title, long)}</a>"
    )


def _tone(event: Event) -> str:
    """The colour of the first category, else that of the calendar; absence has its own."""
    if event.fields["showAs"] == "oof":
        return AWAY
    names = event.fields["categories"]
    return next((CATEGORIES[name] for name in names if name in CATEGORIES), None) or page_side.tone(
        event.calendar
    )


def moment(look: Look, event: Event, key: str) -> str:
    """A start or end as ISO text: a date, or a time with the offset of this person's zone."""
    assert look.account is not None
    point = event.fields[key]
    if event.fields["isAllDay"]:
        return times.day(point).isoformat()
    return times.in_zone(times.instant(point), look.account.time_zone).isoformat()


def _inside(world: World, look: Look, one: Entry, title: str, long: bool) -> str:
    mark = '<b class="important" title="High importance">!</b> '
    fields = one.event.fields
    head = f"{mark if fields['importance'] == 'high' else ''}{escape(title)}"
    when = "All day" if one.all_day else f"{one.start:%H:%M} &ndash; {one.end:%H:%M}"
    place = escape(fields["location"]["displayName"])
    if not long:
        if one.all_day:
            return f"<strong>{head}</strong>"
        if one.end - one.start <= SHORT:
            return f"<strong>{head}</strong>"
        where = f'<span class="where">{place}</span>' if place else ""
        return f"<strong>{head}</strong><time>{when}</time>{where}"
    shown = "".join(
        f'<span class="chip">{escape(chip)}</span>' for chip in _chips(world, look, one)
    )
    return f"""<time>{when}</time><span><strong>{head}</strong><span class="muted">{place}</span>
      </span><span class="chips">{shown}</span>"""


def _chips(world: World, look: Look, one: Entry) -> list[str]:
    event, fields, chips = one.event, one.event.fields, []
    if event.day:
        chips.append("↻ series" if event.type == "occurrence" else "↻ changed")
    if guests := len(fields["attendees"]):
        chips.append(f"{guests} guest{'s' if guests > 1 else ''}")
    if fields["isOnlineMeeting"]:
        chips.append("Teams")
    chips += fields["categories"]
    if fields["sensitivity"] != "normal":
        chips.append(fields["sensitivity"])
    if not (event.calendar.default and event.calendar.owner == look.email):
        chips.append(page_side.name(world, look.email, event.calendar))
    return chips
