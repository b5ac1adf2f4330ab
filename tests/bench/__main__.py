"""``make bench``: run all cases, print the table, and keep it with its picture.

``RUNS`` (5), ``LATENCIES`` (20 100, milliseconds), ``CASES`` and ``PROVIDERS`` choose less.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from tests.environment import setup
from tests.environment.console import say

from .cases import CASES, Case
from .report import Row, picture, table
from .stage import PEOPLE, Stage

HERE = Path(__file__).parent


def main() -> int:
    """Measure what is asked for and write the results beside this file."""
    setup.ensure()
    runs = int(os.environ.get("RUNS") or 5)
    latencies = [int(one) for one in (os.environ.get("LATENCIES") or "20 100").split()]
    names = (os.environ.get("CASES") or " ".join(one.name for one in CASES)).split()
    with Stage() as stage:
        rows = [
            measure(stage, case, latency, runs)
            for case in CASES
            if case.name in names
            for latency in latencies
        ]
    found = table(rows)
    say(f"\n{found}")
    if names == [one.name for one in CASES]:
        keep(rows, runs)
    return 0


def measure(stage: Stage, case: Case, latency: int, runs: int) -> Row:
    """Run a case as often as asked, the sides in turn, so that a slow minute is everybody's."""
    provider = "google"
    found: dict[str, list[dict[str, float]]] = {side: [] for side in case.sides}
    for number in range(runs):
        for side in case.sides:
            if case.anew or (number == 0 and side == case.sides[0]):
                control = stage.empty(provider, latency / 1000)
                if case.fill:
                    case.fill(control, PEOPLE[provider], case.count)
            figures = stage.run(side, provider, case.job, {"count": case.count})
            found[side].append(figures)
            say(f"  {case.name} {latency} ms, run {number + 1}, {side}: {figures}")
    return Row(case.title, latency, found)


def keep(rows: list[Row], runs: int) -> None:
    """Write the table and the picture."""
    where = f"Medians of {runs} runs on {os.cpu_count()} cores, Python {platform.python_version()}."
    head = "# Beside Odoo's own Google addon\n\n"
    (HERE / "RESULTS.md").write_text(f"{head}{where}\n\n{table(rows)}\n", encoding="utf-8")
    (HERE / "results.svg").write_text(picture(rows), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
