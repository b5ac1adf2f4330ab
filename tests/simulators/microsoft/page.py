"""The pages for people: routes, the frame around them, and what the forms do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..common.html import escape
from ..common.http import Request, Response
from ..common.page_journal import journal
from . import errors, page_calendar, page_event, page_form, page_logs, page_side, series, times
from .look import Look, face, page
from .model import Account, Calendar
from .person import Person
from .series import Event

if TYPE_CHECKING:
    from .simulator import MicrosoftSimulator

VIEWS = {"week": "Week", "agenda": "Agenda", "mails": "Mails", "requests": "Requests"}
REFRESH = """
const seen = document.querySelector('[data-tick]').dataset.tick;
setInterval(async () => {
  try {
    const now = await (await fetch('/ui/tick')).text();
    if (now !== seen) location.reload();
  } catch (error) { /* the simulator is away; try again */ }
}, 1500);
"""
TITLE = "Outlook simulator"


class Pages:
    """Answers the requests of a browser at ``/`` and ``/ui/``."""

    def __init__(self, simulator: MicrosoftSimulator) -> None:
        """Show one simulator."""
        self.sim, self.world = simulator, simulator.world

    def handle(self, request: Request) -> Response | None:
        """A page, what a form leads to, or ``None`` for a path of somebody else."""
        if request.path != "/" and not request.path.startswith("/ui/"):
            return None
        with self.world.lock:
            if request.path == "/ui/tick":
                return Response.of_html(self._tick())
            if request.method == "POST":
                return self._post(request)
            look = self._look(dict(request.query))
            if request.path == "/":
                return Response.of_html(self._main(look))
            if request.path in ("/ui/new", "/ui/event"):
                return self._event_page(look, dict(request.query))
        return Response.of_html(page("Not found", "<h1>Not found</h1>"), 404)

    def _tick(self) -> str:
        return f"{self.world.tick}-{len(self.world.mails)}-{len(self.sim.journal)}"

    def _look(self, asked: dict[str, str]) -> Look:
        people = self.world.accounts
        account = people.get(asked.get("account", "")) or next(iter(people.values()), None)
        try:
            day = date.fromisoformat(asked.get("date", ""))
        except ValueError:
            day = self._today(account)
        view = asked.get("view", "week")
        return Look(account, view if view in VIEWS else "week", day)

    def _today(self, account: Account | None) -> date:
        return times.in_zone(self.world.clock.now(), account.time_zone if account else "UTC").date()

    def _main(self, look: Look) -> str:
        if look.view == "mails":
            return self._frame(
                look, page_logs.mails(self.world, look, self.sim.outbox.reached), REFRESH
            )
        if look.view == "requests":
            return self._frame(look, journal(self.sim.journal), REFRESH)
        if look.account is None:
            return self._frame(look, '<p class="empty">There are no accounts yet.</p>', REFRESH)
        today = self._today(look.account)
        show = page_calendar.agenda if look.view == "agenda" else page_calendar.week
        body = f"""<div class="panes">{page_side.pane(self.world, look, today)}
          <div class="pane">{show(self.world, look, today)}</div></div>"""
        return self._frame(look, body, REFRESH)

    def _frame(self, look: Look, body: str, script: str = "") -> str:
        tabs = "".join(
            f'<a href="{escape(look.link(view=key))}" class="{"on" if key == look.view else ""}" '
            f'data-testid="view-{key}">{title}{self._count(key)}</a>'
            for key, title in VIEWS.items()
        )
        people = "".join(
            self._face(look, account, number)
            for number, account in enumerate(self.world.accounts.values())
        )
        frame = f"""
        <header class="top suite" data-tick="{self._tick()}">
          <a class="brand" href="/"><i></i>{TITLE} <span class="tag">not Microsoft</span></a>
          <nav aria-label="View">{tabs}</nav>
          <nav class="people" aria-label="Account">{people}</nav>
        </header><main class="page wide">{body}</main>"""
        return page(TITLE, frame, script)

    def _count(self, key: str) -> str:
        count = len(self.world.mails) if key == "mails" else 0
        return f' <span class="tag" data-testid="mail-count">{count}</span>' if count else ""

    def _face(self, look: Look, account: Account, number: int) -> str:
        on = "on" if look.account is account else ""
        first, _, rest = account.name.partition(" ")
        return (
            f'<a href="{escape(look.link(account=account.email))}" class="{on}" '
            f'title="{escape(account.email)}" data-testid="account-{escape(account.email)}">'
            f"{face(account, number)}"
            f'<span>{escape(first)}<span class="rest"> {escape(rest)}</span></span></a>'
        )

    def _event_page(
        self, look: Look, asked: dict[str, str], problem: str = "", status: int = 200
    ) -> Response:
        """The form of a meeting; with a problem it comes back with what was typed."""
        if look.account is None:
            return Response.redirect("/")
        event = None
        if asked.get("id"):
            try:
                event = series.locate(self.world, look.email, asked["id"])
            except errors.GraphError:
                return Response.redirect(look.link(), 303)
        calendar = event.calendar if event else self._calendar(look.account, asked)
        body = page_event.whole(self.world, look, calendar, event, asked, problem)
        return Response.of_html(self._frame(look, body), status)

    def _calendar(self, account: Account, asked: dict[str, str]) -> Calendar:
        found = {one.id: one for one in self.world.visible(account.email)}
        return found.get(asked.get("calendar", "")) or self.world.default(account.email)

    def _post(self, request: Request) -> Response:
        asked = request.form
        look = self._look(asked)
        try:
            done = self._act(request.path.removeprefix("/ui/"), asked, look)
        except errors.GraphError as error:
            return self._event_page(look, asked, error.message, 400)
        self.sim.changed()
        return Response.redirect(done or look.link(), 303)

    def _act(self, what: str, asked: dict[str, str], look: Look) -> str | None:
        match what:
            case "clear-mails":
                self.world.mails.clear()
            case "clear-requests":
                self.sim.journal.clear()
            case "reply":
                page_logs.reply(self.world, int(asked["mail"]), asked["response"])
            case _ if look.account:
                return self._as_person(what, asked, look, look.account)
        return None

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
                made = person.add(body, self._calendar(account, asked).id)
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
