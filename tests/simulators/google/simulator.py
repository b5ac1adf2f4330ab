"""The simulated Google as one object: start it, point a client at its URL, look inside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..common.clock import Clock
from ..common.faults import Fault
from ..common.http import Request, Response
from ..common.journal import Entry
from ..common.mails import Mail
from ..common.simulator import Simulator
from . import batch, errors, inbound, invitations, scopes, state
from .api import Api
from .channels import Channels
from .control_api import ControlApi
from .login import AUTH, REVOKE, TOKEN, Login
from .model import Account, Calendar, Copy, Fields
from .oauth import Client, Grant, OAuth, Wish
from .page import Page
from .person import Person
from .world import World

DEFAULT_CLIENT = Client(
    "demo-client-id.apps.googleusercontent.com", "demo-client-secret", [], any_loopback=True
)
DEFAULT_ACCOUNTS = (
    ("anna@example.com", "Anna Demo"),
    ("ben@example.com", "Ben Demo"),
    ("carla@example.org", "Carla Outside"),
)
ALL_SCOPES = [scopes.PREFIX + "calendar", "openid", "email"]


class GoogleSimulator(Simulator):
    """OAuth 2 and Calendar v3 on loopback."""

    default_accounts = DEFAULT_ACCOUNTS
    default_client = DEFAULT_CLIENT

    def build(self, clock: Clock | None, seed: int) -> None:
        """Set the parts of every simulator, and those of this one."""
        self.world = World(clock, seed)
        self.world.postmen.append(self._post)
        self.oauth = OAuth(self.world)
        self.push: Channels = Channels(self.world)
        self.api = Api(self.world, self.oauth, self.push)
        self.login = Login(self.oauth)
        self.control = ControlApi(self)
        self.pages = Page(self)

    def environment(self) -> dict[str, str]:
        """The environment variables that point the addons here."""
        base = "CALENDAR_SYNC_GOOGLE_"
        return {
            f"{base}API_URL": self.url,
            f"{base}AUTH_URL": self.url + AUTH,
            f"{base}TOKEN_URL": self.url + TOKEN,
            f"{base}REVOKE_URL": self.url + REVOKE,
        }

    def reset(self, defaults: bool = False) -> None:
        """Forget everything; with ``defaults`` begin again with the demo's people."""
        self.api.quota.reset()
        super().reset(defaults)

    def add_account(
        self, email: str, name: str = "", locale: str = "en", zone: str = "Europe/Paris"
    ) -> Account:
        """A person with a calendar."""
        return self.world.add_account(email, name, locale, zone)

    def calendar(self, calendar_id: str) -> Calendar:
        """Direct access to a calendar's content."""
        return self.world.calendars[calendar_id]

    def person(self, email: str, send: str = "all") -> Person:
        """Act as a person in the calendar page."""
        return Person(self.world, email, send)

    def grant(
        self, email: str, wanted: list[str] | None = None, client_id: str | None = None
    ) -> dict[str, Any]:
        """Tokens without the consent page: what the token endpoint would have answered."""
        if email not in self.world.accounts:
            raise ValueError(f"no such account: {email}")
        client = self.oauth.clients[client_id or next(iter(self.oauth.clients))]
        wish = Wish(email, tuple(wanted or ALL_SCOPES), "", None, True, "consent")
        code = self.oauth.issue_code(client, wish)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": client.id,
            "client_secret": client.secret,
            "redirect_uri": "",
        }
        return self.oauth.token(form)

    def receive(self, invitation: Fields) -> list[str]:
        """Put a mail into the calendars it is for; the addresses that took it."""
        return inbound.deliver(self.world, invitation)

    def _post(self, mail: Mail, copy: Copy) -> None:
        if self.outbox.connected:
            self.outbox.put(invitations.about(self.world, mail, copy))

    def dump(self) -> dict[str, Any]:
        """The state as plain values."""
        return state.dump(self)

    def load(self, data: dict[str, Any]) -> None:
        """Take back what ``dump`` gave."""
        state.load(data, self)

    def failure(self, fault: Fault) -> errors.ApiError:
        """The refusal that a fault stands for."""
        return errors.named(fault.reason or "backendError", fault.status, fault.message)

    def answer(self, request: Request) -> Response:
        """The answer to a call of the API or of the sign-in."""
        response = self._answer(request)
        if latency := self.world.settings.latency:
            old = response.transport
            response.transport = replace(old, latency=old.latency + latency)
        return response

    def _answer(self, request: Request) -> Response:
        if request.path in (AUTH, TOKEN, REVOKE):
            return self.recorded(request, None, lambda entry: self._login(request))
        if request.path == batch.PATH and request.method == "POST":
            return self._batch(request)
        return self._call(request)

    def _login(self, request: Request) -> Response:
        return self.login.handle(request) or Response.of_json({"error": "not_found"}, 404)

    def _call(self, request: Request, number: int | None = None) -> Response:
        grant = self._grant(request)
        run = lambda entry: self.api.handle(request, grant)  # noqa: E731
        return self.recorded(request, _email(grant), run, number)

    def _batch(self, request: Request) -> Response:
        def run_all(entry: Entry) -> Response:
            return batch.handle(self.world, request, lambda part: self._call(part, entry.number))

        return self.recorded(request, _email(self._grant(request)), run_all)

    def _grant(self, request: Request) -> Grant | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            token = request.param("access_token") or ""
        return self.oauth.authenticate(token)


def _email(grant: Grant | None) -> str | None:
    return grant.email if grant else None
