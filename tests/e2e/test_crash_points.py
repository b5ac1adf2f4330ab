"""A pass killed at every boundary of its input and output, in scenarios that stand for the others.

`make crash-points` plays all scenarios at all points. Here: every request, answer and commit, and a
few statements of each.
"""

from __future__ import annotations

import pytest

from tests.crash import bench

SEED = 20270607
STATEMENTS = 2
CHOSEN = {
    "google": ("create-with-guest", "edited-again-during", "move-occurrence"),
    "microsoft": ("edited-again-during", "restored-during", "edit-there"),
}


@pytest.mark.parametrize("at", CHOSEN)
def test_killed_anywhere_it_recovers(workbench, odoo_template, capfd, at) -> None:
    """One event on each side, nothing lost, nobody mailed twice, quiet afterwards (promise 2)."""
    request = bench.Request(CHOSEN[at], (at,), statements=STATEMENTS, seed=SEED)
    results = bench.play(workbench, request)
    with capfd.disabled():
        print(f"\n{at}, seed {SEED}: {bench.total(results)}")  # noqa: T201 - how much was tried
    failed = {one["name"]: one["failures"] for one in results if one["failures"]}
    assert not failed, capfd.readouterr().out
    assert len(results) == len(CHOSEN[at])
    for one in results:
        assert set(one["points"]) == {"request", "answer", "commit", "committed", "sql"}
