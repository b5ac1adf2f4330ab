"""People at both sides, at random, in bad weather: in the end all is the same everywhere."""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest

from .history import History, history
from .stage import Stage

CORPUS = "2 23 5"
"""Seeds of the usual run; `make histories` takes others."""

ENOUGH = 12
"""So many histories plant every kind of fault."""

SEEDS = [int(one) for one in os.environ.get("HISTORIES", CORPUS).split()]


@pytest.fixture(scope="module")
def stage(odoo_factory) -> Stage:
    """A stage for all histories; each has meetings of its own."""
    return Stage(odoo_factory)


PLANTED = {
    "a hanging call": "planted hang$",
    "a call that is carried out and hangs": "planted hang after applying",
    "a broken connection": "planted reset$",
    "a broken connection after the write": "planted reset after applying",
    "half an answer": "planted truncate",
    "a token that is refused": "planted 401",
    "a token that ends between two pages": "planted token ends",
    "a rate limit of 403": "planted 403",
    "a duplicate or a conflict": "planted 409|planted performed twice|answered 409",
    "a cursor that is too old": "planted 410",
    "an event that changed meanwhile": "planted 412",
    "a rate limit of 429": "planted 429",
    "trouble at the service": r"planted 50\d( \w+)?$",
    "trouble after the write": r"planted 50\d( \w+)? after applying",
    "a clock that differs": "clocks that differ",
    "a lost notification": "notifications lost",
    "a doubled notification": "notifications doubled",
    "a late notification": "notifications late",
    "two processes at once": "passes of two processes at once",
}
"""What has to go wrong in the histories, and the names of figures that tell of it."""


@pytest.fixture(scope="module")
def tally() -> Counter[str]:
    """The figures of all histories, summed up."""
    return Counter()


@pytest.mark.parametrize("seed", SEEDS)
def test_history(stage: Stage, seed: int, tally, record_property) -> None:
    """After any history both sides are the same, nothing is lost, doubled or told twice."""
    world, people, processes = stage.ready()
    told = history(world, people, [one.url for one in processes], seed)
    problems = told.live()
    tally.update(told.figures)
    for name, figure in told.figures.items():
        record_property(name, figure)
    if problems:
        stage.leave()
    assert not problems, report(told, problems)


@pytest.mark.skipif(len(SEEDS) < ENOUGH, reason="a few seeds do not plant all")
def test_everything_went_wrong(tally) -> None:
    """Each kind of fault was planted at least once: none is left out by accident."""
    missing = [what for what, names in PLANTED.items() if not any_of(tally, names)]
    assert missing == []


def any_of(tally: Counter[str], names: str) -> int:
    """Return how often a fault was planted, by a pattern of its figures' names."""
    return sum(times for name, times in tally.items() if re.search(names, name))


def report(told: History, problems: list[str]) -> str:
    """Return what happened, what is wrong, and how to see it again."""
    again = f"make histories SEED={told.scene.seed}"
    return "\n".join(["", *told.lines, "", *problems, "", again])
