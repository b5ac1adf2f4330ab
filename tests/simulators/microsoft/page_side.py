"""The left side of Outlook's calendar: a month to click on, and the calendars."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta

from ..common.html import escape
from ..common.look import Look
from .calendars import HEX, shared_name
from .model import Calendar
from .world import World

BLUE = "#0f6cbd"


def pane(world: World, look: Look, today: date) -> str:
    """The whole side."""
    return f"""<aside class="side" aria-label="Calendars">{_month(look, today)}
      <h2>My calendars</h2><ul class="calendars">{_calendars(world, look)}</ul></aside>"""


def _month(look: Look, today: date) -> str:
    first = look.day.replace(day=1)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    heads = "".join(f"<span>{name}</span>" for name in "MTWTFSS")
    days = "".join(_day(look, day, today) for week in weeks for day in week)
    earlier = escape(look.link(date=first - timedelta(days=1)))
    later = escape(look.link(date=weeks[-1][-1].replace(day=1) if _spills(weeks, first)
                             else first + timedelta(days=31)))  # fmt: skip
    return f"""<div class="month"><p><b>{first:%B %Y}</b>
      <a href="{earlier}" aria-label="Earlier month">&uarr;</a>
      <a href="{later}" aria-label="Later month">&darr;</a></p>
      <div class="days">{heads}{days}</div></div>"""


def _spills(weeks: list[list[date]], first: date) -> bool:
    return weeks[-1][-1].month != first.month


def _day(look: Look, day: date, today: date) -> str:
    classes = []
    if day == today:
        classes.append("now")
    if day.month != look.day.month:
        classes.append("other")
    if look.view == "week" and day.isocalendar()[:2] == look.day.isocalendar()[:2]:
        classes.append("shown")
    link = escape(look.link(date=day))
    return f'<a href="{link}" class="{" ".join(classes)}" title="{day:%-d %B %Y}">{day.day}</a>'


def _calendars(world: World, look: Look) -> str:
    rows = [_calendar(world, look, one) for one in world.visible(look.email)]
    return "".join(rows)


def _calendar(world: World, look: Look, one: Calendar) -> str:
    role = one.role(look.email) or ""
    chip = "" if role == "owner" else f' <span class="chip">{escape(role)}</span>'
    return f"""<li data-testid="calendar" data-calendar-id="{escape(one.id)}"
      data-role="{escape(role)}"><i style="background:{tone(one)}"></i>
      {escape(name(world, look.email, one))}{chip}</li>"""


def name(world: World, email: str, one: Calendar) -> str:
    """A calendar's name as one person sees it; default calendars of others show whose they are."""
    return one.name if one.owner == email else shared_name(world, one)


def tone(one: Calendar) -> str:
    """A calendar's colour; Outlook's own blue unless another was chosen."""
    return HEX[one.color] or BLUE
