"""A calendar service that lives in memory: accounts, calendars, invitations, sent mails.

It behaves as the real ones do where it matters: invitations reach the guests' own calendars, ids
stay taken after a deletion, every write changes the etag, deletions leave a trace in listings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from ..core.actions import Action
from ..core.answers import answering
from ..core.calendars import Access, RemoteCalendar
from ..core.changes import MeetingChanges, apply, override
from ..core.errors import Gone, NeedsReconnect, SyncError
from ..core.mail import guests, mails_caused
from ..core.observation import RemoteEvent
from ..core.occurrences import slot_span
from ..core.traits import NONE, Traits
from ..core.values import (
    Changes,
    Conference,
    Meeting,
    Original,
    Override,
    Person,
    Response,
)

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
OWN_FIELDS = ("reminders", "show_as", "privacy")
"""What everybody keeps for their own copy of a meeting."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail the service sent about a meeting; `reason` as in `core.mail.mails_caused`."""

    to: str
    reason: str
    title: str


@dataclass(slots=True)
class Stored:
    """One event on one calendar; `meeting` is None once it was deleted."""

    remote_id: str
    uid: str
    organizer: str
    meeting: Meeting | None
    marker: str = ""
    private: bool = False
    read_only: bool = False
    version: int = 0
    updated: datetime = EPOCH
    traits: Traits = NONE

    @property
    def etag(self) -> str:
        """Return the etag of this version."""
        return f'"{self.version}"'


@dataclass(slots=True)
class Shelf:
    """One calendar with its events; `era` changes when all its cursors expire."""

    calendar: RemoteCalendar
    owner: str
    events: dict[str, Stored] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    era: int = 0

    def seen(self, event: Stored) -> RemoteEvent:
        """Return an event as the provider shows it."""
        own = event.organizer in (self.owner, self.calendar.remote_id)
        return RemoteEvent(
            remote_id=event.remote_id,
            etag=event.etag,
            uid=event.uid,
            marker=event.marker,
            meeting=event.meeting,
            updated=event.updated,
            organizer_self=own,
            read_only=event.read_only,
            web_link=f"https://calendar.example/{event.remote_id}",
            traits=event.traits,
        )


@dataclass(slots=True)
class Fault:
    """An error to come: `after` tells that the write is carried out before its answer is lost."""

    error: SyncError
    on: str
    times: int = 1
    after: bool = False
    remote_id: str = ""


def _as_given(meeting: Meeting) -> Meeting:
    return meeting


