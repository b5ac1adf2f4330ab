"""The neutral meeting: what Odoo, Google and Graph can all say about one.

Vocabulary is RFC 5545's (https://www.rfc-editor.org/rfc/rfc5545). Values are frozen and compare by
content, so that "changed" always means a different value and never a later time stamp.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

Original = datetime | date
"""A RECURRENCE-ID: the start the rule gave an occurrence; aware UTC when timed, a date when not."""


class Response(StrEnum):
    """What one attendee answered (RFC 5545 PARTSTAT, spelled as Google does)."""

    NEEDS_ACTION = "needsAction"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


class Privacy(StrEnum):
    """Who may read the meeting (RFC 5545 CLASS); DEFAULT leaves it to the calendar."""

    DEFAULT = "default"
    PUBLIC = "public"
    PRIVATE = "private"
    CONFIDENTIAL = "confidential"


class ShowAs(StrEnum):
    """Whether the meeting takes the time it stands in (RFC 5545 TRANSP)."""

    BUSY = "busy"
    FREE = "free"


class ReminderMethod(StrEnum):
    """How a reminder reaches its person (RFC 5545 VALARM ACTION)."""

    POPUP = "popup"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Timed:
    """From one instant to another; `zone` (IANA) is where the wall clock of a series is kept."""

    start: datetime
    end: datetime
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class AllDay:
    """Whole days without a zone; `end` is the first day after the meeting."""

    start: date
    end: date


Span = Timed | AllDay


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by an e-mail address (lower case); the name is only for display."""

    email: str
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Attendee:
    """One invited person, room or group.

    `opaque` is what the provider also says of this attendee (JSON text): carried back untouched
    when the list is written, never compared.
    """

    email: str
    name: str = field(default="", compare=False)
    response: Response = Response.NEEDS_ACTION
    optional: bool = False
    resource: bool = field(default=False, compare=False)
    opaque: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """Warn by `method`, `minutes` before the start."""

    method: ReminderMethod
    minutes: int


@dataclass(frozen=True, slots=True)
class Reminders:
    """Either the calendar's default reminders or a set of one's own."""

    use_default: bool = True
    overrides: frozenset[Reminder] = frozenset()


@dataclass(frozen=True, slots=True)
class Conference:
    """A video call: its link, or the wish that the provider makes one."""

    url: str = ""
    requested: bool = False


@dataclass(frozen=True, slots=True)
class GuestRights:
    """What guests may do with the meeting."""

    modify: bool = False
    invite: bool = True
    see_others: bool = True


FieldValue = (
    str
    | bool
    | Span
    | tuple[Attendee, ...]
    | Person
    | Reminders
    | Privacy
    | ShowAs
    | Conference
    | GuestRights
    | None
)
Changes = dict[str, FieldValue]
"""New values by field name of `Meeting` (never `recurrence`)."""


@dataclass(frozen=True, slots=True)
class Override:
    """One occurrence that differs from its series, as the fields in which it does."""

    original: Original
    changes: tuple[tuple[str, FieldValue], ...]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How a meeting repeats: RRULE/RDATE lines, EXDATEs, and overrides ordered by original start.

    `rules` are content lines without DTSTART, e.g. `RRULE:FREQ=WEEKLY;BYDAY=MO`.
    """

    rules: tuple[str, ...]
    excluded: frozenset[Original] = frozenset()
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, single or a whole series, as one side sees it.

    `attendees` are ordered by address and do not list the organizer unless the side does.
    The organizer is told but never compared: no synchronisation changes it.
    `attendees_complete` is false when the provider cut the list short: it is then never written.
    """

    span: Span
    title: str = ""
    description: str = ""
    location: str = ""
    organizer: Person | None = field(default=None, compare=False)
    attendees: tuple[Attendee, ...] = ()
    attendees_complete: bool = field(default=True, compare=False)
    reminders: Reminders = Reminders()
    privacy: Privacy = Privacy.DEFAULT
    show_as: ShowAs = ShowAs.BUSY
    conference: Conference = Conference()
    guest_rights: GuestRights = GuestRights()
    recurrence: Recurrence | None = None

    def attendee(self, email: str) -> Attendee | None:
        """Return the attendee with this address, if listed."""
        return next((one for one in self.attendees if one.email == email), None)

    def with_changes(self, changes: Changes) -> Meeting:
        """Return this meeting with some fields replaced."""
        return replace(self, **cast(dict[str, Any], changes))


FIELDS: tuple[str, ...] = tuple(
    one.name for one in fields(Meeting) if one.compare and one.name != "recurrence"
)
"""The fields that are compared, merged and written one by one."""


def differing(before: Meeting, after: Meeting) -> Changes:
    """Return the fields of `after` that differ from `before`, series left aside."""
    return {
        name: getattr(after, name)
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    }
