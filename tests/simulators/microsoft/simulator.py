"""The simulated Microsoft as one object: start it, point a client at its URL, look inside."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace
from typing import Any

from ..common.clock import Clock
from ..common.faults import Fault
from ..common.http import Request, Response
from ..common.journal import Entry
from ..common.simulator import Simulator
from . import batch, errors, inbound, state
from .api import VERSION, Api
from .control_api import ControlApi
from .model import Account, Calendar, Fields
from .oauth import DEFAULT_CLIENT, Grant, OAuth
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


class MicrosoftSimulator(Simulator):
    """Sign-in and Graph calendar on loopback; Graph is below ``/v1.0``, the sign-in elsewhere."""

    default_accounts = DEFAULT_ACCOUNTS
    default_client = DEFAULT_CLIENT

    def build(self, clock: Clock | None, seed: int) -> None:
        """Set the parts of every simulator, and those of this one."""
        self.world = World(clock, seed)
        self.world.postmen.append(lambda mail, invitation: self.outbox.put(invitation))
        self.oauth = OAuth(self.world, self.world.clock, self.world.settings)
        self.push: Subscriptions = Subscriptions(self.world)
        self.throttle = Throttle(self.world)
        self.api = Api(self.world, self.push, self.throttle)
        self.control = ControlApi(self)
        self.pages = Pages(self)
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Stop listening; save the state."""
        self._stopping.set()
        super().stop()

    def environment(self) -> dict[str, str]:
        """The environment variables that point the addons here."""
        base = "CALENDAR_SYNC_MICROSOFT_"
        return {f"{base}GRAPH_URL": self.url, f"{base}LOGIN_URL": self.url}

    def reset(self, defaults: bool = False) -> None:
        """Forget everything; with ``defaults`` begin again with the demo's people."""
        self.throttle.reset()
        super().reset(defaults)

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

    def calendar(self, calendar_id: str) -> Calendar:
        """Direct access to a calendar's content; a person's address stands for the default one."""
        if calendar_id in self.world.accounts:
            return self.world.default(calendar_id)
        return self.world.calendars[calendar_id]

    def person(self, email: str) -> Person:
        """Act as a person in Outlook."""
        return Person(self.world, email)

    def receive(self, invitation: Fields) -> list[str]:
        """Put a mail into the mailboxes it is for; the addresses that took it."""
        return inbound.deliver(self.world, invitation)

    def grant(
        self, email: str, wanted: list[str] | None = None, client_id: str | None = None
    ) -> dict[str, Any]:
        """Tokens without the consent page: what the token endpoint would have answered."""
        scopes = tuple(wanted or ALL_SCOPES)
        with self.world.lock:
            return self.oauth.issue(email, scopes, client_id)

    def dump(self) -> dict[str, Any]:
        """The state as plain values."""
        return state.dump(self)

    def load(self, data: dict[str, Any]) -> None:
        """Take back what ``dump`` gave."""
        state.load(data, self)

    def failure(self, fault: Fault) -> errors.GraphError:
        """The refusal that a fault stands for; without a code, the usual one of its status."""
        usual = (code for code, row in errors.DEFAULTS.items() if row[0] == fault.status)
        code = fault.reason or next(usual, "UnknownError")
        return errors.named(code, fault.status, fault.message)

    def answer(self, request: Request) -> Response:
        """The answer to a call of Graph or of the sign-in."""
        if request.path == batch.PATH and request.method == "POST":
            return self._batch(request)
        if request.path == VERSION or request.path.startswith(f"{VERSION}/"):
            return self._graph(request)
        return self.recorded(request, None, lambda entry: self._login(request))

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
            run = lambda entry: self.api.handle(request, grant, refusal or full)  # noqa: E731
            lock = self.api.lock(request)
            response = self.recorded(request, _email(grant), run, number, lock)
            self._wait(response, number)
        return response

    def _wait(self, response: Response, number: int | None) -> None:
        """What is slow is slow while it is under way, not when it is sent."""
        usual = self.world.settings.latency if number is None else 0
        if seconds := response.transport.latency + usual:
            self._stopping.wait(seconds)
            response.transport = replace(response.transport, latency=0)

    def _batch(self, request: Request) -> Response:
        """Its parts take the lock one by one, so that slow ones do not stop others."""
        grant = self._grant(request)

        def run_all(entry: Entry) -> Response:
            part = lambda inner, refusal: self._graph(inner, entry.number, refusal)  # noqa: E731
            return self.api.guarded(request, grant, lambda: batch.handle(self.world, request, part))

        return self.recorded(request, _email(grant), run_all, lock=contextlib.nullcontext())


def _email(grant: Grant | None) -> str | None:
    return grant.email if grant else None
