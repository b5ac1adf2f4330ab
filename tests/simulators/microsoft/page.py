"""The pages for people that look like Outlook's, and what their forms do."""

from __future__ import annotations

from datetime import date, timedelta

from ..common import pages
from ..common.look import Look
from . import page_calendar, page_event, page_form, page_logs, page_side, series, times
from .look import STYLE, face
from .model import Account, Calendar
from .person import Person
from .series import Event


class Pages(pages.Pages):
    """Answers the requests of a browser at ``/`` and ``/ui/``."""

    title, tag = "Outlook simulator", "not Microsoft"
    style = STYLE
    top, main = "top suite", "page wide"

    def today(self, account: Account | None) -> date:
        """The day that a calendar opens at, where its owner lives."""
        return times.in_zone(self.world.clock.now(), account.time_zone if account else "UTC").date()

    def mails(self, look: Look) -> str:
        """The mails that would have been sent."""
        return page_logs.mails(self.world, look, self.sim.outbox.reached)

    def calendar(self, look: Look) -> str:
        """A person's week or agenda, beside the list of calendars."""
        today = self.today(look.account)
        show = page_calendar.agenda if look.view == "agenda" else page_calendar.week
        return f"""<div class="panes">{page_side.pane(self.world, look, today)}
          <div class="pane">{show(self.world, look, today)}</div></div>"""

    def face(self, account: Account, number: int) -> str:
        """A person's initials in a circle."""
        return face(account, number)

    def event(self, look: Look, asked: dict[str, str], problem: str) -> str:
        """The form of a meeting, or of a new one; GraphError when the meeting is not there."""
        event = series.locate(self.world, look.email, asked["id"]) if asked.get("id") else None
        calendar = event.calendar if event else self._chosen(look.account, asked)
        return page_event.whole(self.world, look, calendar, event, asked, problem)

    def _chosen(self, account: Account, asked: dict[str, str]) -> Calendar:
        found = {one.id: one for one in self.world.visible(account.email)}
        return found.get(asked.get("calendar", "")) or self.world.default(account.email)

    def act(self, what: str, asked: dict[str, str], look: Look) -> str | None:
        """What the button of a form does; the page that follows, if it is not the same."""
        if what == "reply":
            return page_logs.reply(self.world, int(asked["mail"]), asked["response"])
        return self._as_person(what, asked, look, look.account) if look.account else None

    def _as_person(
        self, what: str, asked: dict[str, str], look: Look, account: Account
    ) -> str | None:
        person, event_id = Person(self.world, account.email), asked.get("id", "")
        scope, words = asked.get("scope", "one"), asked.get("comment", "").strip()
        match what:
            case "save" if event_id:
                event = series.locate(self.world, account.email, event_id)
                person.edit(event_id, page_form.change(account, event, asked), scope)
            case "save":
                body = page_form.body(account, asked)
                made = person.add(body, self._chosen(account, asked).id)
                return look.link(date=page_form.first_day(account, made))
            case "later":
                event = series.locate(self.world, account.email, event_id)
                person.move(event_id, _later(event, int(asked["minutes"])), None, scope)
            case "move-to":
                moved = person.move_to(event_id, asked["calendar"])
                return look.link("/ui/event", id=moved.id())
            case "answer":
                send = "quiet" not in asked
                person.answer(event_id, asked["response"], scope, words, send)
            case "delete":
                person.delete(event_id, scope, words)
        return None


def _later(event: Event, minutes: int) -> times.Point:
    """A start moved by some time; all-day events move by days."""
    if event.fields["isAllDay"]:
        minutes = minutes // 1440 * 1440
    return times.shift(event.fields["start"], timedelta(minutes=minutes))
