"""From an HTTP request of the Calendar API to a method, with all checks on the way.

https://developers.google.com/workspace/calendar/api/v3/reference
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from ..common.http import Request, Response
from . import calendars, errors, params, partial, scopes
from .channels import Channels
from .events import Call, Events
from .oauth import Grant, OAuth
from .quota import Quota
from .world import World

PREFIX = "/calendar/v3/"
WITH_BODY = ("POST", "PUT", "PATCH")


@dataclass(frozen=True)
class Route:
    """One method of the API."""

    name: str
    verb: str
    template: str
    allowed: dict[str, str]
    run: Callable[[Call], Any]

    @property
    def pattern(self) -> str:
        """The path as a regular expression with the parts' names."""
        return PREFIX + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template)


class Api:
    """All methods; ``handle`` answers one request."""

    def __init__(self, world: World, oauth: OAuth, push: Channels) -> None:
        """Work on one world."""
        self.world = world
        self.oauth = oauth
        self.push = push
        self.events = Events(world, push)
        self.quota = Quota(world)
        self.base_url = ""
        self._routes = [(route, re.compile(route.pattern)) for route in self._table()]

    def _table(self) -> list[Route]:
        events = "calendars/{calendarId}/events"
        one = events + "/{eventId}"
        table = [
            ("calendarList.list", "GET", "users/me/calendarList", params.ENTRIES, self._entries),
            ("calendarList.get", "GET", "users/me/calendarList/{calendarId}", {}, self._entry),
            ("calendars.get", "GET", "calendars/{calendarId}", {}, self._calendar),
            ("calendars.insert", "POST", "calendars", {}, self._new_calendar),
            ("calendars.delete", "DELETE", "calendars/{calendarId}", {}, self._drop_calendar),
            ("colors.get", "GET", "colors", {}, lambda call: calendars.colors()),
            ("settings.list", "GET", "users/me/settings", params.SETTINGS, self._settings),
            ("settings.get", "GET", "users/me/settings/{setting}", {}, self._setting),
            ("channels.stop", "POST", "channels/stop", {}, self._stop),
            ("events.import", "POST", events + "/import", params.WRITING, self.events.import_),
            ("events.watch", "POST", events + "/watch", params.LIST, self.events.watch),
            ("events.list", "GET", events, params.LIST, self.events.list),
            ("events.insert", "POST", events, params.INSERT, self.events.insert),
            ("events.get", "GET", one, params.READING, self.events.get),
            ("events.update", "PUT", one, params.CHANGE, self.events.update),
            ("events.patch", "PATCH", one, params.CHANGE, self.events.patch),
            ("events.delete", "DELETE", one, params.SENDING, self.events.delete),
            ("events.instances", "GET", one + "/instances", params.INSTANCES,
             self.events.instances),
            ("events.move", "POST", one + "/move", params.SENDING | {"destination": "string"},
             self.events.move),
        ]  # fmt: skip
        return [Route(f"calendar.{name}", *rest) for name, *rest in table]

    def handle(self, request: Request, grant: Grant | None) -> Response:
        """The answer to a request whose bearer token stands for ``grant``."""
        try:
            return self._handle(request, grant)
        except errors.ApiError as error:
            return error.answer()

    def _handle(self, request: Request, grant: Grant | None) -> Response:
        route, parts = self._find(request)
        if grant is None:
            raise errors.unauthenticated()
        self._check_scope(route, grant)
        self.quota.take(grant.email, route.name)
        checked = params.check(request.params, route.allowed)
        call = self._call(request, grant, route, parts, checked)
        mask = partial.parse(checked["fields"]) if checked["fields"] else {}
        return self._response(route, route.run(call), mask)

    def _find(self, request: Request) -> tuple[Route, dict[str, str]]:
        for route, pattern in self._routes:
            match = pattern.fullmatch(request.path)
            if match and route.verb == request.method:
                return route, {name: unquote(text) for name, text in match.groupdict().items()}
        raise errors.not_found()

    def _check_scope(self, route: Route, grant: Grant) -> None:
        accepted = scopes.allowed(route.name)
        if not set(accepted) & set(grant.scopes):
            raise errors.insufficient_scope(route.name, accepted)

    def _call(
        self,
        request: Request,
        grant: Grant,
        route: Route,
        parts: dict[str, str],
        checked: params.Params,
    ) -> Call:
        return Call(
            grant.email,
            grant.client,
            route.name.removeprefix("calendar."),
            parts,
            checked,
            self._body(request),
            request.headers.get("if-match"),
            request.headers.get("if-none-match"),
            self.base_url,
        )

    def _body(self, request: Request) -> Any:
        if request.method not in WITH_BODY or not request.body:
            return None
        if "json" not in request.headers.get("content-type", "application/json"):
            kind = request.headers["content-type"]
            raise errors.ApiError(
                400, "badContent", f"Media type '{kind}' is not supported.", "global"
            )
        try:
            return request.json
        except ValueError:
            raise errors.ApiError(400, "parseError", "Parse Error") from None

    def _response(self, route: Route, answer: Any, mask: partial.Mask) -> Response:
        if route.verb == "GET" and answer is None:
            return Response(304)
        if answer is None:
            return Response(204)
        headers = {"Vary": "Origin, X-Origin, Referer", "Cache-Control": "private, max-age=0"}
        if "etag" in answer:
            headers["ETag"] = answer["etag"]
        return Response.of_json(partial.cut(answer, mask), headers=headers)

    def _entries(self, call: Call) -> Any:
        return calendars.entries(self.world, self.world.accounts[call.email], call.params)

    def _entry(self, call: Call) -> Any:
        calendar = self.world.calendar_for(call.email, call.path["calendarId"])
        return calendars.entry(self.world, self.world.accounts[call.email], calendar)

    def _calendar(self, call: Call) -> Any:
        return calendars.show(self.world.calendar_for(call.email, call.path["calendarId"]))

    def _new_calendar(self, call: Call) -> Any:
        return calendars.create(self.world, call.email, call.body)

    def _drop_calendar(self, call: Call) -> None:
        calendar = self.world.calendar_for(call.email, call.path["calendarId"])
        calendars.remove(self.world, call.email, calendar)

    def _settings(self, call: Call) -> Any:
        return calendars.setting_list(self.world.accounts[call.email], call.params)

    def _setting(self, call: Call) -> Any:
        return calendars.setting(self.world.accounts[call.email], call.path["setting"])

    def _stop(self, call: Call) -> None:
        self.push.stop(call.email, call.client, call.body)
