"""Recurring meetings: the one place to import from.

Rules are RFC 5545 content lines (https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5); occurrences
are known by their original start. `rules` and `series` read and write the lines, `expansion` counts
out the slots, `occurrences` looks at single ones, `split` and `shift` follow them through changes.
"""

from .expansion import LIMIT, expand
from .occurrences import (
    occurrence,
    occurrence_span,
    overridden,
    slot_span,
    slots,
)
from .series import excluded_line, implicit, normalise, read_recurrence
from .shift import same_slots, shift_originals
from .split import Split, detect_split, head, remaining_rules, stop_before, tail
from .zones import instant, slot_of, wall_clock, zone

__all__ = [
    "LIMIT",
    "Split",
    "detect_split",
    "excluded_line",
    "expand",
    "head",
    "implicit",
    "instant",
    "normalise",
    "occurrence",
    "occurrence_span",
    "overridden",
    "read_recurrence",
    "remaining_rules",
    "same_slots",
    "shift_originals",
    "slot_of",
    "slot_span",
    "slots",
    "stop_before",
    "tail",
    "wall_clock",
    "zone",
]