class MemoryCalendars:
    """The service. `now` is its clock, moved on by a second with every write.

    `holds` is what the service can hold of a meeting (it may drop or rewrite parts). `mails` and
    `pings` (channel ids) are what it sent; `faults` the errors it will give, see `fail`.
    """

    def __init__(self, now: datetime = EPOCH, holds: Callable[[Meeting], Meeting] = _as_given):
        """Start empty at `now` (aware UTC)."""
        self.now = now
        self.holds = holds
        self.mails: list[Mail] = []
        self.pings: list[str] = []
        self.faults: list[Fault] = []
        self.channels: dict[str, str] = {}
        self.revoked: set[str] = set()
        self._shelves: dict[str, Shelf] = {}
        self._version = 0

    # -- setting up --------------------------------------------------------------------------------

    def add_account(self, email: str) -> str:
        """Make an account with its primary calendar; return the calendar's id, the address."""
        return self.add_calendar(email, email, primary=True)

    def add_calendar(
        self,
        email: str,
        calendar_id: str,
        access: Access = Access.OWN,
        primary: bool = False,
        name: str = "",
    ) -> str:
        """Make a calendar that an account has `access` to; return its id."""
        calendar = RemoteCalendar(calendar_id, name or calendar_id, access, primary)
        self._shelves[calendar_id] = Shelf(calendar, email)
        return calendar_id

    def fail(
        self,
        error: SyncError,
        on: str = "apply",
        *,
        times: int = 1,
        after: bool = False,
        remote_id: str = "",
    ) -> None:
        """Answer the next calls with an error.

        `on` names the provider's method, `remote_id` the one event that is meant (empty: any). With
        `after`, the write is carried out all the same: its answer is lost.
        """
        self.faults.append(Fault(error, on, times, after, remote_id))

    def fault(self, on: str, remote_id: str = "") -> Fault | None:
        """Return and use up the fault that is due for a call."""
        for one in self.faults:
            if one.on == on and one.times > 0 and one.remote_id in ("", remote_id):
                one.times -= 1
                return one
        return None

    def expire_cursors(self, calendar_id: str) -> None:
        """Make every cursor of a calendar invalid."""
        self._shelves[calendar_id].era += 1

    # -- looking -----------------------------------------------------------------------------------

    def shelves(self, email: str) -> list[Shelf]:
        """Return the calendars of an account, the primary one first."""
        own = [one for one in self._shelves.values() if one.owner == email]
        return sorted(own, key=lambda one: not one.calendar.primary)

    def shelf(self, calendar_id: str, email: str = "") -> Shelf:
        """Return a calendar, as seen by an account if one is given.

        Raises Gone when there is none, NeedsReconnect when the account's grant is gone.
        """
        if email in self.revoked:
            raise NeedsReconnect(email)
        shelf = self._shelves.get(calendar_id)
        if shelf is None or email not in ("", shelf.owner):
            raise Gone(calendar_id)
        return shelf

    def meeting(self, calendar_id: str, remote_id: str) -> Meeting | None:
        """Return a meeting as it stands on a calendar, None when it is not there."""
        event = self._shelves[calendar_id].events.get(remote_id)
        return event.meeting if event else None

    def meetings(self, calendar_id: str) -> dict[str, Meeting]:
        """Return all meetings of a calendar by remote id."""
        events = self._shelves[calendar_id].events.values()
        return {one.remote_id: one.meeting for one in events if one.meeting}

    # -- what a person does there ------------------------------------------------------------------

    def create(  # pylint: disable=method-required-super  # no Odoo model
        self, calendar_id: str, meeting: Meeting, remote_id: str = ""
    ) -> str:
        """Make a meeting by hand; return its id."""
        shelf = self._shelves[calendar_id]
        chosen = remote_id or f"made{self._version + 1}"
        event = Stored(chosen, f"{chosen}@memory.example", shelf.owner, None)
        self.store(shelf, event, meeting)
        return chosen

    def change(self, calendar_id: str, remote_id: str, changes: MeetingChanges) -> None:
        """Change a meeting by hand. Raises Gone."""
        shelf = self._shelves[calendar_id]
        event = self.find(shelf, remote_id)
        assert event.meeting
        self.store(shelf, event, apply(changes, event.meeting))

    def delete(self, calendar_id: str, remote_id: str) -> None:
        """Delete a meeting by hand. Raises Gone."""
        shelf = self._shelves[calendar_id]
        self.remove(shelf, self.find(shelf, remote_id))

    def answer(
        self,
        calendar_id: str,
        remote_id: str,
        response: Response,
        original: Original | None = None,
    ) -> None:
        """Answer an invitation by hand. Raises Gone."""
        shelf = self._shelves[calendar_id]
        self.respond(self.find(shelf, remote_id), shelf.owner, response, original)

    # -- writing -----------------------------------------------------------------------------------

    def find(self, shelf: Shelf, remote_id: str) -> Stored:
        """Return an event that is there. Raises Gone."""
        event = shelf.events.get(remote_id)
        if event is None or event.meeting is None:
            raise Gone(remote_id)
        return event

    def store(self, shelf: Shelf, event: Stored, meeting: Meeting) -> None:
        """Put a meeting on a calendar, and on those of its guests."""
        before = event.meeting
        shelf.events[event.remote_id] = event
        held = self.holds(_with_call(meeting, event.remote_id))
        self._touch(shelf, event, replace(held, organizer=Person(event.organizer)))
        if event.organizer == shelf.owner and not event.private:
            self._invite(event, before)

    def remove(self, shelf: Shelf, event: Stored) -> None:
        """Delete an event: the organizer's with its copies, a guest's own copy as a refusal."""
        before = event.meeting
        if event.organizer != shelf.owner and not event.private:
            self.respond(event, shelf.owner, Response.DECLINED)
        self._touch(shelf, event, None)
        if event.organizer == shelf.owner and not event.private:
            self._invite(event, before)

    def respond(
        self, event: Stored, email: str, response: Response, original: Original | None = None
    ) -> None:
        """Note an answer on every copy of a meeting."""
        for shelf, copy in self._copies(event):
            if copy.meeting is not None:
                changes = answering(copy.meeting, email, response, original)
                self._touch(shelf, copy, apply(changes, copy.meeting))

    def send(self, action: Action, own_email: str, title: str, silent: bool = True) -> None:
        """Send the mails an action causes; `silent` as the port has it."""
        for to, reason in mails_caused([action], own_email, silent):
            self.mails.append(Mail(to, reason, title))

    def _copies(self, event: Stored) -> Iterable[tuple[Shelf, Stored]]:
        for shelf in self._shelves.values():
            copy = shelf.events.get(event.remote_id)
            if copy is not None and (copy is event or (copy.uid == event.uid and not copy.private)):
                yield shelf, copy

    def _invite(self, event: Stored, before: Meeting | None) -> None:
        """Bring the guests' copies in step with the organizer's event."""
        invited = guests(event.meeting, event.organizer) if event.meeting else set()
        uninvited = (guests(before, event.organizer) if before else set()) - invited
        for email in invited | uninvited:
            shelf = self._shelves.get(email)
            if shelf is not None:
                self._hand_over(shelf, event, event.meeting if email in invited else None)

    def _hand_over(self, shelf: Shelf, event: Stored, meeting: Meeting | None) -> None:
        copy = shelf.events.get(event.remote_id)
        if copy is None:
            copy = Stored(event.remote_id, event.uid, event.organizer, None, event.marker)
            shelf.events[event.remote_id] = copy
        elif copy.meeting is None and meeting is not None:
            # Somebody who threw the invitation away is not bothered again.
            return
        self._touch(shelf, copy, meeting and _in_place_of(copy.meeting, meeting))

    def _touch(self, shelf: Shelf, event: Stored, meeting: Meeting | None) -> None:
        self._version += 1
        self.now += timedelta(seconds=1)
        event.meeting = meeting and _shown(meeting)
        event.version, event.updated = self._version, self.now
        watching = (
            one for one, watched in self.channels.items() if watched == shelf.calendar.remote_id
        )
        self.pings += watching

    @property
    def version(self) -> int:
        """Return how many writes there were: where a cursor continues from."""
        return self._version


def _with_call(meeting: Meeting, remote_id: str) -> Meeting:
    if meeting.conference.requested and not meeting.conference.url:
        return replace(meeting, conference=Conference(f"https://meet.example/{remote_id[:12]}"))
    return meeting


def _shown(meeting: Meeting) -> Meeting:
    """Return a meeting as services show it: an occurrence has what it says otherwise, only."""
    series = meeting.recurrence
    if series is None or not series.overrides:
        return meeting
    own = (override(one.original, _otherwise(meeting, one)) for one in series.overrides)
    kept = tuple(one for one in own if one.changes)
    return replace(meeting, recurrence=replace(series, overrides=kept))


def _otherwise(series: Meeting, one: Override) -> Changes:
    usual = replace(series, span=slot_span(series.span, one.original))
    return {name: value for name, value in one.changes if value != getattr(usual, name)}


def _in_place_of(own: Meeting | None, shared: Meeting) -> Meeting:
    """Return a guest's copy of a meeting, with what the guest keeps for themselves."""
    kept = own or Meeting(shared.span)
    return shared.with_changes({name: getattr(kept, name) for name in OWN_FIELDS})
