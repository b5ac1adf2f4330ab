"""The pages for people: routes, the frame around them, and what the forms do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ..common.html import escape, page
from ..common.http import Request, Response
from ..common.page_journal import journal
from . import errors, page_calendar, page_event, page_logs, series
from .model import Account, Calendar
from .person import Person

if TYPE_CHECKING:
    from .simulator import GoogleSimulator

VIEWS = {"week": "Week", "agenda": "Agenda", "mails": "Mails", "requests": "Requests"}
FACES = ("#0f766e", "#6366f1", "#c2410c", "#be185d", "#4d7c0f", "#0369a1")
REFRESH = """
const seen = document.querySelector('[data-tick]').dataset.tick;
setInterval(async () => {
  try {
    const now = await (await fetch('/ui/tick')).text();
    if (now !== seen) location.reload();
  } catch (error) { /* the simulator is away; try again */ }
}, 1500);
"""


@dataclass(frozen=True)
class Look:
    """What a page shows: whose calendar, in which way, at which day."""

    account: Account | None
    view: str = "week"
    day: date = date.min

    def link(self, **change: object) -> str:
        """The address of the same page with a difference."""
        values = {
            "account": self.account.email if self.account else "",
            "view": self.view,
            "date": self.day.isoformat(),
            **change,
        }
        return "/?" + urlencode(values)


class Page:
    """Answers the requests of a browser at ``/`` and ``/ui/``."""

    def __init__(self, simulator: GoogleSimulator) -> None:
        """Show one simulator."""
        self.sim = simulator
        self.world = simulator.world

    def handle(self, request: Request) -> Response:
        """A page, or what a form leads to."""
        with self.world.lock:
            if request.path == "/ui/tick":
                return Response.of_html(self._tick())
            if request.method == "POST":
                return self._post(request)
            look = self._look(dict(request.query))
            if request.path == "/":
                return Response.of_html(self._main(look, request))
            if request.path in ("/ui/new", "/ui/event"):
                return self._event_page(request, look, "")
        return Response.of_html(page("Not found", "<h1>Not found</h1>"), 404)

    def _tick(self) -> str:
        return f"{self.world.tick}-{len(self.world.mails)}-{len(self.sim.journal)}"

    def _look(self, asked: dict[str, str]) -> Look:
        people = self.world.accounts
        account = people.get(asked.get("account", "")) or next(iter(people.values()), None)
        today = self.world.clock.now().date()
        try:
            day = date.fromisoformat(asked.get("date", ""))
        except ValueError:
            day = today
        view = asked.get("view", "week")
        return Look(account, view if view in VIEWS else "week", day)

    def _main(self, look: Look, request: Request) -> str:
        if look.view == "mails":
            body = page_logs.mails(self.world, look, self.sim.outbox.reached)
        elif look.view == "requests":
            body = journal(self.sim.journal)
        elif look.account is None:
            body = '<p class="empty">There are no accounts yet.</p>'
        elif look.view == "agenda":
            body = page_calendar.agenda(self.world, look)
        else:
            body = page_calendar.week(self.world, look)
        return self._frame(look, body, REFRESH)

    def _frame(self, look: Look, body: str, script: str = "") -> str:
        tabs = "".join(
            f'<a href="{escape(look.link(view=key))}" class="{"on" if key == look.view else ""}" '
            f'data-testid="view-{key}">{title}{self._count(key)}</a>'
            for key, title in VIEWS.items()
        )
        people = "".join(self._face(look, account) for account in self.world.accounts.values())
        frame = f"""
        <header class="top" data-tick="{self._tick()}">
          <a class="brand" href="/"><i></i>Google Calendar simulator
          <span class="tag">not Google</span></a>
          <nav>{tabs}</nav><nav class="people" aria-label="Account">{people}</nav>
        </header><main class="page">{body}</main>"""
        return page("Google Calendar simulator", frame, script)

    def _count(self, key: str) -> str:
        count = len(self.world.mails) if key == "mails" else 0
        return f' <span class="tag" data-testid="mail-count">{count}</span>' if count else ""

    def _face(self, look: Look, account: Account) -> str:
        color = FACES[list(self.world.accounts).index(account.email) % len(FACES)]
        on = "on" if look.account is account else ""
        first, _, rest = account.name.partition(" ")
        return (
            f'<a href="{escape(look.link(account=account.email))}" class="{on}" '
            f'title="{escape(account.email)}" data-testid="account-{escape(account.email)}">'
            f'<span class="face" style="background:{color}">{escape(account.name[:1])}</span>'
            f'<span>{escape(first)}<span class="rest"> {escape(rest)}</span></span></a>'
        )

    def _event_page(
        self, request: Request, look: Look, problem: str, status: int = 200
    ) -> Response:
        asked = dict(request.query) | (request.form if request.method == "POST" else {})
        asked["problem"] = problem
        if look.account is None:
            return Response.redirect("/")
        calendar = self._calendar(look.account, asked)
        copy = None
        if asked.get("id"):
            try:
                copy = series.locate(calendar, asked["id"])
            except errors.ApiError:
                return Response.redirect(look.link(), 303)
        body = page_event.form(self.world, look, calendar, copy, asked)
        return Response.of_html(self._frame(look, body), status)

    def _calendar(self, account: Account, asked: dict[str, str]) -> Calendar:
        wanted = self.world.calendars.get(asked.get("calendar", ""))
        return wanted or self.world.calendars[account.email]

    def _post(self, request: Request) -> Response:
        asked = request.form
        look = self._look(asked)
        try:
            done = self._act(request.path.removeprefix("/ui/"), asked, look)
        except errors.ApiError as error:
            words = error.payload["error"]["message"]
            return self._event_page(request, look, words, 400)
        self.sim.changed()
        return Response.redirect(done or look.link(), 303)

    def _act(self, what: str, asked: dict[str, str], look: Look) -> str | None:
        send = asked.get("send", "all")
        where, event_id = asked.get("calendar", "primary"), asked.get("id", "")
        scope = asked.get("scope", "one")
        email = asked.get("as") or (look.account.email if look.account else "")
        person = Person(self.world, email, send)
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
            case "clear-mails":
                self.world.mails.clear()
            case "clear-requests":
                self.sim.journal.clear()
        return None
