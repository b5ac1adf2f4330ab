"""All histories over a small alphabet, up to a length: not one is left out.

One single meeting and one series of two occurrences that both sides have, and what can be done to
them in a moment: edits on both sides that clash or do not, deletions, passes, killed ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from .history import History, Move, read

BEFORE = read("| make-there:0:1 make-here:8:1 pass:0:0").moves
"""Both meetings exist and are agreed on: `0` is the single one, `1` the series."""

ALPHABET = read(
    "| edit-here:0:0 edit-there:0:0 edit-there:0:1 delete-here:0:0 delete-there:0:0"
    " slot-here:0:0 slot-there:0:0 slot-there:0:6 edit-here:1:3"
    " pass:0:0 kill:1:0 crash:0:0 lost:0:0"
).moves
"""What may happen, each with one meaning."""


def histories(length: int) -> Iterator[History]:
    """Return every history of up to so many moves, the shortest first."""
    for count in range(length + 1):
        for moves in itertools.product(ALPHABET, repeat=count):
            if _is_worth_it(moves):
                yield History(read("|").options, BEFORE + moves)


def _is_worth_it(moves: tuple[Move, ...]) -> bool:
    """Tell whether a history is not one of the shorter ones: what comes last is followed anyway."""
    return not moves or moves[-1][0] not in ("pass", "lost")
