"""The pages for people that look like Google Calendar's, and what their forms do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ..common.html import escape
from ..common.look import Look
from ..common.pages import Pages
from . import page_calendar, page_event, page_logs, series
from .model import Account, Calendar
from .person import Person

if TYPE_CHECKING:
    from .world import World

FACES = ("#0f766e", "#6366f1", "#c2410c", "#be185d", "#4d7c0f", "#0369a1")


class Page(Pages):
    """Answers the requests of a browser at ``/`` and ``/ui/``."""

    title, tag = "Google Calendar simulator", "not Google"
    world: World

    def mails(self, look: Look) -> str:
        """The mails that would have been sent."""
        return page_logs.mails(self.world, look, self.sim.outbox.reached)

    def calendar(self, look: Look) -> str:
        """A person's week or agenda."""
        show = page_calendar.agenda if look.view == "agenda" else page_calendar.week
        return show(self.world, look)

    def face(self, account: Account, number: int) -> str:
        """A person's initial in a circle."""
        color = FACES[number % len(FACES)]
        return f'<span class="face" style="background:{color}">{escape(account.name[:1])}</span>'

    def event(self, look: Look, asked: dict[str, str], problem: str) -> str:
        """The form of a meeting, or of a new one; ApiError when the meeting is not there."""
        calendar = self._chosen(look.email, asked)
        copy = series.locate(calendar, asked["id"]) if asked.get("id") else None
        return page_event.form(self.world, look, calendar, copy, {**asked, "problem": problem})

    def _chosen(self, email: str, asked: dict[str, str]) -> Calendar:
        wanted = self.world.calendars.get(asked.get("calendar", ""))
        return wanted or self.world.calendars[email]

    def act(self, what: str, asked: dict[str, str], look: Look) -> str | None:
        """What the button of a form does; the page that follows, if it is not the same."""
        where, event_id = asked.get("calendar", "primary"), asked.get("id", "")
        scope = asked.get("scope", "one")
        person = Person(self.world, asked.get("as") or look.email, asked.get("send", "all"))
        match what:
            case "save" if event_id:
                copy = series.locate(person.calendar(where), event_id)
                change = page_event.change(person.calendar(where), copy, asked)
                person.edit(event_id, change, scope, where)
            case "save":
                copy = person.add(page_event.body(person.calendar(where), asked), where)
                return look.link(date=page_event.day(copy))
            case "later":
                copy = series.locate(person.calendar(where), event_id)
                start = page_event.later(copy, timedelta(minutes=int(asked["minutes"])))
                person.move(event_id, start, None, scope, where)
            case "answer":
                person.answer(event_id, asked["response"], scope, where)
            case "delete":
                person.delete(event_id, scope, where)
        return None
