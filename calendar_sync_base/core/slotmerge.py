"""Merging the single occurrences of a series: cancelled, restored, or changed on their own.

All four sightings are first brought to the slots the merged series will have, so that an override
finds its occurrence again when the other side moved the series at the same time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .actions import Side
from .changes import ordered, override
from .errors import InvalidRule
from .fields import FieldConflict, Merged, Views, merge_fields
from .occurrences import overridden, slot_span
from .readable import at_slot, readable_changes
from .shift import Moves, same_slots, shift_originals
from .values import Changes, Meeting, Original, Override, Recurrence

CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class _Sight:
    """One sighting of a series, its occurrences under the slots they will have.

    `places` maps these slots to the original starts here, `cancelled` and `changed` are slots.
    """

    meeting: Meeting
    places: Mapping[Original, Original]
    cancelled: frozenset[Original]
    changed: frozenset[Original]

    def state(self, slot: Original) -> Changes | None:
        """Return how this sighting overrides a slot: None is cancelled, empty not at all."""
        if slot in self.cancelled:
            return None
        return overridden(self.meeting, self.places.get(slot, slot))

    def at(self, slot: Original) -> Meeting:
        """Return the occurrence as a meeting, as if it were not cancelled."""
        plain = _plain(self.meeting, self.places.get(slot, slot))
        return plain.with_changes(self.state(slot) or {})


def _plain(series: Meeting, original: Original) -> Meeting:
    return replace(series, span=slot_span(series.span, original), recurrence=None)


def _exceptions(meeting: Meeting) -> set[Original]:
    rule = meeting.recurrence or Recurrence(())
    return {*rule.excluded, *(one.original for one in rule.overrides)}


def _sight(meeting: Meeting, target: Meeting) -> _Sight:
    rule = meeting.recurrence
    if rule is None:
        return _Sight(meeting, {}, frozenset(), frozenset())
    own = _exceptions(meeting)
    moves = _moves(meeting, target, own)
    places = {new: old for old, new in moves.items() if new is not None}
    return _Sight(
        meeting,
        places,
        cancelled=frozenset(slot for slot, old in places.items() if old in rule.excluded),
        changed=frozenset(slot for slot, old in places.items() if old in own),
    )


def _moves(meeting: Meeting, target: Meeting, own: set[Original]) -> Moves:
    """Return where a series' slots went; unknown ones stay where they are."""
    unmoved: Moves = {one: one for one in own}
    if target.recurrence is None or same_slots(meeting, target):
        return unmoved
    try:
        return unmoved | shift_originals(meeting, target)
    except InvalidRule:
        return unmoved


