"""All small histories, not one left out."""

from __future__ import annotations

from .history import Player
from .scope import ALPHABET, BEFORE, histories

LENGTH = 3


def test_every_small_history():
    """Every history of up to three moves over a single meeting and a series keeps the laws."""
    count, broken = 0, []
    for history in histories(LENGTH):
        count += 1
        played = Player().play(history)
        if played.law:
            broken.append(f"make simulate HISTORY='{history}': {played.complaint}")
    print(f"{count} histories")
    assert not broken, "\n".join(broken[:5])


def test_the_scope_is_all_of_it():
    """So many histories there are: each move in each place, none twice."""
    ends = len(ALPHABET) - 2
    whole = 1 + sum(len(ALPHABET) ** (length - 1) * ends for length in (1, 2))
    found = [str(one) for one in histories(2)]
    assert len(found) == len(set(found)) == whole
    assert Player().play(next(histories(0))).law == ""
    assert len(BEFORE) == 3
