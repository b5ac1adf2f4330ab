"""The pages for people: routes, the frame around them, and what every service's forms do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from .errors import ServiceError
from .html import escape, page
from .http import Request, Response
from .look import Look
from .page_journal import journal

if TYPE_CHECKING:
    from .simulator import Simulator

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


class Pages:
    """Answers the requests of a browser at ``/`` and ``/ui/``.

    What raises NotImplementedError is each service's own, and so is how it looks: its name, what
    it is not, a style sheet on top of the shared one, and classes of the head and the body.
    """

    title: str
    tag: str
    style = ""
    top, main = "top", "page"

    def __init__(self, simulator: Simulator) -> None:
        """Show one simulator."""
        self.sim: Any = simulator
        self.world = simulator.world

    def handle(self, request: Request) -> Response:
        """A page, or what a form leads to."""
        with self.world.lock:
            if request.path == "/ui/tick":
                return Response.of_html(self._tick())
            if request.method == "POST":
                return self._post(request)
            asked = dict(request.query)
            look = self._look(asked)
            if request.path == "/":
                return Response.of_html(self.frame(look, self._main(look), REFRESH))
            if request.path in ("/ui/new", "/ui/event"):
                return self._event_page(look, asked)
        return Response.of_html(self._page("Not found", "<h1>Not found</h1>"), 404)

    def _page(self, title: str, body: str, script: str = "") -> str:
        style = f"<style>{self.style}</style>" if self.style else ""
        return page(title, style + body, script)

    def _tick(self) -> str:
        return f"{self.world.tick}-{len(self.world.mails)}-{len(self.sim.journal)}"

    def _look(self, asked: dict[str, str]) -> Look:
        people = self.world.accounts
        account = people.get(asked.get("account", "")) or next(iter(people.values()), None)
        try:
            day = date.fromisoformat(asked.get("date", ""))
        except ValueError:
            day = self.today(account)
        view = asked.get("view", "week")
        return Look(account, view if view in VIEWS else "week", day)

    def today(self, account: Any) -> date:
        """The day that a calendar opens at."""
        return self.world.clock.now().date()

    def _main(self, look: Look) -> str:
        if look.view == "mails":
            return self.mails(look)
        if look.view == "requests":
            return journal(self.sim.journal)
        if look.account is None:
            return '<p class="empty">There are no accounts yet.</p>'
        return self.calendar(look)

    def mails(self, look: Look) -> str:
        """The mails that would have been sent."""
        raise NotImplementedError

    def calendar(self, look: Look) -> str:
        """A person's week or agenda."""
        raise NotImplementedError

    def frame(self, look: Look, body: str, script: str = "") -> str:
        """A complete page: what is in it, the views and the people to change to."""
        tabs = "".join(
            f'<a href="{escape(look.link(view=key))}" class="{"on" if key == look.view else ""}" '
            f'data-testid="view-{key}">{title}{self._count(key)}</a>'
            for key, title in VIEWS.items()
        )
        people = "".join(
            self._person(look, account, number)
            for number, account in enumerate(self.world.accounts.values())
        )
        body = f"""
        <header class="{self.top}" data-tick="{self._tick()}">
          <a class="brand" href="/"><i></i>{self.title} <span class="tag">{self.tag}</span></a>
          <nav aria-label="View">{tabs}</nav>
          <nav class="people" aria-label="Account">{people}</nav>
        </header><main class="{self.main}">{body}</main>"""
        return self._page(self.title, body, script)

    def _count(self, key: str) -> str:
        count = len(self.world.mails) if key == "mails" else 0
        return f' <span class="tag" data-testid="mail-count">{count}</span>' if count else ""

    def _person(self, look: Look, account: Any, number: int) -> str:
        on = "on" if look.account is account else ""
        first, _, rest = account.name.partition(" ")
        return (
            f'<a href="{escape(look.link(account=account.email))}" class="{on}" '
            f'title="{escape(account.email)}" data-testid="account-{escape(account.email)}">'
            f"{self.face(account, number)}"
            f'<span>{escape(first)}<span class="rest"> {escape(rest)}</span></span></a>'
        )

    def face(self, account: Any, number: int) -> str:
        """A person in a circle."""
        raise NotImplementedError

    def _event_page(
        self, look: Look, asked: dict[str, str], problem: str = "", status: int = 200
    ) -> Response:
        """The form of a meeting; with a problem it comes back with what was typed."""
        if look.account is None:
            return Response.redirect("/")
        try:
            body = self.event(look, asked, problem)
        except ServiceError:  # the meeting has gone meanwhile
            return Response.redirect(look.link(), 303)
        return Response.of_html(self.frame(look, body), status)

    def event(self, look: Look, asked: dict[str, str], problem: str) -> str:
        """The form of a meeting, or of a new one; ServiceError when the meeting is not there."""
        raise NotImplementedError

    def _post(self, request: Request) -> Response:
        asked = request.form
        look = self._look(asked)
        try:
            done = self._act(request.path.removeprefix("/ui/"), asked, look)
        except ServiceError as error:
            return self._event_page(look, asked, error.message, 400)
        self.sim.changed()
        return Response.redirect(done or look.link(), 303)

    def _act(self, what: str, asked: dict[str, str], look: Look) -> str | None:
        if what == "clear-mails":
            return self.world.mails.clear()
        if what == "clear-requests":
            return self.sim.journal.clear()
        return self.act(what, asked, look)

    def act(self, what: str, asked: dict[str, str], look: Look) -> str | None:
        """What the button of a form does; the page that follows, if it is not the same."""
        raise NotImplementedError
