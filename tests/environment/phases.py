"""``make test``: every phase with its heading and its time, then one summary."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from . import calendar_tests, jobs, lint, report, setup
from .console import say
from .odoo_tests import RunningTests, TestRun
from .paths import JOBS_ADDON, ROOT, addons, cache
from .report import Line, Outcome, heading
from .trouble import Trouble
from .workbench import Workbench

END_TO_END = ROOT / "tests" / "e2e"
PURE_TESTS = (
    *(f"tests/{name}" for name in ("core", "google", "microsoft", "contracts")),
    *(f"tests/simulation/test_{name}.py" for name in ("attempts", "pass")),
    "tests/simulation/test_simulation.py::test_what_went_wrong_before",
)
"""What reaches every branch of the pure code; more histories and fuzzing would only be slow."""


@dataclass(frozen=True)
class Phase:
    """A part of the tests that can be run alone: ``make test PHASE=<name>``."""

    name: str
    title: str
    run: Callable[[], Outcome]


def run_pytest(*arguments: str) -> Outcome:
    """Run pytest in a process of its own and count its results."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        options = [f"--junitxml={results}", "-p", "no:cacheprovider"]
        command = [setup.ensure().python, "-m", "pytest", "-q", *options, *arguments]
        environment = {**os.environ, "COVERAGE_FILE": str(Path(folder) / "coverage")}
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        return count(results, code)


def count(results: Path, code: int) -> Outcome:
    """Read pytest's results; a run that ended badly or found no test has failed."""
    if not results.exists():
        return Outcome(0, 1, f"pytest ended with code {code}")
    (suite,) = ElementTree.parse(results).getroot().iter("testsuite")  # noqa: S314 - our own file
    total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    passed = max(total - skipped - failed, 0)
    note = f"{skipped} skipped" if skipped else ""
    if code and not failed:
        return Outcome(passed, 1, f"pytest ended with code {code}")
    return Outcome(passed, failed, note, tuple(_failures(suite)))


def _failures(suite: Element) -> Iterator[str]:
    """Yield the names of the tests that failed or could not be set up."""
    for case in suite.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            yield f"{case.get('classname')}.{case.get('name')}"


def _all_cores() -> list[str]:
    """Return options for all cores; the tests of a module stay together: they share a server."""
    return [f"--numprocesses={os.cpu_count() or 1}", "--dist=loadfile"]


def run_core() -> Outcome:
    """Run what needs no Odoo: everything below tests/ but the end-to-end tests."""
    done = [f"--deselect={one}" for one in PURE_TESTS]
    rest = run_pytest("tests", f"--ignore={END_TO_END}", *done, *_all_cores())
    return report.joined([run_coverage(), rest])


def run_coverage() -> Outcome:
    """Run what tests core/ and engine/; a branch of them that no test takes is a failure."""
    reported = ["--cov", "--cov-report=term-missing:skip-covered"]
    return run_pytest(*PURE_TESTS, *reported, *_all_cores())


def run_end_to_end() -> Outcome:
    """Run the tests with a real Odoo, a simulated provider and a browser."""
    if not END_TO_END.is_dir():
        return Outcome(0, 0, "no tests/e2e yet")
    # those with the fewest tests have the longest ones: last, they would keep one core waiting
    return run_pytest(str(END_TO_END), *_all_cores(), "--no-loadscope-reorder")


def take_pictures() -> None:
    """Take the pictures of the guides again; raises Trouble."""
    files = sorted(END_TO_END.glob("pictures*.py"))
    if run_pytest(*map(str, files)).failed:
        raise Trouble("Not every picture could be taken: see above.")


def run_histories() -> Outcome:
    """Run the histories whose seeds the environment variable HISTORIES names."""
    return run_pytest(str(END_TO_END / "histories"))


def run_odoo() -> Outcome:
    """Install our addons on fresh databases and run their test classes.

    Those that need Odoo alone are on one where there is nothing else, the glue to the job queue on
    another one beside it.
    """
    ours = addons()
    if not ours:
        return Outcome(0, 0, "no addons yet")
    with Workbench(_logs("odoo")) as bench:
        databases = [bench.clone("bare", "ours"), bench.clone("bare", "ours_with_jobs")]
        tags = ",".join(f"/{name}" for name in ours)
        runs = [
            RunningTests(bench.files, databases[0], tags, install=ours),
            RunningTests(
                jobs.in_reach(bench.files), databases[1], f"/{JOBS_ADDON}", install=[JOBS_ADDON]
            ),
        ]
        return report.joined([_outcome(one.result()) for one in runs])


def _outcome(result: TestRun) -> Outcome:
    say(f"{len(result.passed)} passed, {len(result.failed)} failed; log: {result.log}")
    if result.crash() or not result.passed:
        say(f"Odoo ended with code {result.code}: {result.crash() or 'no test ran'}")
        return Outcome(len(result.passed), max(len(result.failed), 1))
    skipped = f"{len(result.skipped)} skipped" if result.skipped else ""
    return Outcome(len(result.passed), len(result.failed), skipped, tuple(sorted(result.failed)))


def run_calendar() -> Outcome:
    """Run the tests of Odoo's calendar without and with our addons."""
    if not addons():
        return Outcome(0, 0, "no addons yet")
    return calendar_tests.run(_logs("calendar"))


PHASES = (
    Phase("lint", "Lint and types", lint.run),
    Phase("core", "Without Odoo", run_core),
    Phase("odoo", "Our test classes in Odoo", run_odoo),
    Phase("e2e", "End to end", run_end_to_end),
    Phase("calendar", "Odoo's calendar tests with ours", run_calendar),
)
ON_REQUEST = (
    Phase("histories", "Random histories at both sides", run_histories),
    Phase("coverage", "Every branch of core/ and engine/", run_coverage),
)
"""What is not part of all tests, because they hold a short version of it."""


def run(names: Sequence[str]) -> bool:
    """Run the named phases in their order, all by default; tell whether all is good."""
    every = (*PHASES, *ON_REQUEST)
    unknown = set(names) - {phase.name for phase in every}
    if unknown:
        known = ", ".join(phase.name for phase in every)
        raise Trouble(f"No phase is called {', '.join(sorted(unknown))}; there are {known}.")
    chosen = [phase for phase in every if phase.name in names] or PHASES
    return report.summary([_timed(phase) for phase in chosen])


def _timed(phase: Phase) -> Line:
    heading(f"{phase.title} (make test PHASE={phase.name})")
    start = time.monotonic()
    try:
        outcome = phase.run()
    except Trouble as trouble:
        say(str(trouble))
        outcome = Outcome(0, 1, "see above")
    line = Line(phase.title, outcome, time.monotonic() - start)
    say(f"\n{line}")
    return line


def _logs(name: str) -> Path:
    """Return a folder for the logs of a phase, which stay until its next run."""
    folder = cache() / "logs" / f"{name}-{os.getpid()}"
    for old in folder.parent.glob(f"{name}-*"):
        if not Path("/proc", old.name.rpartition("-")[2]).exists():
            shutil.rmtree(old, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
