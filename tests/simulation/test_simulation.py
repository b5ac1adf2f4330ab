"""Random histories, many of them, and those that once went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.environment.paths import ROOT

from .history import Player, draw, read
from .running import Tally, tallies
from .shrinking import shrunk

CORPUS = [
    line
    for line in (Path(__file__).parent / "corpus.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
FIRST, MANY = 0, 200_000
SAME = range(300)


@pytest.mark.slow
@pytest.mark.timeout(1800)  # a minute and a half on two cores that have nothing else to do
def test_no_history_breaks_a_law():
    """Whatever happens in whatever order, nothing is lost, doubled or mailed by surprise."""
    total = Tally(FIRST)
    for tally in tallies(range(FIRST, FIRST + MANY), os.cpu_count() or 1):
        total.add(tally)
    print(total)
    told = [f"make simulate SEED={seed}: {why}" for seed, _law, why in total.broken[:5]]
    assert not total.broken, "\n".join(told)
    assert total.histories == MANY


@pytest.mark.parametrize("line", CORPUS)
def test_what_went_wrong_before(line):
    """A history that once broke a law breaks none any more."""
    played = Player().play(read(line))
    assert not played.law, f"{played.complaint}\nmake simulate HISTORY='{read(line)}'"


def test_the_same_seed_tells_the_same_story():
    """A seed names one history and one trace, in this process and in any other."""
    code = "from tests.simulation.test_simulation import trace; print(trace())"
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert trace() == trace() == int(other.stdout)


def trace() -> int:
    """Return a digest of all that happens in some histories."""
    told: list[str] = []
    for seed in SAME:
        Player(told.append).play(draw(seed))
    return zlib.crc32("\n".join(told).encode())


@pytest.mark.parametrize("seed", range(20))
def test_a_history_is_read_as_it_is_written(seed):
    """The line that is printed for a history is that history."""
    assert read(str(draw(seed))) == draw(seed)


def test_the_shortest_history_is_found():
    """What does not matter is left out of a history that breaks a law."""
    from .planted import BUGS

    with BUGS[0].planted():
        long = read("skew=600 | make-there:0:1 pass:0:0 expire:0:0 edit-there:0:0 make-here:2:1")
        found = shrunk(long)
    assert str(found) == "| make-there:0:0 pass:0:0 edit-there:0:0"
