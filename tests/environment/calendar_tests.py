"""The phase ``calendar``: whatever Odoo's own calendar tests demand still holds with our addons.

The same tests run at the same time on two databases, a bare one and one with all our addons. Only a
test that passes on the bare one and fails beside our addons counts against us.
"""

from __future__ import annotations

from pathlib import Path

from . import odoo
from .console import say
from .databases import BARE
from .odoo_tests import RunningTests, TestRun
from .paths import addons
from .report import Outcome, list_names
from .workbench import Workbench

TAGS = "/calendar"


def run(logs: Path) -> Outcome:
    """Run both suites at once and compare; logs stay in the folder."""
    with Workbench(logs) as bench:
        databases = [bench.clone(BARE, "calendar_bare"), bench.clone(BARE, "calendar_ours")]
        odoo.install(bench.files, databases[1], addons(), logs / "install.log")
        running = [RunningTests(bench.files, name, TAGS, all_at_end=True) for name in databases]
        bare, ours = [one.result() for one in running]
    return compare(bare, ours)


def compare(bare: TestRun, ours: TestRun) -> Outcome:
    """Judge the run beside our addons by the bare one."""
    say(f"bare:            {_counts(bare)}; log: {bare.log}")
    say(f"with our addons: {_counts(ours)}; log: {ours.log}")
    broken = ours.failed - bare.failed
    lost = bare.passed - ours.passed - ours.failed
    list_names("Fail with our addons only", sorted(broken))
    list_names("Did not run with our addons", sorted(lost))
    list_names("Fail on the bare database too", sorted(ours.failed & bare.failed))
    if not bare.passed or ours.crash() or bare.crash():
        say(f"Odoo ended early: {bare.crash() or ours.crash() or 'no test ran'}")
        return Outcome(len(ours.passed), max(len(broken | lost), 1))
    known = len(ours.failed & bare.failed)
    note = f"{known} fail without our addons too" if known else ""
    return Outcome(len(ours.passed), len(broken | lost), note)


def _counts(run: TestRun) -> str:
    return f"{len(run.passed)} passed, {len(run.failed)} failed, {len(run.skipped)} skipped"
