"""People at both sides, at random, in bad weather: in the end all is the same everywhere."""

from __future__ import annotations

import os

import pytest

from .history import History, history
from .stage import Stage

CORPUS = "11 14 2 23"
"""Seeds of the usual run; `make histories` takes others."""

SEEDS = [int(one) for one in os.environ.get("HISTORIES", CORPUS).split()]


@pytest.fixture(scope="module")
def stage(odoo_factory) -> Stage:
    """A stage for all histories; each has meetings of its own."""
    return Stage(odoo_factory)


@pytest.mark.parametrize("seed", SEEDS)
def test_history(stage: Stage, seed: int, record_property) -> None:
    """After any history both sides are the same, nothing is lost, doubled or told twice."""
    told = history(*stage.ready(), seed)
    problems = told.live()
    for name, figure in told.figures.items():
        record_property(name, figure)
    if problems:
        stage.leave()
    assert not problems, report(told, problems)


def report(told: History, problems: list[str]) -> str:
    """Return what happened, what is wrong, and how to see it again."""
    again = f"make histories SEED={told.scene.seed}"
    return "\n".join(["", *told.lines, "", *problems, "", again])
