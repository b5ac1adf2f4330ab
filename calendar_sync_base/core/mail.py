"""Who is mailed about a change, decided before anything is written.

A person's own edit of a meeting that is not over is told to its guests once, by the provider. First
syncs, repairs, past meetings, private notes and reminders tell nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from .actions import Action, CreateRemote, DeleteRemote, Key, Mails, Notify, Role, UpdateRemote
from .changes import MeetingChanges, apply
from .errors import InvalidRule
from .occurrences import occurrence_span, slots
from .series import read_series
from .values import Attendee, Changes, Meeting, Original, Span, Timed

SEEN_BY_GUESTS = frozenset(
    {"title", "description", "location", "span", "attendees", "conference", "recurrence"}
)
"""What guests see of a meeting; a change of anything else is none of their business."""

_WESTMOST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Intention:
    """Who is behind a write: in which role, whether a person's own edit, and when (aware UTC)."""

    role: Role
    personal: bool
    own_email: str
    now: datetime


def notify_for(
    before: Meeting | None,
    after: Meeting | None,
    changes: MeetingChanges | None,
    intention: Intention,
) -> Notify:
    """Return whether the provider mails the guests about a write.

    `before` is None for a new meeting, `after` for a deletion, `changes` for either.
    """
    if intention.role is not Role.ORGANIZER or not intention.personal:
        return Notify.NOBODY
    sides = [one for one in (before, after) if one is not None]
    invited = any(guests(one, intention.own_email) for one in sides)
    told = changes is None or _touches_guests(before, after, changes, intention.now)
    coming = any(not is_over(one, intention.now) for one in sides)
    return Notify.ALL if invited and told and coming else Notify.NOBODY


def guests(meeting: Meeting, own_email: str) -> set[str]:
    """Return the addresses of everybody invited, to any occurrence, but oneself and rooms."""
    overrides = meeting.recurrence.overrides if meeting.recurrence else ()
    lists = [meeting.attendees, *(dict(one.changes).get("attendees", ()) for one in overrides)]
    people = (one for some in lists if isinstance(some, tuple) for one in some)
    return {one.email for one in people if one.email != own_email and not one.resource}


def _touches_guests(
    before: Meeting | None, after: Meeting | None, changes: MeetingChanges, now: datetime
) -> bool:
    """Tell whether guests see a difference, in an occurrence still to come if only there."""
    if before is None or after is None or changes.rules is not None:
        return True
    if _seen(changes.fields, before):
        return True
    cancelled = changes.cancelled | changes.restored
    changed = {
        original
        for original, values in changes.overrides.items()
        if not values or _seen(values, before)
    }
    return any(not _slot_over((before, after), one, now) for one in cancelled | changed)


def _seen(changes: Changes, before: Meeting) -> bool:
    names = set(changes) & SEEN_BY_GUESTS
    if names == {"attendees"}:
        return _invitations(changes["attendees"]) != _invitations(before.attendees)
    return bool(names)


def _invitations(attendees: object) -> set[tuple[str, bool]]:
    """Return who is invited how; an answer that is passed on is no news to the others."""
    people = attendees if isinstance(attendees, tuple) else ()
    return {(one.email, one.optional) for one in people if isinstance(one, Attendee)}


def _slot_over(sides: Iterable[Meeting], original: Original, now: datetime) -> bool:
    return all(_span_over(occurrence_span(side, original), now) for side in sides)


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Tell whether a meeting, with all its occurrences, has ended."""
    rule = meeting.recurrence
    if rule is None or not _span_over(meeting.span, now):
        return _span_over(meeting.span, now)
    try:
        endless = any(
            not one.has("COUNT", "UNTIL") for one in read_series(rule.rules, meeting.span).rules
        )
        return not endless and _all_over(meeting, now)
    except InvalidRule:
        return False


def _all_over(meeting: Meeting, now: datetime) -> bool:
    moved = meeting.recurrence.overrides if meeting.recurrence else ()
    last = slots(meeting)[-1:] + [one.original for one in moved]
    return all(_span_over(occurrence_span(meeting, one), now) for one in last)


def _span_over(span: Span, now: datetime) -> bool:
    if isinstance(span, Timed):
        return span.end <= now
    # A day is over when it is over everywhere.
    return span.end <= (now - _WESTMOST).date()


def mails_caused(
    plan: Iterable[Action], own_emails: Mapping[Key, str] | str = "", silent: bool = True
) -> list[tuple[str, str]]:
    """Return who would be mailed about what, as (address, reason) ordered by action.

    `silent` tells whether the provider can be told to mail nobody; if not (Graph), every write that
    guests see is counted. `own_emails` is the account's address, or one per action key. Reasons are
    `invitation`, `update` and `cancellation`.
    """
    caused: list[tuple[str, str]] = []
    for action in plan:
        own = own_emails if isinstance(own_emails, str) else own_emails.get(action.key, "")
        if not silent or not _is_quiet(action):
            caused += _mails(action, own, silent)
    return caused


def unasked(plan: Iterable[Action], own_email: str) -> Mails:
    """Return who a provider that cannot be silent would mail without anybody wanting it."""
    return tuple(mails_caused(filter(_is_quiet, plan), own_email, silent=False))


def digest(mails: Mails) -> str:
    """Return a name for these mails and no others, by which a person's yes is kept."""
    named = "\n".join(f"{email} {reason}" for email, reason in sorted(mails))
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _is_quiet(action: Action) -> bool:
    return getattr(action, "notify", Notify.NOBODY) is Notify.NOBODY


def _mails(action: Action, own_email: str, silent: bool) -> list[tuple[str, str]]:
    if isinstance(action, UpdateRemote):
        return _update_mails(action, own_email, silent)
    if not isinstance(action, CreateRemote | DeleteRemote):
        return []
    if action.role is not Role.ORGANIZER or action.meeting is None:
        return []
    reason = "cancellation" if isinstance(action, DeleteRemote) else "invitation"
    return [(one, reason) for one in sorted(guests(action.meeting, own_email))]


def _update_mails(action: UpdateRemote, own_email: str, silent: bool) -> list[tuple[str, str]]:
    seen = _visible(action.changes)
    if action.role is not Role.ORGANIZER or not seen:
        return []
    wanted = apply(action.changes, action.before)
    before, after = guests(action.before, own_email), guests(wanted, own_email)
    updated = before & after
    if not silent and seen == {"attendees"}:
        # Graph tells those who are invited otherwise; Google is told to mail all or nobody.
        changed = _invitations(action.before.attendees) ^ _invitations(wanted.attendees)
        updated &= {email for email, _optional in changed}
    return [
        *((one, "invitation") for one in sorted(after - before)),
        *((one, "update") for one in sorted(updated)),
        *((one, "cancellation") for one in sorted(before - after)),
    ]


def _visible(changes: MeetingChanges) -> frozenset[str]:
    """Return the names of what guests see of a change."""
    names = changes.names() & SEEN_BY_GUESTS
    told = changes.rules is not None or changes.cancelled or changes.restored
    shown = any(not values or set(values) & SEEN_BY_GUESTS for values in changes.overrides.values())
    return names if told or shown else names - {"recurrence"}
