"""``make bench``: run all cases, print the table, and keep it with its picture.

``RUNS`` (5), ``LATENCIES`` (20 100, milliseconds) and ``CASES`` choose less. What is kept, after
each case, are the results of a run of all cases; with ``KEEP=1`` those of fewer, too.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.environment import setup
from tests.environment.console import say

from . import saving
from .cases import CASES, Case, member
from .report import Row, growth, picture, table
from .stage import PEOPLE, Figures, Stage

HERE = Path(__file__).parent
USUAL = [one.name for one in CASES if one.usual]
HEAD = """# Beside Odoo's own addons

Medians; `make bench` measures again. *Odoo alone* makes the same meetings with their reminders and
sends nothing; *Odoo's own* is its Google or Outlook addon, on the same Odoo, database and provider.
Requests are ours / Odoo's own; statements, seconds of the processor (of Odoo and its connection
to PostgreSQL, the same on a busy machine) and memory (the growth of the process at its peak) are
Odoo alone / ours / Odoo's own. A side that takes minutes is measured once.
"""


def main() -> int:
    """Measure what is asked for and write the results beside this file."""
    setup.ensure()
    begun, load = datetime.now(UTC), os.getloadavg()
    runs = int(os.environ.get("RUNS") or 5)
    latencies = [int(one) for one in (os.environ.get("LATENCIES") or "20 100").split()]
    names = (os.environ.get("CASES") or " ".join(USUAL)).split()
    rows: list[Row] = []
    with Stage() as stage:
        for case in CASES:
            for latency in (case.latencies or latencies) if case.name in names else ():
                rows += measure(stage, case, latency, runs)
                if names == USUAL or os.environ.get("KEEP"):
                    keep(rows, describe(begun, load, runs))
    say(f"\n{table(rows)}\n\n{growth(rows)}")
    return 0


def measure(stage: Stage, case: Case, latency: int, runs: int) -> Iterator[Row]:
    """Run a case as often as asked, and give what is to be told of it."""
    if case.job != "save":
        found = repeated(stage, case, latency, runs)
        yield Row(case.name, case.title, case.count, latency, found)
        return
    found = saving.measure(stage, case, runs)
    say(f"  {case.name}: {found}")
    apart = {"floor": found["floor"], "ours": found.pop("apart")}
    yield Row(case.name, case.title, 1, latency, found)
    yield Row("apart", "A save by somebody without an account", 1, latency, apart)


def repeated(stage: Stage, case: Case, latency: int, runs: int) -> dict[str, list[Figures]]:
    """Run a case, the sides in turn, so that a slow minute is everybody's."""
    found: dict[str, list[Figures]] = {side: [] for side in case.sides}
    control: Any = None
    for number in range(max(case.runs(side, runs) for side in case.sides)):
        for side in case.sides:
            if number >= case.runs(side, runs):
                continue
            if case.anew or control is None:
                control = prepare(stage, case, latency)
            figures = stage.run(side, case.provider, case.job, settings(control, case))
            found[side].append(figures)
            say(f"  {case.name} {latency} ms, run {number + 1}, {side}: {figures}")
    return found


def prepare(stage: Stage, case: Case, latency: int) -> Any:
    """Bring the provider to where a case begins; it has no latency before."""
    pages = {"max_page_size": case.page} if case.page else {}
    control = stage.empty(case.provider)
    if case.fill:
        case.fill(control, PEOPLE[case.provider], case.count)
    control.settings(latency=latency / 1000, **pages)
    return control


def settings(control: Any, case: Case) -> dict[str, Any]:
    """Return what the job is told: how many, and the tokens of a crowd."""
    if case.job != "crowd":
        return {"count": case.count, "quota": case.quota}
    return {"crowd": {member(one): control.grant(member(one)) for one in range(case.count)}}


def describe(begun: datetime, load: tuple[float, float, float], runs: int) -> str:
    """Say honestly when and on what was measured."""
    cores, python = os.cpu_count(), platform.python_version()
    return (
        f"{begun:%d %B %Y}, up to {runs} runs, {cores} cores, Python {python}; load before "
        f"{load[0]:.1f}, in the end {os.getloadavg()[0]:.1f} (1 is what the measurement itself is)."
    )


def keep(rows: Sequence[Row], where: str) -> None:
    """Write the table and the picture."""
    parts = [HEAD, where, "", table(rows), "", growth(rows), "", "![The same](results.svg)", ""]
    (HERE / "RESULTS.md").write_text("\n".join(parts), encoding="utf-8")
    (HERE / "results.svg").write_text(picture(rows), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
