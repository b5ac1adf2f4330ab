"""What a run tells: each mutant that no test noticed, and how many were."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

from tests.environment.paths import ROOT

from .operators import Mutant
from .running import Fate

SURE = 1.96
"""Standard deviations on either side that hold 95 % of a normal distribution."""

ORDER = (Fate.KILLED, Fate.TIMED_OUT, Fate.SURVIVED, Fate.UNREACHED, Fate.BROKEN)


def report(work: Sequence[tuple[Path, Mutant, Fate | None]]) -> None:
    """Print who was not killed, and a table of the packages. A time-out is not a kill."""
    fates: dict[str, Counter[Fate]] = defaultdict(Counter)
    for file, one, fate in work:
        found = fate or Fate.BROKEN
        name = os.path.relpath(file, ROOT)
        for group in (os.path.dirname(name), "all"):
            fates[group][found] += 1
        if found is not Fate.KILLED:
            print(f"{found}: {name}:{one}")
    print(f"{'mutants':>8} " + " ".join(f"{fate:>11}" for fate in ORDER))
    for name, counts in fates.items():
        numbers = " ".join(f"{counts[fate]:11}" for fate in ORDER)
        print(f"{counts.total():8} {numbers}  {share(counts[Fate.KILLED], counts.total())} {name}")


def share(killed: int, tried: int) -> str:
    """Return the share that was killed, with Wilson's interval for what was drawn from more."""
    found, square = killed / tried, SURE**2
    middle = (found + square / (2 * tried)) / (1 + square / tried)
    spread = (
        SURE * sqrt(found * (1 - found) / tried + square / (4 * tried**2)) / (1 + square / tried)
    )
    return f"{100 * found:.1f} % ({100 * (middle - spread):.1f} to {100 * (middle + spread):.1f})"
