"""The simulated Google as one object: start it, point a client at its URL, look inside."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from ..bridge import Outbox
from ..common.clock import Clock
from ..common.faults import Fault, FaultBook
from ..common.http import Request, Response, Transport
from ..common.journal import Entry, Journal
from ..common.mails import Mail
from ..common.server import HttpServer
from . import batch, errors, inbound, invitations, scopes, state
from .api import Api
from .channels import Channels
from .control_api import PREFIX as CONTROL
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
SECRET_FIELDS = ("client_secret", "refresh_token", "code", "code_verifier", "token")
SECRET_ANSWERS = ("access_token", "refresh_token", "id_token")
SAVE_SECONDS = 0.5


class GoogleSimulator:
    """OAuth 2 and Calendar v3 on loopback."""

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
        self.oauth = OAuth(self.world)
        self.push = Channels(self.world)
        self.outbox = Outbox()
        self.world.postmen.append(self._post)
        self.journal = Journal()
        self.faults = FaultBook(seed)
        self.api = Api(self.world, self.oauth, self.push)
        self.login = Login(self.oauth)
        self.control = ControlApi(self)
        self.page = Page(self)
        self._server = HttpServer(self.handle, host, port)
        self._saver = _Saver(Path(state_file), self) if state_file else None
        if self._saver and self._saver.path.exists():
            data = json.loads(self._saver.path.read_text(encoding="utf-8"))
            state.load(data, self.world, self.oauth, self.push)

    def start(self) -> GoogleSimulator:
        """Listen."""
        self._server.start()
        self.api.base_url = self.url
        if self._saver:
            self._saver.start()
        return self

    def stop(self) -> None:
        """Stop listening; save the state."""
        self._server.stop()
        self.push.close()
        self.outbox.close()
        if self._saver:
            self._saver.stop()

    def __enter__(self) -> GoogleSimulator:
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
        """The origin of all endpoints."""
        return self._server.url

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
        self.world.reset()
        self.oauth.reset()
        self.push.reset()
        self.outbox.clear()
        self.api.quota.reset()
        self.journal.clear()
        self.faults.clear()
        if defaults:
            self.add_defaults()

    def add_defaults(self) -> None:
        """The accounts and the client of the demo."""
        for email, name in DEFAULT_ACCOUNTS:
            self.world.add_account(email, name)
        self.oauth.add_client(DEFAULT_CLIENT)

    def add_account(
        self, email: str, name: str = "", locale: str = "en", zone: str = "Europe/Paris"
    ) -> Account:
        """A person with a calendar."""
        return self.world.add_account(email, name, locale, zone)

    def add_client(
        self, client_id: str, client_secret: str, redirect_uris: list[str] | None = None
    ) -> Client:
        """An application; its redirect addresses have to match exactly."""
        return self.oauth.add_client(Client(client_id, client_secret, redirect_uris or []))

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

    def deliver(self, invitation: Fields) -> list[str]:
        """Mail from outside about a meeting (see ``inbound``); the addresses that took it."""
        with self.world.lock:
            taken = inbound.deliver(self.world, invitation)
            self.changed()
        return taken

    def _post(self, mail: Mail, copy: Copy) -> None:
        if self.outbox.connected:
            self.outbox.put(invitations.about(self.world, mail, copy))

    def flush(self) -> None:
        """Wait until mail and notifications are delivered."""
        self.outbox.flush()
        self.push.flush()

    def no_lock(self) -> contextlib.nullcontext[None]:
        """For what waits for other threads."""
        return contextlib.nullcontext()

    def changed(self) -> None:
        """The state should be saved soon."""
        if self._saver:
            self._saver.due.set()

    def handle(self, request: Request) -> Response:
        """The answer to any request."""
        if request.path.startswith(CONTROL):
            return self.control.handle(request)
        if request.path == "/" or request.path.startswith("/ui/"):
            return self.page.handle(request)
        if request.path == batch.PATH and request.method == "POST":
            return self._batch(request)
        if request.path in (AUTH, TOKEN, REVOKE):
            return self._recorded(request, None, lambda entry: self._login(request))
        grant = self._grant(request)
        return self._recorded(request, grant, lambda entry: self.api.handle(request, grant))

    def _login(self, request: Request) -> Response:
        return self.login.handle(request) or Response.of_json({"error": "not_found"}, 404)

    def _grant(self, request: Request) -> Grant | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            token = request.param("access_token") or ""
        return self.oauth.authenticate(token)

    def _batch(self, request: Request) -> Response:
        grant = self._grant(request)

        def run_all(entry: Entry) -> Response:
            return batch.handle(self.world, request, lambda part: self._part(part, entry.number))

        return self._recorded(request, grant, run_all)

    def _part(self, request: Request, number: int) -> Response:
        grant = self._grant(request)
        return self._recorded(request, grant, lambda entry: self.api.handle(request, grant), number)

    def _recorded(
        self,
        request: Request,
        grant: Grant | None,
        run: Callable[[Entry], Response],
        batch_number: int | None = None,
    ) -> Response:
        account = grant.email if grant else None
        with self.world.lock:
            entry = self.journal.open(batch=batch_number, **_seen(self.world, request, account))
            fault = self.faults.pick(request.method, request.path, account)
            if fault:
                entry.fault = fault.name
            performed = fault is None or fault.apply or _only_slow(fault)
            response = run(entry) if performed else Response(500)
            if fault:
                response = _spoiled(fault, response)
            _note_answer(entry, response)
            self.changed()
        if (latency := self.world.settings.latency) and batch_number is None:
            old = response.transport
            response.transport = Transport(old.latency + latency, old.reset, old.truncate)
        return response


def _only_slow(fault: Fault) -> bool:
    return not (fault.status or fault.hang or fault.reset)


def _spoiled(fault: Fault, response: Response) -> Response:
    if fault.status:
        response = _failure(fault)
    reset = fault.reset or bool(fault.hang)
    response.transport = Transport(fault.latency + fault.hang, reset, fault.truncate)
    return response


def _failure(fault: Fault) -> Response:
    headers = dict(fault.headers)
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    if isinstance(fault.body, str):
        return Response(fault.status or 500, fault.body.encode(), headers)
    if fault.body is not None:
        return Response.of_json(fault.body, fault.status or 500, headers)
    error = errors.named(fault.reason or "backendError", fault.status, fault.message)
    return Response.of_json(error.payload, error.status, headers)


def _seen(world: World, request: Request, account: str | None) -> dict[str, Any]:
    """A request as the journal keeps it, without secrets."""
    headers = dict(request.headers)
    if "authorization" in headers:
        headers["authorization"] = f"Bearer <{account or 'unknown'}>"
    return {
        "time": world.stamp(),
        "method": request.method,
        "path": request.path,
        "query": request.params,
        "headers": headers,
        "account": account,
        "body": _body(request),
    }


def _body(request: Request) -> Any:
    kind = request.headers.get("content-type", "")
    if "form-urlencoded" in kind:
        return {key: "…" if key in SECRET_FIELDS else value for key, value in request.form.items()}
    if "multipart" in kind:
        return None
    try:
        return request.json
    except ValueError:
        return request.body.decode("utf-8", "replace")


def _note_answer(entry: Entry, response: Response) -> None:
    entry.status = 0 if response.transport.reset else response.status
    entry.answer = response.payload
    if entry.path in (TOKEN, REVOKE) and isinstance(response.payload, dict):
        entry.answer = {
            key: "…" if key in SECRET_ANSWERS else value for key, value in response.payload.items()
        }


class _Saver:
    """Writes the state soon after changes, in a thread of its own."""

    def __init__(self, path: Path, simulator: GoogleSimulator) -> None:
        self.path = path
        self.due = threading.Event()
        self._sim = simulator
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="state")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self.due.set()
        if self._thread.is_alive():
            self._thread.join(5)
        self._save()

    def _run(self) -> None:
        while not self._ending.is_set():
            self.due.wait()
            self.due.clear()
            self._save()
            self._ending.wait(SAVE_SECONDS)

    def _save(self) -> None:
        sim = self._sim
        with sim.world.lock:
            data = state.dump(sim.world, sim.oauth, sim.push)
            state.write(self.path, data)
