"""What is seen of a meeting before a plan is made: Odoo now, the provider now, what they agreed on.

The last agreement (`Base`) keeps both sides as they showed it then. Neither side can hold all the
other says (sanitised HTML, six reminders, an unknown guest), so a side has changed when it differs
from what *it* showed, and what a side cannot hold never looks like a change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .actions import Key, Role
from .traits import NONE, Traits
from .values import Meeting


class ConflictPolicy(StrEnum):
    """Whose value stays when both sides changed the same field."""

    NEWEST = "newest"
    REMOTE = "remote"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class RemoteEvent:
    """One remote meeting, a series always whole; `meeting` is None when it was deleted.

    `uid` is the iCalUID; `marker` the uid we stamped on it ourselves, empty on others' events.
    `organizer_self` tells that the calendar's own account organizes it. `read_only` events (another
    kind of event, a locked copy) are never written. `updated` is the provider's clock, aware UTC.
    `traits` are those that only the provider knows of; see `traits.with_traits`.
    """

    remote_id: str
    etag: str = ""
    uid: str = ""
    marker: str = ""
    meeting: Meeting | None = None
    updated: datetime | None = None
    organizer_self: bool = True
    read_only: bool = False
    web_link: str = ""
    traits: Traits = NONE


@dataclass(frozen=True, slots=True)
class Base:
    """The last agreement, as each side showed it then."""

    local: Meeting
    remote: Meeting


@dataclass(frozen=True, slots=True)
class Observation:
    """One meeting seen from one account's calendar; None for a side means: it is not there.

    `remote_id` is the id the event has, or the one chosen for it. `own_email` is the account's
    address, lower case. `changed_locally` is when Odoo's side was last edited (aware UTC), `notify`
    whether that edit was a person's whose guests the provider shall mail, and `told` that they have
    heard of it from an attempt that left some occurrences to write. `organizer_connected` tells
    that the meeting's organizer synchronises with this Odoo by an account of their own,
    `held_by_others` that other accounts here have it on their calendars as well,
    `answer_themselves` which guests have it on a calendar of their own that passes answers both
    ways: nobody else's calendar tells what they answered.
    `may_pull` and `may_push` are the calendar's direction and access, `deletes_here` and
    `deletes_there` whether deletions pass to Odoo and to the provider. `left_out` tells that the
    meeting is of a kind its user does not want to pass, `parted` that a deletion was not passed on
    before. `follows` tells that the deletion here has still to pass by the organizer's calendar,
    which decides for this guest's. `approved_mails` names the mails a person agreed to (see
    `mail.digest`). `taken_over` tells that another addon kept both sides in step so far: they are
    the same meeting, though we never compared them. `awaited` tells that a guest's calendar brought
    the meeting before this one, its organizer's, has shown it.
    """

    key: Key
    uid: str
    role: Role
    remote_id: str
    own_email: str
    base: Base | None = None
    local: Meeting | None = None
    remote: RemoteEvent | None = None
    changed_locally: datetime | None = None
    notify: bool = False
    told: bool = False
    organizer_connected: bool = False
    held_by_others: bool = False
    answer_themselves: frozenset[str] = frozenset()
    may_pull: bool = True
    may_push: bool = True
    deletes_here: bool = True
    deletes_there: bool = True
    left_out: bool = False
    parted: bool = False
    follows: bool = False
    approved_mails: str = ""
    taken_over: bool = False
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """What decides beside the meeting itself; `now` is aware UTC.

    `silent` tells whether the provider can be kept from mailing the guests about a write.
    """

    now: datetime
    conflict: ConflictPolicy = ConflictPolicy.NEWEST
    silent: bool = True