@dataclass(frozen=True, slots=True)
class _Slot:
    """What becomes of one slot on both sides; None is cancelled."""

    local: Changes | None
    remote: Changes | None
    conflicts: tuple[FieldConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotMerge:
    """Merges the slots of the series in `views`, given its masters as they shall be (`merged`)."""

    views: Views
    merged: Merged
    prefer: Side

    def run(self) -> Merged:
        """Return both sides with their cancelled and changed occurrences, and their conflicts."""
        if not any(map(_exceptions, self.views.all())):
            return replace(self.merged, conflicts=())
        base_local, local, base_remote, remote = self._sights()
        slots = local.changed | base_local.changed | remote.changed | base_remote.changed
        done = {
            slot: self._slot(slot, base_local, local, base_remote, remote)
            for slot in sorted(slots, key=str)
        }
        conflicts = tuple(one for slot in done.values() for one in slot.conflicts)
        return Merged(
            _with_slots(self.merged.local, {slot: one.local for slot, one in done.items()}),
            _with_slots(self.merged.remote, {slot: one.remote for slot, one in done.items()}),
            conflicts,
        )

    def _sights(self) -> tuple[_Sight, _Sight, _Sight, _Sight]:
        local, remote = self.merged.local, self.merged.remote
        return (
            _sight(self.views.base_local, local),
            _sight(self.views.local, local),
            _sight(self.views.base_remote, remote),
            _sight(self.views.remote, remote),
        )

    def _slot(self, slot: Original, was: _Sight, mine: _Sight, had: _Sight, other: _Sight) -> _Slot:
        listing = any("attendees" in (one.state(slot) or {}) for one in (was, mine, had, other))
        said_here = _says_new(slot, was, mine, listing)
        said_there = _says_new(slot, had, other, listing)
        here, there = mine.state(slot), other.state(slot)
        if not said_here and not said_there:
            return self._settled(slot, here, there)
        if (here is None and said_here) or (there is None and said_there):
            return self._cancel(slot, (here, said_here), (there, said_there))
        return self._fields(slot, was, mine, had, other)

    def _cancel(
        self, slot: Original, mine: tuple[Changes | None, bool], other: tuple[Changes | None, bool]
    ) -> _Slot:
        """Carry a cancellation over; against an edit of the same occurrence it is a conflict."""
        (here, said_here), (there, said_there) = mine, other
        if here is None and there is None:
            return _Slot(None, None)
        if not (said_here and said_there):
            return _Slot(None, None)
        kept, lost = (here, there) if self.prefer is Side.LOCAL else (there, here)
        conflict = FieldConflict(at_slot("occurrence", slot), self.prefer, _told(kept), _told(lost))
        return _Slot(kept, kept, (conflict,))

    def _fields(
        self, slot: Original, was: _Sight, mine: _Sight, had: _Sight, other: _Sight
    ) -> _Slot:
        """Merge an occurrence both sides still have; what neither overrides follows the series."""
        answers = self.views.answers
        views = Views(was.at(slot), mine.at(slot), had.at(slot), other.at(slot), answers)
        found = merge_fields(views, self.prefer, slot)
        local: Changes = {}
        remote: Changes = {}
        states = [one.state(slot) or {} for one in (was, mine, had, other)]
        for name in sorted(states[1].keys() | states[3].keys()):
            here, there = _overriding(name, states, self.prefer)
            if name == "attendees" and answers.elsewhere:
                # what is answered elsewhere may differ, whatever the sides say of the rest
                here = there = True
            local |= {name: getattr(found.local, name)} if here else {}
            remote |= {name: getattr(found.remote, name)} if there else {}
        # What the masters disagreed about was told once, for the series; not what is its own.
        own = {at_slot(name, slot) for name in states[1].keys() | states[3].keys()}
        masters = {at_slot(one.field, slot) for one in self.merged.conflicts} - own
        conflicts = tuple(one for one in found.conflicts if one.field not in masters)
        return self._settled(slot, local, remote, conflicts)

    def _settled(
        self,
        slot: Original,
        local: Changes | None,
        remote: Changes | None,
        conflicts: tuple[FieldConflict, ...] = (),
    ) -> _Slot:
        """Return a slot without what its series says by now anyway."""
        here = _beyond(_plain(self.merged.local, slot), local)
        there = _beyond(_plain(self.merged.remote, slot), remote)
        return _Slot(here, there, conflicts)


def _says_new(slot: Original, before: _Sight, now: _Sight, listing: bool) -> bool:
    """Tell whether one side says something new of an occurrence.

    Where either side has a guest list of its own for it (`listing`), so does who is added to the
    series or answers it: a list is merged person by person.
    """
    was, is_now = before.state(slot), now.state(slot)
    if was != is_now or was is None or not listing:
        return was != is_now
    return before.at(slot).attendees != now.at(slot).attendees


def _overriding(name: str, states: Sequence[Changes], prefer: Side) -> tuple[bool, bool]:
    """Tell whether a field is one the occurrence has of its own, here and there.

    `states` are how the four sightings override the slot, in the order of `Views`.
    """
    was, mine, had, other = states
    here, there = name in mine, name in other
    if here == there:
        return here, there
    said_here = was.get(name) != mine.get(name)
    said_there = had.get(name) != other.get(name)
    if said_here == said_there:
        winner = here if prefer is Side.LOCAL else there
        return (winner, winner) if said_here else (here, there)
    return (here, here) if said_here else (there, there)


def _beyond(plain: Meeting, changes: Changes | None) -> Changes | None:
    if changes is None:
        return None
    return {name: one for name, one in changes.items() if one != getattr(plain, name)}


def _told(state: Changes | None) -> str:
    return CANCELLED if state is None else readable_changes(state) or "as the series"


def _with_slots(master: Meeting, slots: Mapping[Original, Changes | None]) -> Meeting:
    if master.recurrence is None:
        return master
    excluded = frozenset(slot for slot, changes in slots.items() if changes is None)
    overrides: list[Override] = [override(slot, one) for slot, one in slots.items() if one]
    return replace(
        master, recurrence=Recurrence(master.recurrence.rules, excluded, ordered(overrides))
    )
