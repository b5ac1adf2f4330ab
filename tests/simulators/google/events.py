"""The methods of the events collection, from checked parameters to answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import channels, copying, listing, series, writes
from .model import Calendar, Copy, Fields
from .params import Params
from .render import View, render
from .sharing import Notice
from .validate import Options
from .world import World


@dataclass(frozen=True)
class Call:
    """One call of the API: who, with which application, what."""

    email: str
    client: str
    method: str
    path: dict[str, str]
    params: Params
    body: Any = None
    if_match: str | None = None
    if_none_match: str | None = None
    base_url: str = ""

    @property
    def notice(self) -> Notice:
        """Who acts, and whom mails may go to."""
        return Notice(self.email, self.params.send, f"{self.method} by {self.email}")

    def occasion(self, world: World) -> writes.Occasion:
        """For the functions that write."""
        return writes.Occasion(world, self.options, self.notice)

    @property
    def options(self) -> Options:
        """What the query says about the write."""
        return Options(
            self.params.send,
            self.params.get("conferenceDataVersion", 0),
            self.params.get("supportsAttachments", False),
        )


class Events:
    """The events collection."""

    def __init__(self, world: World, push: channels.Channels) -> None:
        """Work on one world."""
        self.world = world
        self.lists = listing.Lists(world)
        self.push = push

    def _calendar(self, call: Call) -> Calendar:
        return self.world.calendar_for(call.email, call.path["calendarId"])

    def _writable(self, call: Call) -> Calendar:
        return self.world.writable(call.email, call.path["calendarId"])

    def _shown(self, call: Call, calendar: Calendar, copy: Copy) -> Fields:
        zone = call.params["timeZone"] or calendar.time_zone
        role = calendar.role(call.email) or ""
        return render(calendar, copy, View(role, zone, call.params["maxAttendees"]))

    def list(self, call: Call) -> Fields:
        """events.list."""
        return self.lists.events(call.email, self._calendar(call), call.params)

    def get(self, call: Call) -> Fields | None:
        """events.get; deleted events are shown as cancelled; ``None`` is "not modified"."""
        calendar = self._calendar(call)
        copy = series.locate(calendar, call.path["eventId"])
        if call.if_none_match and copy.etag in call.if_none_match:
            return None
        return self._shown(call, calendar, copy)

    def instances(self, call: Call) -> Fields:
        """events.instances."""
        calendar = self._calendar(call)
        master = series.locate(calendar, call.path["eventId"])
        return self.lists.instances(call.email, calendar, master, call.params)

    def insert(self, call: Call) -> Fields:
        """events.insert."""
        calendar = self._writable(call)
        copy = writes.insert(call.occasion(self.world), calendar, call.body or {})
        return self._shown(call, calendar, copy)

    def import_(self, call: Call) -> Fields:
        """events.import."""
        calendar = self._writable(call)
        copy = copying.import_(call.occasion(self.world), calendar, call.body or {})
        return self._shown(call, calendar, copy)

    def update(self, call: Call) -> Fields:
        """events.update."""
        return self._change(call, patch=False)

    def patch(self, call: Call) -> Fields:
        """events.patch."""
        return self._change(call, patch=True)

    def _change(self, call: Call, patch: bool) -> Fields:
        calendar = self._writable(call)
        copy = series.locate(calendar, call.path["eventId"])
        writes.check_etag(copy, call.if_match)
        body = {} if call.body is None else call.body
        written = writes.change(call.occasion(self.world), calendar, copy, body, patch)
        return self._shown(call, calendar, calendar.copies.get(written.id, written))

    def delete(self, call: Call) -> None:
        """events.delete."""
        calendar = self._writable(call)
        copy = series.locate(calendar, call.path["eventId"])
        if not copy.cancelled:
            writes.check_etag(copy, call.if_match)
        writes.delete(self.world, calendar, copy, call.notice)

    def move(self, call: Call) -> Fields:
        """events.move."""
        source = self._writable(call)
        target = self.world.writable(call.email, call.params["destination"] or "")
        copy = series.locate(source, call.path["eventId"])
        writes.check_etag(copy, call.if_match)
        moved = copying.move(self.world, source, target, copy, call.notice)
        if self.world.settings.move_shows_cancelled:
            return self._shown(call, source, source.copies[copy.id])
        return self._shown(call, target, moved)

    def watch(self, call: Call) -> Fields:
        """events.watch."""
        calendar = self._calendar(call)
        return self.push.watch(call.email, call.client, calendar, call.body, call.base_url)
