"""The simulation can fail: a bug that is planted is caught, by the law that is there for it."""

from __future__ import annotations

import pytest

from .history import Player, draw
from .planted import BUGS

MOST = 6000


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(bug):
    """A bug of this kind does not outlive some thousand histories."""
    with bug.planted():
        broken = ((seed, Player().play(draw(seed))) for seed in range(MOST))
        seed, played = next((seed, one) for seed, one in broken if one.law)
    print(f"{bug.name}: {played.law}, after {seed + 1} histories")
    assert played.law in bug.caught_by, played.complaint
