"""From an HTTP request to Graph to a method, with all checks on the way.

https://learn.microsoft.com/graph/use-the-api
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ..common.http import Request, Response
from . import calendars, errors, permissions, query
from .events import Call, Events
from .oauth import Grant
from .subscriptions import Subscriptions
from .throttle import Throttle
from .world import World

VERSION = "/v1.0"
CALENDAR = r"(?:/calendar|/calendars/(?P<calendar>[^/]+))"
EVENT = rf"{CALENDAR}?/events/(?P<event>[^/]+)"
JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false"
READ, WRITE = "Calendars.Read", "Calendars.ReadWrite"


@dataclass(frozen=True)
class Route:
    """One method: its verb, its path below /me, the permission it needs, what runs."""

    verb: str
    pattern: re.Pattern[str]
    scope: str
    run: Callable[[Call], Any]
    status: int = 200
    mailbox: bool = True
    kind: query.Kind = query.EVENT


class Api:
    """All methods; ``handle`` answers one request."""

    def __init__(self, world: World, subscriptions: Subscriptions, throttle: Throttle) -> None:
        """Work on one world."""
        self.world = world
        self.events = Events(world)
        self.subscriptions = subscriptions
        self.throttle = throttle
        self.base_url = ""
        self._mine = [*self._people(), *self._calendars(), *self._events()]
        self._top = self._subscriptions()

    def _people(self) -> list[Route]:
        person = "User.Read"
        return [
            _route("GET", "", person, self._me, mailbox=False, kind=calendars.USER),
            _route("GET", "/mailboxSettings", "MailboxSettings.Read", self._settings),
            _route("GET", r"/outlook/supportedTimeZones(?:\((?P<standard>.*)\))?", person,
                   self._zones),
        ]  # fmt: skip

    def _calendars(self) -> list[Route]:
        return [
            _route("GET", "/calendars", READ, self._list_calendars, kind=calendars.CALENDAR),
            _route("POST", "/calendars", WRITE, self._new_calendar, 201),
            _route("GET", CALENDAR, READ, self._calendar, kind=calendars.CALENDAR),
            _route("PATCH", CALENDAR, WRITE, self._change_calendar),
            _route("DELETE", CALENDAR, WRITE, self._drop_calendar, 204),
        ]

    def _events(self) -> list[Route]:
        run, whole, view = self.events, rf"{CALENDAR}?/events", rf"{CALENDAR}?/calendarView"
        answers, reminders = (
            "accept|decline|tentativelyAccept|cancel",
            "dismissReminder|snoozeReminder",
        )
        return [
            _route("GET", whole, READ, run.listed),
            _route("POST", whole, WRITE, run.create, 201),
            _route("GET", view, READ, run.view),
            _route("GET", rf"{view}/(?:microsoft\.graph\.)?delta(?:\(\))?", READ, run.changes),
            _route("GET", EVENT, READ, run.get),
            _route("PATCH", EVENT, WRITE, run.patch),
            _route("DELETE", EVENT, WRITE, run.delete, 204),
            _route("GET", rf"{EVENT}/instances", READ, run.instances),
            _route("POST", rf"{EVENT}/(?P<action>{answers})", WRITE, run.act, 202),
            _route("POST", rf"{EVENT}/(?P<action>{reminders})", WRITE, run.act),
        ]

    def _subscriptions(self) -> list[Route]:
        run, one = self.subscriptions, r"/subscriptions/(?P<id>[^/]+)"
        return [
            _route("GET", "/subscriptions", READ, run.listed),
            _route("POST", "/subscriptions", READ, run.create, 201),
            _route("GET", one, READ, run.get),
            _route("PATCH", one, READ, run.renew),
            _route("DELETE", one, READ, run.drop, 204),
            _route("POST", rf"{one}/reauthorize", READ, run.reauthorize, 204),
        ]

    def lock(self, request: Request) -> contextlib.AbstractContextManager[object]:
        """The lock of the world, except for what waits for an answer from outside."""
        waits = request.method == "POST" and request.path == f"{VERSION}/subscriptions"
        return contextlib.nullcontext() if waits else self.world.lock

    def handle(
        self, request: Request, grant: Grant | None, refusal: errors.GraphError | None = None
    ) -> Response:
        """The answer to a request whose bearer token stands for ``grant``."""
        return self.guarded(request, grant, lambda: self._handle(request, grant), refusal)

    def guarded(
        self,
        request: Request,
        grant: Grant | None,
        run: Callable[[], Response],
        refusal: errors.GraphError | None = None,
    ) -> Response:
        """The answer, or the refusal; 401 without a sign-in."""
        inner = self._inner(request)
        try:
            if grant is None:
                raise _unauthenticated(request)
            if refusal:
                raise refusal
            response = run()
        except errors.GraphError as error:
            response = self.refusal(request, error)
        response.headers |= {"request-id": inner["request-id"]}
        return response

    def refusal(self, request: Request, error: errors.GraphError) -> Response:
        """A refusal as answer."""
        headers = {"Content-Type": "application/json", **error.headers}
        return Response.of_json(error.payload(self._inner(request)), error.status, headers)

    def _inner(self, request: Request) -> dict[str, str]:
        number = f"{self.world.seed:08x}-0000-4000-a000-{self.world.tick:012x}"
        own = request.headers.get("client-request-id", number)
        date = self.world.clock.now().strftime("%Y-%m-%dT%H:%M:%S")
        return {"date": date, "request-id": number, "client-request-id": own}

    def _handle(self, request: Request, grant: Grant) -> Response:
        route, parts = self._find(request, grant)
        if not permissions.allows(grant.scopes, route.scope):
            raise errors.named("ErrorAccessDenied")
        if route.mailbox and not self.world.accounts[grant.email].mailbox:
            raise errors.named("MailboxNotEnabledForRESTAPI")
        self.throttle.take(grant.email)
        # Links lead to the host that was asked, by the name it was asked under.
        host = request.headers.get("host")
        origin = f"http://{host}" if host else self.base_url
        asked = query.read(request, self.world.settings, origin, route.kind)
        body = _body(request)
        call = Call(request, grant.email, grant.client_id, parts, asked, body)
        return self._response(route, route.run(call), call)

    def _find(self, request: Request, grant: Grant) -> tuple[Route, dict[str, str]]:
        rest = request.path.removeprefix(VERSION).rstrip("/")
        own, rest = self._own_path(rest, grant)
        routes = self._mine if own else self._top
        matches = [(route, route.pattern.fullmatch(rest)) for route in routes]
        found = [(route, match) for route, match in matches if match]
        for route, match in found:
            if route.verb == request.method:
                parts = {name: unquote(text) for name, text in match.groupdict().items() if text}
                return route, parts
        if found:
            raise errors.GraphError(
                405, "Request_BadRequest",
                "Specified HTTP method is not allowed for the request target.",
            )  # fmt: skip
        raise errors.bad_request(f"Resource not found for the segment '{rest.split('/')[-1]}'.")

    def _own_path(self, rest: str, grant: Grant) -> tuple[bool, str]:
        """``/me`` and ``/users/{the same person}`` are the same; others are not accessible."""
        if re.fullmatch(r"/me(/.*)?", rest, re.IGNORECASE):
            return True, rest[3:]
        match = re.fullmatch(r"/users/([^/]+)(/.*)?", rest, re.IGNORECASE)
        if not match:
            return False, rest
        account = self.world.accounts[grant.email]
        if unquote(match[1]).lower() not in (account.email, account.oid):
            raise errors.named("ErrorAccessDenied")
        return True, match[2] or ""

    def _response(self, route: Route, answer: Any, call: Call) -> Response:
        headers = {"Cache-Control": "private", "OData-Version": "4.0"}
        if call.query.applied:
            headers["Preference-Applied"] = ", ".join(call.query.applied)
        if answer is None:
            return Response(route.status, b"", headers)
        headers["Content-Type"] = f"{JSON};charset=utf-8"
        if "@odata.etag" in answer:
            headers["ETag"] = answer["@odata.etag"]
        return Response.of_json(answer, route.status, headers)

    def _me(self, call: Call) -> Any:
        shown = calendars.user(self.world.accounts[call.email])
        context = f"{self.base_url}{VERSION}/$metadata#users/$entity"
        return query.cut({"@odata.context": context, **shown}, call.query.view.select)

    def _settings(self, call: Call) -> Any:
        return calendars.mailbox_settings(self.world.accounts[call.email])

    def _zones(self, call: Call) -> Any:
        return {"value": calendars.supported_zones(_standard(call.path.get("standard", "")))}

    def _list_calendars(self, call: Call) -> Any:
        every = list(self.world.visible(call.email))
        found, beside = call.query.page(every, self.world.settings)
        shown = [calendars.show(self.world, call.email, one) for one in found]
        context = f"{self.base_url}{VERSION}/$metadata#users('{call.email}')/calendars"
        rows = [query.cut(one, call.query.view.select) for one in shown]
        return {"@odata.context": context, **beside, "value": rows}

    def _calendar(self, call: Call) -> Any:
        shown = calendars.show(self.world, call.email, self.events.calendar(call))
        return query.cut(shown, call.query.view.select)

    def _new_calendar(self, call: Call) -> Any:
        fresh = calendars.create(self.world, call.email, call.body)
        return calendars.show(self.world, call.email, fresh)

    def _change_calendar(self, call: Call) -> Any:
        one = calendars.change(self.world, call.email, self.events.calendar(call), call.body)
        return calendars.show(self.world, call.email, one)

    def _drop_calendar(self, call: Call) -> None:
        calendars.remove(self.world, call.email, self.events.calendar(call))


def _route(verb: str, pattern: str, scope: str, run: Callable[[Call], Any], status: int = 200,
           **more: Any) -> Route:  # fmt: skip
    return Route(verb, re.compile(pattern, re.IGNORECASE), scope, run, status, **more)


def _standard(text: str) -> str:
    return "iana" if "iana" in text.lower() else "windows"


def _unauthenticated(request: Request) -> errors.GraphError:
    error = errors.named("InvalidAuthenticationToken")
    if not request.headers.get("authorization"):
        error = errors.named("InvalidAuthenticationToken", message="Access token is empty.")
    error.headers["WWW-Authenticate"] = (
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/'
        'authorize", client_id="00000003-0000-0000-c000-000000000000"'
    )
    return error


def _body(request: Request) -> Any:
    if request.method not in ("POST", "PATCH") or not request.body:
        return None
    if "json" not in request.headers.get("content-type", ""):
        raise errors.GraphError(
            415, "RequestBodyRead", "A supported MIME type could not be found in Content-Type."
        )
    try:
        return request.json
    except ValueError:
        raise errors.bad_request("Unable to read JSON request payload.") from None
