"""What changed between two sightings of a meeting, as a value that can be merged and applied.

A series changes as a whole: master fields, rule, cancelled occurrences, and each overridden
occurrence by its original start (RFC 5545 RECURRENCE-ID).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from .values import Changes, Meeting, Original, Override, Recurrence, differing

NO_RECURRENCE = Recurrence(rules=())


@dataclass(frozen=True, slots=True)
class MeetingChanges:
    """The difference between two sightings of one meeting.

    `rules` is None when the rule is the same and empty when the series became a single meeting.
    `cancelled` and `restored` are occurrences; `overrides` maps an original start to the fields in
    which that occurrence now differs from its series (empty: it follows the series again).
    """

    fields: Changes = field(default_factory=dict)
    rules: tuple[str, ...] | None = None
    cancelled: frozenset[Original] = frozenset()
    restored: frozenset[Original] = frozenset()
    overrides: Mapping[Original, Changes] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether anything changed at all."""
        return bool(
            self.fields
            or self.rules is not None
            or self.cancelled
            or self.restored
            or self.overrides
        )

    def without(self, name: str) -> MeetingChanges:
        """Return these changes but for one field of the meeting itself."""
        fields = {key: value for key, value in self.fields.items() if key != name}
        return replace(self, fields=fields)

    def keeping_occurrences(self) -> MeetingChanges:
        """Return these changes but for the occurrences that are cancelled."""
        return replace(self, cancelled=frozenset())

    def names(self) -> frozenset[str]:
        """Return the names of what changed, `recurrence` for anything about the series."""
        series = self.rules is not None or self.cancelled or self.restored or self.overrides
        return frozenset(self.fields) | (frozenset({"recurrence"}) if series else frozenset())


def diff(before: Meeting, after: Meeting) -> MeetingChanges:
    """Return what turns `before` into `after`."""
    old = before.recurrence or NO_RECURRENCE
    new = after.recurrence or NO_RECURRENCE
    return MeetingChanges(
        fields=differing(before, after),
        rules=None if old.rules == new.rules else new.rules,
        cancelled=new.excluded - old.excluded,
        restored=old.excluded - new.excluded,
        overrides=_override_changes(old, new),
    )


def _override_changes(old: Recurrence, new: Recurrence) -> dict[Original, Changes]:
    before = {one.original: dict(one.changes) for one in old.overrides}
    after = {one.original: dict(one.changes) for one in new.overrides}
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    gone: dict[Original, Changes] = {
        key: {} for key in before if key not in after and key not in new.excluded
    }
    return changed | gone


def apply(changes: MeetingChanges, meeting: Meeting) -> Meeting:
    """Return `meeting` with `changes` carried out."""
    changed = meeting.with_changes(changes.fields)
    return replace(changed, recurrence=_apply_recurrence(changes, meeting.recurrence))


def _apply_recurrence(changes: MeetingChanges, before: Recurrence | None) -> Recurrence | None:
    old = before or NO_RECURRENCE
    rules = old.rules if changes.rules is None else changes.rules
    if not rules:
        return None
    excluded = (old.excluded | changes.cancelled) - changes.restored
    overrides = {one.original: one for one in old.overrides}
    for original, values in changes.overrides.items():
        overrides[original] = override(original, values)
    kept = (one for key, one in overrides.items() if one.changes and key not in excluded)
    return Recurrence(rules, excluded, ordered(kept))


def override(original: Original, values: Changes) -> Override:
    """Return an override with its fields in a fixed order, so that equal ones compare equal."""
    return Override(original, tuple(sorted(values.items(), key=lambda item: item[0])))


def ordered(overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Return overrides by original start."""
    return tuple(sorted(overrides, key=lambda one: one.original.isoformat()))
