"""This and following: one series ends before a slot, another one starts there.

No provider and no Odoo has a verb for it; each does it by trimming one series and making another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .expansion import slots_before
from .occurrences import slot_span, slots
from .rules import Rule
from .series import Series, canonical_rule, read_series, until_text, until_wall
from .shift import shift_originals
from .values import Meeting, Original, Recurrence
from .zones import wall_of

_SECOND = timedelta(seconds=1)


def stop_before(meeting: Meeting, original: Original) -> tuple[str, ...]:
    """Return the rules of a series that ends before a slot.

    COUNT becomes UNTIL: in UTC when timed, the last date when all-day. Raises InvalidRule.
    """
    series = _series(meeting)
    rules = tuple(_stopped(rule, meeting, original) for rule in series.rules)
    exrules = tuple(_stopped(rule, meeting, original) for rule in series.exrules)
    cut = wall_of(original, meeting.span)
    rdates = frozenset(one for one in series.rdates if wall_of(one, meeting.span) < cut)
    return Series(rules, exrules, rdates).lines()


def _stopped(rule: Rule, meeting: Meeting, original: Original) -> Rule:
    # One of several rules may be used up already: its COUNT must not become a later UNTIL.
    if rule.count is not None and slots_before(rule, meeting.span, original) == rule.count:
        return rule
    stop = wall_of(original, meeting.span) - _SECOND
    until = min(until_wall(rule, meeting.span) or stop, stop)
    shorter = rule.having(COUNT="", UNTIL=until_text(until, rule, meeting.span))
    return canonical_rule(shorter, meeting.span)


def remaining_rules(meeting: Meeting, original: Original) -> tuple[str, ...]:
    """Return the rules of the new series that takes over from a slot.

    COUNT is what is left of it (cancelled occurrences count). Empty when one slot is left that no
    rule gives. Raises InvalidRule.
    """
    series = _series(meeting)
    rules = tuple(_remaining(series.rules, meeting, original))
    exrules = tuple(_remaining(series.exrules, meeting, original))
    cut = wall_of(original, meeting.span)
    rdates = frozenset(one for one in series.rdates if wall_of(one, meeting.span) >= cut)
    alone = not rules and all(wall_of(one, meeting.span) == cut for one in rdates)
    return () if alone else Series(rules, exrules, rdates).lines()


def _remaining(rules: Sequence[Rule], meeting: Meeting, original: Original) -> list[Rule]:
    span = slot_span(meeting.span, original)
    left = [(rule, _count_left(rule, meeting, original)) for rule in rules]
    return [
        canonical_rule(rule.having(COUNT="" if count is None else str(count)), span)
        for rule, count in left
        if count != 0
    ]


def _count_left(rule: Rule, meeting: Meeting, original: Original) -> int | None:
    if rule.count is None:
        return None
    return rule.count - slots_before(rule, meeting.span, original)


def _series(meeting: Meeting) -> Series:
    lines = meeting.recurrence.rules if meeting.recurrence else ()
    return read_series(lines, meeting.span)


def head(meeting: Meeting, original: Original) -> Meeting:
    """Return the series as it is left when it is split at a slot. Raises InvalidRule."""
    return _half(meeting, stop_before(meeting, original), original, before=True)


def tail(meeting: Meeting, original: Original) -> Meeting:
    """Return the new series that takes over from a slot. Raises InvalidRule."""
    started = replace(meeting, span=slot_span(meeting.span, original))
    return _half(started, remaining_rules(meeting, original), original, before=False)


def _half(meeting: Meeting, rules: tuple[str, ...], cut: Original, before: bool) -> Meeting:
    whole = meeting.recurrence
    if whole is None or not rules:
        return replace(meeting, recurrence=None)
    edge = wall_of(cut, meeting.span)

    def kept(slot: Original) -> bool:
        return (wall_of(slot, meeting.span) < edge) is before

    excluded = frozenset(one for one in whole.excluded if kept(one))
    overrides = tuple(one for one in whole.overrides if kept(one.original))
    return replace(meeting, recurrence=Recurrence(rules, excluded, overrides))


@dataclass(frozen=True, slots=True)
class Split:
    """A series was trimmed at `original` and `follower` (an index of the candidates) goes on.

    `moved` tells for each slot that was cut off which slot of the follower it became, None when
    there is none: what had the old one should be kept for the new one.
    """

    original: Original
    follower: int
    moved: Mapping[Original, Original | None]


def detect_split(
    before: Meeting, after: Meeting, new_series_candidates: Sequence[Meeting]
) -> Split | None:
    """Tell whether a series was trimmed and one of the new meetings goes on from there.

    `before` and `after` are two sightings of the trimmed series, on either side. None when it was
    not merely trimmed or nothing follows. Raises InvalidRule.
    """
    if before.recurrence is None or after.recurrence is None:
        return None
    old, kept = _all_slots(before), _all_slots(after)
    if not kept or len(kept) >= len(old) or old[: len(kept)] != kept:
        return None
    cut = old[len(kept)]
    rest = tail(before, cut)
    found = _follower(rest, kept[-1], new_series_candidates)
    if found is None:
        return None
    return Split(cut, found, shift_originals(rest, new_series_candidates[found]))


def _all_slots(meeting: Meeting) -> list[Original]:
    rule = meeting.recurrence
    return slots(replace(meeting, recurrence=Recurrence(rule.rules))) if rule else []


def _follower(rest: Meeting, last: Original, candidates: Sequence[Meeting]) -> int | None:
    """Return which candidate starts nearest to where the rest would have, in its first period."""
    begun = wall_of(rest.span.start, rest.span)
    earliest = wall_of(last, rest.span)
    latest = _second(rest) or begun + (begun - earliest)
    near: list[tuple[timedelta, int]] = []
    for index, candidate in enumerate(candidates):
        start = wall_of(candidate.span.start, candidate.span)
        if earliest < start < latest:
            near.append((abs(start - begun), index))
    return min(near)[1] if near else None


def _second(rest: Meeting) -> datetime | None:
    """Return the wall time of the second slot of the rest."""
    following = _all_slots(rest)[1:2]
    return wall_of(following[0], rest.span) if following else None
