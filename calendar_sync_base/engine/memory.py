"""The provider that ships with the engine: it keeps the whole contract, in memory.

Its service is `MemoryCalendars`; one `MemoryProvider` is one account connected to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from ..core.actions import CreateRemote, DeleteRemote, RemoteAction, Respond, Role, UpdateRemote
from ..core.calendars import Access, RemoteCalendar
from ..core.changes import MeetingChanges, apply
from ..core.errors import (
    AccountError,
    ChangedMeanwhile,
    CursorExpired,
    Duplicate,
    Gone,
    Refused,
    SyncError,
)
from ..core.observation import RemoteEvent
from ..core.recurrence import normalise, occurrence_span, slots
from ..core.values import Meeting, Original, Span
from .memory_service import OWN_FIELDS, Mail, MemoryCalendars, Shelf, Stored
from .ports import Changes, Channel, Outcome, Window

__all__ = ["Mail", "MemoryCalendars", "MemoryProvider"]

PAGE = 250
BATCH = 50
EVERYTHING = Window()
_WRITABLE = (Access.WRITE, Access.OWN)


class MemoryProvider:
    """One account's connection to a `MemoryCalendars`; implements `ports.CalendarProvider`."""

    def __init__(self, service: MemoryCalendars, email: str, silent: bool = True):
        """Connect an account of the service by its address; `silent` as the port has it."""
        self.requests = 0
        self.silent = silent
        self.service = service
        self.email = email

    def calendars(self) -> list[RemoteCalendar]:
        """Return the account's calendars, the primary one first."""
        self._ask("calendars")
        return [shelf.calendar for shelf in self.service.shelves(self.email)]

    def create_calendar(self, name: str) -> RemoteCalendar:
        """Make a calendar of the account's own. Raises Duplicate."""
        self._ask("create_calendar")
        if any(name == one.calendar.name for one in self.service.shelves(self.email)):
            raise Duplicate(name)
        made = self.service.add_calendar(self.email, f"{name}@{self.email}", name=name)
        return self.service.shelf(made, self.email).calendar

    def changes(self, calendar_id: str, cursor: str, window: Window) -> Changes:
        """Return what changed since `cursor`, or everything in the window."""
        self._ask("changes")
        shelf = self.service.shelf(calendar_id, self.email)
        since = self._since(shelf, cursor)
        found = [one for one in shelf.events.values() if one.version > since]
        if not cursor:
            found = [one for one in found if one.meeting and _in_window(one.meeting, window)]
        pages = 1 + max(0, len(found) - 1) // PAGE
        self.requests += pages - 1
        return Changes(
            events=tuple(shelf.seen(one) for one in found if one.remote_id not in shelf.unreadable),
            cursor=f"{shelf.era}:{self.service.version}",
            full=not cursor,
            requests=pages,
            rejected=tuple(
                (one.remote_id, shelf.unreadable[one.remote_id])
                for one in found
                if one.remote_id in shelf.unreadable
            ),
        )

    def get(self, calendar_id: str, remote_id: str) -> RemoteEvent | None:
        """Return one event, deleted or not; None when there never was one."""
        self._ask("get", remote_id)
        shelf = self.service.shelf(calendar_id, self.email)
        event = shelf.events.get(remote_id)
        return shelf.seen(event) if event else None

    def apply(self, calendar_id: str, actions: Sequence[RemoteAction]) -> list[Outcome]:
        """Carry out actions, one outcome each; see `ports.CalendarProvider.apply`."""
        shelf = self.service.shelf(calendar_id, self.email)
        self.requests += -(-len(actions) // BATCH)
        return [self._outcome(shelf, action) for action in actions]

    def open_channel(
        self, calendar_id: str, address: str, channel: Channel, former: Channel | None = None
    ) -> Channel:
        """Note a change channel; the service's `pings` tell when it would be called."""
        self._ask("open_channel")
        self.service.shelf(calendar_id, self.email)
        self.service.channels[channel.channel_id] = calendar_id
        week = self.service.now + timedelta(days=7)
        expires = min(channel.expires, week)
        if former:
            self.close_channel(former)
        return replace(channel, resource_id=f"resource-{calendar_id}", expires=expires)

    def close_channel(self, channel: Channel) -> None:
        """Forget a change channel."""
        self._ask("close_channel")
        self.service.channels.pop(channel.channel_id, None)

    def _ask(self, what: str, remote_id: str = "") -> None:
        self.requests += 1
        fault = self.service.fault(what, remote_id)
        if fault:
            raise fault.error

    @staticmethod
    def _since(shelf: Shelf, cursor: str) -> int:
        if not cursor:
            return 0
        era, _colon, version = cursor.partition(":")
        if era != str(shelf.era) or not version.isdigit():
            raise CursorExpired(cursor)
        return int(version)

    # -- writing -----------------------------------------------------------------------------------

    def _outcome(self, shelf: Shelf, action: RemoteAction) -> Outcome:
        fault = self.service.fault("apply", action.remote_id)
        try:
            if fault and not fault.after:
                raise fault.error
            done = self._write(shelf, action)
            if fault:
                raise fault.error
        except AccountError:
            raise
        except SyncError as error:
            return Outcome(action, error=error)
        return done

    def _write(self, shelf: Shelf, action: RemoteAction) -> Outcome:
        if shelf.calendar.access not in _WRITABLE:
            raise Refused(f"{shelf.calendar.name} is read-only")
        if isinstance(action, CreateRemote):
            return self._create(shelf, action)
        if isinstance(action, DeleteRemote):
            return self._delete(shelf, action)
        event = self._current(shelf, action.remote_id, action.etag)
        if isinstance(action, Respond):
            self._respond(event, action)
        else:
            self._update(shelf, event, action)
        return Outcome(action, shelf.seen(event))

    def _create(self, shelf: Shelf, action: CreateRemote) -> Outcome:
        event = shelf.events.get(action.remote_id)
        if event is not None and action.uid not in (event.marker, event.uid):
            raise Duplicate(action.remote_id)
        if event is not None and event.meeting is not None:
            return Outcome(action, shelf.seen(event), adopted=True)
        _check(action.meeting)
        copy = action.role is Role.COPY
        uid = action.uid if copy else f"{action.remote_id}@memory.example"
        # The id of a deleted event stays taken: the event itself is brought back.
        event = event or Stored(action.remote_id, uid, shelf.owner, None, action.uid, copy)
        self.service.store(shelf, event, action.meeting)
        self.service.send(action, self.email, action.meeting.title, self.silent)
        return Outcome(action, shelf.seen(event))

    def _update(self, shelf: Shelf, event: Stored, action: UpdateRemote) -> None:
        assert event.meeting
        _check_rights(shelf, event, action.changes)
        after = apply(action.changes, event.meeting)
        _check(after)
        self.service.store(shelf, event, after)
        self.service.send(action, self.email, after.title, self.silent)

    def _respond(self, event: Stored, action: Respond) -> None:
        if event.meeting is None or event.meeting.attendee(action.email) is None:
            raise Refused(f"{action.email} is not invited")
        self.service.respond(event, action.email, action.response, action.original)

    def _delete(self, shelf: Shelf, action: DeleteRemote) -> Outcome:
        known = shelf.events.get(action.remote_id)
        if known is None or known.meeting is None:
            gone = shelf.seen(known) if known else RemoteEvent(action.remote_id)
            return Outcome(action, gone, adopted=True)
        event = self._current(shelf, action.remote_id, action.etag)
        assert event.meeting
        told = replace(action, meeting=event.meeting)
        title = event.meeting.title
        self.service.remove(shelf, event)
        self.service.send(told, self.email, title, self.silent)
        return Outcome(action, shelf.seen(event))

    def _current(self, shelf: Shelf, remote_id: str, etag: str) -> Stored:
        event = shelf.events.get(remote_id)
        if event is None or event.meeting is None:
            raise Gone(remote_id)
        if event.read_only:
            raise Refused(f"{remote_id} is read-only")
        if etag and etag != event.etag:
            raise ChangedMeanwhile(remote_id)
        return event


def _check(meeting: Meeting) -> None:
    if _instant(meeting.span.end) < _instant(meeting.span.start):
        raise Refused("it ends before it starts")
    if meeting.recurrence:
        normalise(meeting.recurrence.rules, meeting.span)


def _check_rights(shelf: Shelf, event: Stored, changes: MeetingChanges) -> None:
    if "attendees" in changes.fields and event.meeting and not event.meeting.attendees_complete:
        raise Refused("the guest list was cut short")
    if event.organizer != shelf.owner and not changes.names() <= set(OWN_FIELDS):
        raise Refused("only the organizer can change this")


def _in_window(meeting: Meeting, window: Window) -> bool:
    if window == EVERYTHING:
        return True
    spans = [occurrence_span(meeting, one) for one in slots(meeting)]
    # A series may be left without any occurrence; it is there all the same.
    return any(_overlaps(span, window) for span in spans or [meeting.span])


def _overlaps(span: Span, window: Window) -> bool:
    start, end = _instant(span.start), _instant(span.end)
    after = window.start is None or end > window.start
    return after and (window.end is None or start < window.end)


def _instant(value: Original) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)
