"""What the simulator remembers: accounts, calendars, and the items in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import ids

Fields = dict[str, Any]


@dataclass
class Account:
    """A person with a mailbox; ``mailbox`` is false when it has no licence for one."""

    email: str
    name: str
    time_zone: str = "Romance Standard Time"
    mailbox: bool = True
    personal: bool = False

    @property
    def oid(self) -> str:
        """The person's object id in the directory."""
        return ids.guid(hashlib.sha256(f"user {self.email}".encode()).digest())

    @property
    def address(self) -> Fields:
        """As Graph shows people."""
        return {"name": self.name, "address": self.email}


@dataclass
class Override:
    """An exception of a series: the properties that differ from the master's."""

    fields: Fields
    seq: int = 0
    properties: dict[str, str] = field(default_factory=dict)


@dataclass
class Item:
    """A single event or a whole series as it is in one mailbox.

    ``overrides`` and ``cancelled`` are keyed by the day on which the series puts an occurrence.
    ``uid_day`` is set on the copy of somebody who was invited to one occurrence only;
    ``recurrence_id`` is then what the invitation called it.
    """

    key: str
    uid: str
    fields: Fields
    seq: int = 0
    created_seq: int = 0
    moves: int = 0
    sequence: int = 0
    uid_day: str | None = None
    recurrence_id: Fields | None = None
    properties: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, Override] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)

    @property
    def recurring(self) -> bool:
        """Whether it is a series."""
        return bool(self.fields.get("recurrence"))

    @property
    def organizer(self) -> str:
        """The organizer's address."""
        return str(self.fields["organizer"]["address"]).lower()


@dataclass
class Gone:
    """What is known of an item that was deleted or moved away."""

    key: str
    moves: int
    seq: int
    start: str
    end: str | None


@dataclass
class Calendar:
    """A calendar with its items, and the people it is shared with."""

    id: str
    owner: str
    name: str
    default: bool = False
    color: str = "auto"
    seq: int = 0
    shares: dict[str, str] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    gone: dict[str, Gone] = field(default_factory=dict)
    epoch: int = 0

    def role(self, email: str) -> str | None:
        """What a person may do here: owner, write, read."""
        return "owner" if email == self.owner else self.shares.get(email)

    def owns(self, item: Item) -> bool:
        """Whether the calendar's owner is the organizer."""
        return item.organizer == self.owner

    def by_uid(self, uid: str, day: str | None = None) -> Item | None:
        """The item with an iCalUId."""
        return next((item for item in self if item.uid == uid and item.uid_day == day), None)

    def __iter__(self) -> Iterator[Item]:
        return iter(list(self.items.values()))


def attendee(rows: list[Fields], email: str) -> Fields | None:
    """One of the attendees."""
    return next((row for row in rows if address(row) == email), None)


def address(row: Fields) -> str:
    """The address of an attendee."""
    return str(row["emailAddress"]["address"]).lower()
