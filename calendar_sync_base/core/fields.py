"""Merging two sightings of one meeting field by field; a series' rule and slots are left aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .actions import Side
from .people import AS_THE_REST, Answers, Clash, Sighting, answered, merge_people
from .readable import at_slot, readable
from .text import same_text
from .values import (
    FIELDS,
    Attendee,
    Changes,
    Conference,
    FieldValue,
    Meeting,
    Original,
    Span,
    Timed,
)


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """Both sides changed one field: `winner`'s value was `kept`, the other's is `lost`.

    `field` is a name of `Meeting`, `recurrence`, or `name@original start` for one occurrence.
    """

    field: str
    winner: Side
    kept: str
    lost: str


@dataclass(frozen=True, slots=True)
class Views:
    """Both sides of one meeting, as they were when they agreed and as they are now."""

    base_local: Meeting
    local: Meeting
    base_remote: Meeting
    remote: Meeting
    answers: Answers = AS_THE_REST

    def all(self) -> tuple[Meeting, ...]:
        """Return the four sightings."""
        return self.base_local, self.local, self.base_remote, self.remote


@dataclass(frozen=True, slots=True)
class Merged:
    """Both sides as they shall be, and what one of them had to give up."""

    local: Meeting
    remote: Meeting
    conflicts: tuple[FieldConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Decision:
    local: FieldValue
    remote: FieldValue
    clash: tuple[FieldValue, FieldValue] | None = None


Carry = Callable[[FieldValue, FieldValue, FieldValue], FieldValue]
"""(what a side said before, what it says now, what the other side says) -> what the other shall."""


def merge_fields(views: Views, prefer: Side, original: Original | None = None) -> Merged:
    """Merge everything but the recurrence; `original` names the occurrence in conflicts."""
    local: Changes = {}
    remote: Changes = {}
    conflicts: list[FieldConflict] = []
    for name in FIELDS:
        decide = _attendees if name == "attendees" else _decide
        decision, found = decide(name, views, prefer)
        local[name], remote[name] = decision.local, decision.remote
        conflicts += [replace(one, field=at_slot(one.field, original)) for one in found]
    return Merged(
        views.local.with_changes(local), views.remote.with_changes(remote), tuple(conflicts)
    )


def _decide(name: str, views: Views, prefer: Side) -> tuple[_Decision, list[FieldConflict]]:
    if name == "conference" and _is_fulfilled(views.local.conference, views.remote.conference):
        return _Decision(views.remote.conference, views.remote.conference), []
    decision = _settle(
        (getattr(views.base_local, name), getattr(views.local, name)),
        (getattr(views.base_remote, name), getattr(views.remote, name)),
        prefer,
        _carrier(name, views),
    )
    if decision.clash is None:
        return decision, []
    if name == "description" and same_text(views.local.description, views.remote.description):
        return _Decision(views.local.description, views.remote.description), []
    kept, lost = map(readable, decision.clash)
    return decision, [FieldConflict(name, prefer, kept, lost)]


def _settle(
    local: tuple[FieldValue, FieldValue],
    remote: tuple[FieldValue, FieldValue],
    prefer: Side,
    carry: Carry,
) -> _Decision:
    """Decide one field given (then, now) of both sides."""
    (was, mine), (had, other) = local, remote
    to_remote, to_local = carry(was, mine, other), carry(had, other, mine)
    if mine == was and other == had:
        return _Decision(mine, other)
    if other == had:
        return _Decision(mine, to_remote)
    if mine == was:
        return _Decision(to_local, other)
    if to_remote == other or to_local == mine:
        return _Decision(mine, other)
    if prefer is Side.LOCAL:
        return _Decision(mine, to_remote, (mine, other))
    return _Decision(to_local, other, (other, mine))


def _carrier(name: str, views: Views) -> Carry:
    if name == "span":
        recurring = bool(views.local.recurrence or views.remote.recurrence)
        return _carry_series_span if recurring else _carry_span
    return _carry_whole


def _carry_whole(_was: FieldValue, now: FieldValue, _there: FieldValue) -> FieldValue:
    return now


def _carry_series_span(was: FieldValue, now: FieldValue, there: FieldValue) -> FieldValue:
    """Move the other side, in its own zone unless the zone itself was changed."""
    kept = isinstance(was, Timed) and isinstance(now, Timed) and was.zone == now.zone
    return _carry_span(was, now, there) if kept else now


def _carry_span(_was: FieldValue, now: FieldValue, there: FieldValue) -> FieldValue:
    """Move the other side, in its own zone: Odoo's single events have none of their own."""
    if isinstance(now, Timed) and isinstance(there, Timed):
        return replace(now, zone=there.zone)
    return now


def _is_fulfilled(local: Conference, remote: Conference) -> bool:
    """Tell whether a call that is wished for here has been made there: no second one is asked."""
    return local.requested and not local.url and bool(remote.url)


def same_span(one: Span, other: Span, recurring: bool) -> bool:
    """Tell whether two spans are the same; the zone matters to a series only."""
    if isinstance(one, Timed) and isinstance(other, Timed) and not recurring:
        return (one.start, one.end) == (other.start, other.end)
    return one == other


def _attendees(_name: str, views: Views, prefer: Side) -> tuple[_Decision, list[FieldConflict]]:
    ours = _sighting(views.base_local, views.local)
    theirs = _sighting(views.base_remote, views.remote)
    guests = merge_people(ours, theirs, prefer, views.answers)
    conflicts = [_clash(one) for one in guests.clashes]
    local = guests.local if ours.complete else answered(ours.now, guests.local)
    remote = guests.remote if theirs.complete else answered(theirs.now, guests.remote)
    if remote != guests.remote:
        # A list that was cut short cannot be written; that is said, not passed over.
        lost = readable(views.local.attendees)
        conflicts.append(FieldConflict("attendees", Side.REMOTE, readable(remote), lost))
    return _Decision(local, remote), conflicts


def _sighting(base: Meeting, now: Meeting) -> Sighting:
    return Sighting(base.attendees, now.attendees, now.attendees_complete)


def _clash(clash: Clash) -> FieldConflict:
    kept, lost = clash.local, clash.remote
    if clash.winner is Side.REMOTE:
        kept, lost = lost, kept
    return FieldConflict(
        "attendees", clash.winner, *(_said(clash.email, one) for one in (kept, lost))
    )


def _said(email: str, one: Attendee | None) -> str:
    return readable((one,)) if one else f"{email} not invited"
