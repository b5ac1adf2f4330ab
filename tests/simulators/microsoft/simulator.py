"""The simulated Microsoft as one object: start it, point a client at its URL, look inside."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from ..bridge import Outbox
from ..common.clock import Clock
from ..common.faults import FaultBook
from ..common.http import Request, Response
from ..common.journal import Journal
from ..common.server import HttpServer
from . import batch, errors, inbound, recording, state
from .api import VERSION, Api
from .control_api import PREFIX as CONTROL
from .control_api import ControlApi
from .model import Account, Calendar, Fields
from .oauth import DEFAULT_CLIENT, Client, Grant, OAuth
from .page import Pages
from .person import Person
from .subscriptions import Subscriptions
from .throttle import Throttle
from .world import World

DEFAULT_ACCOUNTS = (
    ("dora@example.net", "Dora Demo"),
    ("emil@example.net", "Emil Demo"),
    ("frida@example.com", "Frida Outside"),
)
ALL_SCOPES = ["offline_access", "openid", "profile", "User.Read", "Calendars.ReadWrite"]


class MicrosoftSimulator:
    """Sign-in and Graph calendar on loopback."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: int = 0,
        clock: Clock | None = None,
        state_file: str | Path | None = None,
    ) -> None:
        """Prepare; ``start`` begins to listen. A state file is read if it exists."""
        self.world = World(clock, seed)
        self.oauth = OAuth(self.world, self.world.clock, self.world.settings)
        self.push = Subscriptions(self.world)
        self.throttle = Throttle(self.world)
        self.outbox = Outbox()
        self.world.postmen.append(lambda mail, invitation: self.outbox.put(invitation))
        self.journal = Journal()
        self.faults = FaultBook(seed)
        self.api = Api(self.world, self.push, self.throttle)
        self.control = ControlApi(self)
        self.pages = Pages(self)
        self._server = HttpServer(self.handle, host, port)
        self._stopping = threading.Event()
        self._keeper = state.Keeper(Path(state_file), self) if state_file else None
        if self._keeper:
            self._keeper.load()

    def start(self) -> MicrosoftSimulator:
        """Listen."""
        self._server.start()
        self.api.base_url = self.url
        if self._keeper:
            self._keeper.start()
        return self

    def stop(self) -> None:
        """Stop listening; save the state."""
        self._stopping.set()
        self._server.stop()
        self.push.close()
        self.outbox.close()
        if self._keeper:
            self._keeper.stop()

    def __enter__(self) -> MicrosoftSimulator:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The origin of all endpoints; Graph is below ``/v1.0``, the sign-in elsewhere."""
        return self._server.url

    def environment(self) -> dict[str, str]:
        """The environment variables that point the addons here."""
        base = "CALENDAR_SYNC_MICROSOFT_"
        return {f"{base}GRAPH_URL": self.url, f"{base}LOGIN_URL": self.url}

    def reset(self, defaults: bool = False) -> None:
        """Forget everything; with ``defaults`` begin again with the demo's people."""
        self.world.reset()
        self.oauth.reset()
        self.push.reset()
        self.outbox.clear()
        self.throttle.reset()
        self.journal.clear()
        self.faults.clear()
        if defaults:
            self.add_defaults()

    def add_defaults(self) -> None:
        """The accounts and the application of the demo."""
        for email, name in DEFAULT_ACCOUNTS:
            self.world.add_account(email, name)
        self.oauth.add_client(replace(DEFAULT_CLIENT))

    def add_account(
        self,
        email: str,
        name: str = "",
        zone: str = "Romance Standard Time",
        mailbox: bool = True,
        personal: bool = False,
    ) -> Account:
        """A person with a calendar; ``mailbox=False`` has no licence for one."""
        return self.world.add_account(email, name, zone, mailbox, personal)

    def add_client(
        self, client_id: str, client_secret: str, redirect_uris: list[str] | None = None,
        **more: Any,
    ) -> Client:  # fmt: skip
        """An application; its redirect addresses have to match exactly."""
        return self.oauth.add_client(Client(client_id, client_secret, redirect_uris or [], **more))

    def calendar(self, calendar_id: str) -> Calendar:
        """Direct access to a calendar's content; a person's address stands for the default one."""
        if calendar_id in self.world.accounts:
            return self.world.default(calendar_id)
        return self.world.calendars[calendar_id]

    def person(self, email: str) -> Person:
        """Act as a person in Outlook."""
        return Person(self.world, email)

    def deliver(self, invitation: Fields) -> list[str]:
        """Mail from outside about a meeting (see ``invitations``); the addresses that took it."""
        with self.world.lock:
            taken = inbound.deliver(self.world, invitation)
            self.changed()
        return taken

    def flush(self) -> None:
        """Wait until mail and notifications are delivered."""
        self.outbox.flush()
        self.push.flush()

    def grant(
        self, email: str, wanted: list[str] | None = None, client_id: str | None = None
    ) -> dict[str, Any]:
        """Tokens without the consent page: what the token endpoint would have answered."""
        scopes = tuple(wanted or ALL_SCOPES)
        with self.world.lock:
            return self.oauth.issue(email, scopes, client_id)

    def no_lock(self) -> contextlib.nullcontext[None]:
        """For what waits for other threads."""
        return contextlib.nullcontext()

    def changed(self) -> None:
        """The state should be saved soon."""
        if self._keeper:
            self._keeper.due.set()

    def handle(self, request: Request) -> Response:
        """The answer to any request."""
        if request.path.startswith(CONTROL):
            return self.control.handle(request)
        if request.path == batch.PATH and request.method == "POST":
            return self._batch(request)
        if request.path == VERSION or request.path.startswith(f"{VERSION}/"):
            return self._graph(request)
        return self._elsewhere(request)

    def _elsewhere(self, request: Request) -> Response:
        page = self.pages.handle(request)
        if page is not None:
            return page
        return self._recorded(request, None, lambda: self._login(request))

    def _login(self, request: Request) -> Response:
        answer = self.oauth.handle(request)
        return answer or Response.of_json({"error": "not_found"}, 404)

    def _grant(self, request: Request) -> Grant | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        with self.world.lock:
            grant = self.oauth.grant(token) if kind.lower() == "bearer" else None
        return grant if grant and grant.email in self.world.accounts else None

    def _graph(
        self,
        request: Request,
        number: int | None = None,
        refusal: errors.GraphError | None = None,
    ) -> Response:
        """One call; it takes part in the concurrency of its mailbox until it is answered."""
        grant = self._grant(request)
        slot = self.throttle.slot(grant.email) if grant else contextlib.nullcontext()
        with slot as full:
            run = lambda: self.api.handle(request, grant, refusal or full)  # noqa: E731
            response = self._recorded(request, grant, run, number)
            self._wait(response, number)
        return response

    def _wait(self, response: Response, number: int | None) -> None:
        """What is slow is slow while it is under way, not when it is sent."""
        usual = self.world.settings.latency if number is None else 0
        if seconds := response.transport.latency + usual:
            self._stopping.wait(seconds)
            response.transport = replace(response.transport, latency=0)

    def _batch(self, request: Request) -> Response:
        grant = self._grant(request)
        entry = self.journal.open(**recording.seen(self.world, request, _email(grant)))

        def part(inner: Request, refusal: errors.GraphError | None) -> Response:
            return self._graph(inner, entry.number, refusal)

        def run() -> Response:
            return self.api.guarded(request, grant, lambda: batch.handle(self.world, request, part))

        return recording.run(entry, self.faults, request, _email(grant), run)

    def _recorded(
        self,
        request: Request,
        grant: Grant | None,
        run: Callable[[], Response],
        number: int | None = None,
    ) -> Response:
        account = _email(grant)
        with self.api.lock(request):
            entry = self.journal.open(batch=number, **recording.seen(self.world, request, account))
            answer = recording.run(entry, self.faults, request, account, run)
            self.changed()
        return answer


def _email(grant: Grant | None) -> str | None:
    return grant.email if grant else None
