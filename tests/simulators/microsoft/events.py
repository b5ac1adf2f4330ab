"""The methods of events.

https://learn.microsoft.com/graph/api/resources/event#methods
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..common.http import Request
from . import errors, render, responses, schema, series, times, writes
from .delta import Delta, too_long
from .mailing import Occasion
from .model import Calendar, Fields
from .query import Query
from .series import Event
from .world import World

PARAMETERS = {"cancel": "cancellation", "snoozeReminder": "snooze"}


@dataclass(frozen=True)
class Call:
    """One call, checked."""

    request: Request
    email: str
    client: str
    path: dict[str, str]
    query: Query
    body: Any

    @property
    def if_match(self) -> str | None:
        """The state the caller has seen."""
        return self.request.headers.get("if-match")


class Events:
    """Runs the calls."""

    def __init__(self, world: World) -> None:
        """Work on one world."""
        self.world = world
        self.delta = Delta(world)

    def calendar(self, call: Call) -> Calendar:
        """The calendar of a path, the default one when it names none."""
        if "calendar" in call.path:
            return self.world.calendar_for(call.email, call.path["calendar"])
        return self.world.default(call.email)

    def _event(self, call: Call) -> Event:
        event = series.locate(self.world, call.email, call.path["event"])
        if "calendar" in call.path and event.calendar.id != call.path["calendar"]:
            raise errors.not_found()
        return event

    def _occasion(self, call: Call) -> Occasion:
        why = f"{call.request.method} {call.request.path.removeprefix('/v1.0')[:60]}"
        return Occasion(self.world, call.email, why, call.query.view.immutable)

    def listed(self, call: Call) -> Fields:
        """Single events and masters."""
        calendar = self.calendar(call)
        return self._collection(call, [Event(calendar, item) for item in calendar])

    def view(self, call: Call) -> Fields:
        """Single events and occurrences of a window."""
        first, last = _window(call)
        if (last - first).days > self.world.settings.max_view_days:
            raise too_long(self.world.settings.max_view_days)
        return self._collection(call, series.view(self.calendar(call), first, last))

    def instances(self, call: Call) -> Fields:
        """Occurrences of one series in a window."""
        event = self._event(call)
        first, last = _window(call)
        if event.type != "seriesMaster":
            raise errors.invalid_request("The event is not the master of a recurring series.")
        found = series.occurrences(event.calendar, event.item, first, last)
        return self._collection(call, found)

    def _collection(self, call: Call, found: list[Event]) -> Fields:
        query = call.query
        shown, beside = query.page(query.matching(found), self.world.settings)
        context = f"{query.base_url}/v1.0/$metadata#users('{call.email}')/events"
        rows = [render.event(event, query.view) for event in shown]
        return {"@odata.context": context, **beside, "value": rows}

    def changes(self, call: Call) -> Fields:
        """A page of a delta round."""
        return self.delta.answer(call.email, self.calendar(call), call.query)

    def get(self, call: Call) -> Fields:
        """One event."""
        return self._single(call, self._event(call))

    def _single(self, call: Call, event: Event) -> Fields:
        base = call.query.base_url
        context = f"{base}/v1.0/$metadata#users('{call.email}')/events/$entity"
        return {"@odata.context": context, **render.event(event, call.query.view, single=True)}

    def create(self, call: Call) -> Fields:
        """A new event."""
        event = writes.create(self._occasion(call), self.calendar(call), call.body)
        return self._single(call, event)

    def patch(self, call: Call) -> Fields:
        """A changed event."""
        event = self._event(call)
        writes.check_etag(event, call.if_match)
        return self._single(call, writes.change(self._occasion(call), event, call.body))

    def delete(self, call: Call) -> None:
        """An event less."""
        event = self._event(call)
        writes.check_etag(event, call.if_match)
        writes.delete(self._occasion(call), event)

    def act(self, call: Call) -> None:
        """Answers and cancellation; reminders are only checked."""
        event, action = self._event(call), _spelled(call.path["action"])
        values = schema.parameters(call.body, PARAMETERS.get(action, "answer"))
        if action == "cancel":
            responses.cancel(self._occasion(call), event, values)
        elif action in responses.ANSWERS:
            responses.respond(self._occasion(call), event, action, values)
        elif action == "snoozeReminder":
            times.point(values.get("newReminderTime"), "newReminderTime")


def _spelled(action: str) -> str:
    known = (*responses.ANSWERS, "cancel", "dismissReminder", "snoozeReminder")
    return next(name for name in known if name.lower() == action.lower())


def _window(call: Call) -> tuple[Any, Any]:
    params = {name.lower(): value for name, value in call.query.params.items()}
    return times.window(params.get("startdatetime"), params.get("enddatetime"))
