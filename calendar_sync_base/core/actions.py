"""The plan: what one pass would do, as data that can be printed, counted, previewed and tested.

A plan is a tuple of actions. Each names its meeting by `key`, the caller's own handle for a pair of
sides (a link), so that outcomes find their way back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .changes import MeetingChanges
from .values import Meeting, Original, Response

Key = int | str
"""The caller's handle of a pair: a link's id, or the remote id of an event that has no link yet."""


class Notify(StrEnum):
    """Whether the provider mails the guests about a write."""

    ALL = "all"
    NOBODY = "none"


class Role(StrEnum):
    """What the account is to the meeting, which decides what may be written where.

    ORGANIZER writes everything; GUEST exchanges only its own response with an organizer who is
    connected here; COPY is our private copy for an attendee whose organizer is not connected.
    """

    ORGANIZER = "organizer"
    GUEST = "guest"
    COPY = "copy"


class SkipReason(StrEnum):
    """Why nothing is done about a meeting."""

    IN_SYNC = "in_sync"
    BOTH_GONE = "both_gone"
    NOT_WRITABLE = "not_writable"
    DIRECTION = "direction"
    OUT_OF_SCOPE = "out_of_scope"
    WAITING = "waiting"
    LEFT_OUT = "left_out"
    PARTED = "parted"


UNCHANGED = frozenset(
    {
        SkipReason.NOT_WRITABLE,
        SkipReason.DIRECTION,
        SkipReason.OUT_OF_SCOPE,
        SkipReason.LEFT_OUT,
        SkipReason.PARTED,
    }
)
"""Skips that leave a difference between both sides, and so the agreement as it was."""


class Side(StrEnum):
    """One of the two calendars that are kept the same."""

    LOCAL = "local"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do about the meeting behind `key`."""

    key: Key


@dataclass(frozen=True, slots=True)
class CreateRemote(Action):
    """Make the meeting at the provider; a COPY is imported so that it mails nobody."""

    meeting: Meeting
    uid: str
    remote_id: str
    role: Role = Role.ORGANIZER
    notify: Notify = Notify.NOBODY


@dataclass(frozen=True, slots=True)
class UpdateRemote(Action):
    """Change the meeting at the provider, provided it is still the one seen (`etag`).

    `before` is the provider's side as last seen, `changes` what to make of it.
    """

    remote_id: str
    etag: str
    before: Meeting
    changes: MeetingChanges
    role: Role = Role.ORGANIZER
    notify: Notify = Notify.NOBODY


@dataclass(frozen=True, slots=True)
class DeleteRemote(Action):
    """Delete the meeting at the provider; `meeting` is what it would lose.

    A GUEST throws away the own copy only.
    """

    remote_id: str
    etag: str
    notify: Notify = Notify.NOBODY
    meeting: Meeting | None = None
    role: Role = Role.ORGANIZER


@dataclass(frozen=True, slots=True)
class Respond(Action):
    """Answer the invitation as the account's own person.

    `original` is the occurrence that is answered, None the meeting or the whole series.
    """

    remote_id: str
    etag: str
    email: str
    response: Response
    before: Meeting
    original: Original | None = None


RemoteAction = CreateRemote | UpdateRemote | DeleteRemote | Respond


@dataclass(frozen=True, slots=True)
class CreateLocal(Action):
    """Make the meeting in Odoo; `key` is its remote id."""

    meeting: Meeting


@dataclass(frozen=True, slots=True)
class UpdateLocal(Action):
    """Change the meeting in Odoo; `before` is Odoo's side as read for this plan."""

    before: Meeting
    changes: MeetingChanges


@dataclass(frozen=True, slots=True)
class DeleteLocal(Action):
    """Delete the meeting in Odoo; `meeting` is what it would lose."""

    meeting: Meeting | None = None


@dataclass(frozen=True, slots=True)
class Relink(Action):
    """Nothing to write: both sides have it, remember that they belong together."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class Part(Action):
    """Leave the meeting where it still is: it was deleted on one side, and that is not passed on.

    From then on the two sides have nothing to do with each other, until both have it again.
    """


@dataclass(frozen=True, slots=True)
class Conflict(Action):
    """Both sides changed the same thing: `field` was decided for `winner`, `lost` is kept."""

    field: str
    winner: Side
    kept: str
    lost: str


Mails = tuple[tuple[str, str], ...]
"""Who would be mailed, and why: (address, `invitation`, `update` or `cancellation`)."""


@dataclass(frozen=True, slots=True)
class AskFirst(Action):
    """A write waits for a person's yes: the provider would mail `mails`, and nobody asked it to."""

    mails: Mails


@dataclass(frozen=True, slots=True)
class Skip(Action):
    """Do nothing, and say why."""

    reason: SkipReason
