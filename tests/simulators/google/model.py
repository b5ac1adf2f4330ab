"""What the simulator remembers: accounts, calendars and the copies of events in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import times
from .recurrence import Series

Fields = dict[str, Any]
ROLES = ("freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner")


@dataclass
class Account:
    """A person with a Google account."""

    email: str
    name: str
    locale: str = "en"
    time_zone: str = "Europe/Paris"
    entries: dict[str, Fields] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The part after the at sign."""
        return self.email.partition("@")[2]


@dataclass
class Copy:
    """An event as it is in one calendar.

    ``seq`` orders all changes of the whole simulator, ``etag_seq`` makes the etag. A *virtual*
    copy is an instance that nobody changed yet; it is stored on its first change.
    """

    fields: Fields
    seq: int = 0
    imported: bool = False
    virtual: bool = False
    gone_with_master: bool = False
    was_cancelled: bool = False

    @property
    def id(self) -> str:
        """The event id."""
        return str(self.fields["id"])

    @property
    def uid(self) -> str:
        """The iCalUID."""
        return str(self.fields["iCalUID"])

    @property
    def etag(self) -> str:
        """With its quotes, as HTTP wants it."""
        return f'"{3_500_000_000_000_000 + self.seq * 2}"'

    @property
    def status(self) -> str:
        """Confirmed, tentative or cancelled."""
        return "cancelled" if self.gone_with_master else self.fields.get("status", "confirmed")

    @property
    def cancelled(self) -> bool:
        """Whether it is deleted."""
        return self.status == "cancelled"

    @property
    def master_id(self) -> str | None:
        """For an instance: its series."""
        return self.fields.get("recurringEventId")

    @property
    def recurring(self) -> bool:
        """Whether it is the master of a series."""
        return bool(self.fields.get("recurrence"))

    @property
    def series(self) -> Series:
        """The series of a master."""
        return Series.of(self.fields["start"], self.fields["recurrence"])

    @property
    def organizer(self) -> str:
        """The e-mail of the organizer, which is the id of the calendar that owns the event."""
        return str(self.fields["organizer"]["email"])

    @property
    def attendees(self) -> list[Fields]:
        """The guests."""
        return self.fields.get("attendees") or []

    def attendee(self, email: str) -> Fields | None:
        """One guest."""
        return next((row for row in self.attendees if row["email"] == email), None)


@dataclass
class Calendar:
    """A calendar with the copies in it and the people who may see it.

    An *external* one is the mailbox of somebody without a Google account: what was mailed there.
    """

    id: str
    owner: str
    summary: str
    time_zone: str
    description: str = ""
    color_id: str = "16"
    acl: dict[str, str] = field(default_factory=dict)
    acl_version: int = 0
    copies: dict[str, Copy] = field(default_factory=dict)
    exceptions: dict[str, set[str]] = field(default_factory=dict)
    uids: dict[str, set[str]] = field(default_factory=dict)
    reminders: list[Fields] = field(default_factory=lambda: [{"method": "popup", "minutes": 30}])
    etag_seq: int = 0
    external: bool = False
    latest: int = 0

    @property
    def primary(self) -> bool:
        """Whether it is its owner's main calendar."""
        return self.id == self.owner

    def role(self, email: str) -> str | None:
        """What a person may do here."""
        return "owner" if email == self.owner else self.acl.get(email)

    def store(self, copy: Copy) -> None:
        """Put a copy in, under its id."""
        copy.virtual = False
        self.copies[copy.id] = copy
        self.uids.setdefault(copy.uid, set()).add(copy.id)
        if copy.master_id:
            self.exceptions.setdefault(copy.master_id, set()).add(copy.id)

    def drop(self, copy_id: str) -> None:
        """Take a copy out without a trace."""
        copy = self.copies.pop(copy_id)
        self.uids[copy.uid].discard(copy_id)
        if copy.master_id:
            self.exceptions[copy.master_id].discard(copy_id)

    def by_uid(self, uid: str) -> list[Copy]:
        """The copies with an iCalUID: the master first, then its exceptions."""
        found = [self.copies[key] for key in sorted(self.uids.get(uid, ()))]
        return sorted(found, key=lambda copy: copy.master_id is not None)

    def exceptions_of(self, master_id: str) -> list[Copy]:
        """The changed and the cancelled instances of a series, by id."""
        return [self.copies[key] for key in sorted(self.exceptions.get(master_id, ()))]

    def owns(self, copy: Copy) -> bool:
        """Whether this calendar is the organizer of an event."""
        return copy.organizer == self.id

    def __iter__(self) -> Iterator[Copy]:
        return iter(list(self.copies.values()))


def original_start(copy: Copy) -> times.Point:
    """Where an instance was before anybody moved it."""
    point: times.Point = copy.fields["originalStartTime"]
    return point
