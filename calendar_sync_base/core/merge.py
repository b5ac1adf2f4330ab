"""Merging what both sides changed since they last agreed.

a field changed on one side only     goes to the other side
changed on both to the same          is left alone
changed on both to something else    `prefer` decides, the other value is reported
guests                               person by person (`people`)
a series                             its fields, its rule, and each occurrence (`slotmerge`)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .actions import Side
from .changes import MeetingChanges, diff
from .errors import InvalidRule
from .fields import FieldConflict, Merged, Views, merge_fields, same_span
from .observation import Base
from .people import AS_THE_REST, Answers
from .readable import readable, readable_rules
from .series import implicit, normalise
from .slotmerge import SlotMerge
from .text import same_text
from .values import Changes, Meeting, Privacy, Recurrence, Span, Timed, differing

__all__ = ["FieldConflict", "Merge", "adopt", "merge"]

_CLOSED = (Privacy.PRIVATE, Privacy.CONFIDENTIAL)
_TOLD = ("span", "title", "description", "location")


@dataclass(frozen=True, slots=True)
class Merge:
    """What to make of each side so that they agree, and what had to give way."""

    for_remote: MeetingChanges
    for_local: MeetingChanges
    conflicts: tuple[FieldConflict, ...] = ()


def merge(
    base: Base,
    local: Meeting,
    remote: Meeting,
    prefer: Side,
    answers: Answers = AS_THE_REST,
) -> Merge:
    """Merge both sides' changes since `base`; `prefer` decides where they clash.

    The changes are relative to `local` and `remote` as given. A list of attendees that is not
    complete removes nobody and is not written. `answers` says who decides about answers.
    """
    views = Views(base.local, local, base.remote, remote, answers)
    merged = merge_fields(views, prefer)
    merged, told = _with_rules(views, merged, prefer)
    conflicts = merged.conflicts + told
    if merged.local.recurrence or merged.remote.recurrence:
        merged = SlotMerge(views, merged, prefer).run()
        conflicts += merged.conflicts
    return Merge(diff(remote, merged.remote), diff(local, merged.local), conflicts)


def _with_rules(
    views: Views, merged: Merged, prefer: Side
) -> tuple[Merged, tuple[FieldConflict, ...]]:
    """Give both masters their rule, compared without what it inherits from the start."""
    was, mine, had, other = map(_rules, views.all())
    clash = mine != was and other not in (had, mine)
    here, there = mine, other
    local, remote = merged.local, merged.remote
    if mine != was and (other == had or prefer is Side.LOCAL):
        there = mine
        if not had:
            local, remote = (_on_clock_of(views.local, one) for one in (local, remote))
    elif other != had:
        here = other
        if not was:
            local, remote = (_on_clock_of(views.remote, one) for one in (local, remote))
    kept, lost = (mine, other) if prefer is Side.LOCAL else (other, mine)
    told = FieldConflict("recurrence", prefer, readable_rules(kept), readable_rules(lost))
    local = _ruled(local, views.local, here)
    remote = _ruled(remote, views.remote, there)
    return Merged(local, remote, merged.conflicts), (told,) if clash else ()


def _on_clock_of(series: Meeting, single: Meeting) -> Meeting:
    """Return what becomes a series on the wall clock of the side that repeats it."""
    if isinstance(series.span, Timed) and isinstance(single.span, Timed):
        return replace(single, span=replace(single.span, zone=series.span.zone))
    return single


def _rules(meeting: Meeting) -> tuple[str, ...]:
    return implicit(meeting.recurrence.rules, meeting.span) if meeting.recurrence else ()


def _ruled(merged: Meeting, before: Meeting, rules: tuple[str, ...]) -> Meeting:
    """Return a master with its rule; the lines it had are kept if they still say the same."""
    if not rules:
        return replace(merged, recurrence=None)
    same = _rules(before) == rules and before.span == merged.span
    lines = before.recurrence.rules if same and before.recurrence else _lines(rules, merged.span)
    return replace(merged, recurrence=Recurrence(lines))


def _lines(rules: tuple[str, ...], span: Span) -> tuple[str, ...]:
    try:
        return normalise(rules, span)
    except InvalidRule:
        return rules


def adopt(local: Meeting, remote: Meeting, prefer: Side, answers: Answers = AS_THE_REST) -> Merge:
    """Bring together two meetings that were never compared: nothing is deleted or emptied.

    Fields that differ follow `prefer`, unless only the other side says something; guests are united
    and occurrences changed on either side stay so; what is private on either side becomes private.
    """
    base = _assumed(local, remote, prefer)
    found = merge(base, local, remote, prefer, answers)
    overruled = tuple(_overruled(base, local, remote, prefer))
    return replace(found, conflicts=found.conflicts + overruled)


def _assumed(local: Meeting, remote: Meeting, prefer: Side) -> Base:
    """Return the agreement after which only what shall be carried over looks changed."""
    winner, loser = (local, remote) if prefer is Side.LOCAL else (remote, local)
    recurring = bool(local.recurrence or remote.recurrence)
    decided: Changes = {}
    given_up: Changes = {}
    for name, value in differing(winner, loser).items():
        if _same(name, winner, loser, recurring):
            continue
        if _keeps_more(name, winner, loser):
            given_up[name] = getattr(winner, name)
        else:
            decided[name] = value
    if not recurring:
        decided |= _in_zone(decided, winner)
    # Never compared means that everybody was just invited, and every exception just made.
    fresh: Changes = {"attendees": ()}
    leading = _unruled(winner.with_changes(decided | fresh), loser.recurrence)
    following = _unruled(loser.with_changes(given_up | fresh), loser.recurrence)
    sides = (leading, following) if prefer is Side.LOCAL else (following, leading)
    return Base(*sides)


def _same(name: str, one: Meeting, other: Meeting, recurring: bool) -> bool:
    if name == "span":
        return same_span(one.span, other.span, recurring)
    return name == "description" and same_text(one.description, other.description)


def _keeps_more(name: str, winner: Meeting, loser: Meeting) -> bool:
    """Tell whether the side that would give way has something the other has not."""
    if name == "privacy":
        return loser.privacy in _CLOSED and winner.privacy not in _CLOSED
    if name == "conference":
        return bool(loser.conference.url) and not winner.conference.url
    return not getattr(winner, name) and bool(getattr(loser, name))


def _in_zone(decided: Changes, winner: Meeting) -> Changes:
    span = decided.get("span")
    if isinstance(span, Timed) and isinstance(winner.span, Timed):
        return {"span": replace(span, zone=winner.span.zone)}
    return {}


def _unruled(meeting: Meeting, rule: Recurrence | None) -> Meeting:
    return replace(meeting, recurrence=replace(rule, overrides=()) if rule else None)


def _overruled(
    base: Base, local: Meeting, remote: Meeting, prefer: Side
) -> Iterable[FieldConflict]:
    """Report texts and times that differed and had to give way; a gap that is filled does not."""
    if prefer is Side.LOCAL:
        winner, loser, was = local, remote, base.local
    else:
        winner, loser, was = remote, local, base.remote
    for name in _TOLD:
        if getattr(was, name) != getattr(winner, name) and getattr(loser, name):
            kept, lost = readable(getattr(winner, name)), readable(getattr(loser, name))
            yield FieldConflict(name, prefer, kept, lost)
    if _rules(winner) != _rules(loser):
        kept, lost = readable_rules(_rules(winner)), readable_rules(_rules(loser))
        yield FieldConflict("recurrence", prefer, kept, lost)
