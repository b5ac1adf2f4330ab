"""make test counts honestly."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.environment import calendar_tests, demo, namespace, odoo_tests, phases, report
from tests.environment.odoo_tests import TestRun as Run
from tests.environment.paths import ROOT, addons
from tests.environment.report import Line, Outcome
from tests.environment.trouble import Trouble

RESULTS = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


def run_of(passed: str, failed: str = "", skipped: str = "", code: int = 0) -> Run:
    return Run(*(frozenset(text.split()) for text in (passed, failed, skipped)), code, Path("log"))


@pytest.mark.parametrize(
    ("numbers", "code", "passed", "failed"),
    [
        ((10, 0, 0, 1), 0, 9, 0),
        ((10, 2, 1, 0), 1, 7, 3),
        ((10, 0, 0, 0), 3, 10, 1),  # crashed after its last test
        ((0, 0, 0, 0), 5, 0, 1),  # found no test
    ],
)
def test_pytest_is_counted(tmp_path: Path, numbers, code, passed, failed):
    """A pytest run that ended badly or found nothing counts as failed."""
    results = tmp_path / "results.xml"
    results.write_text(RESULTS.format(*numbers))
    outcome = phases.count(results, code)
    assert (outcome.passed, outcome.failed) == (passed, failed)


def test_who_failed_is_kept(tmp_path: Path):
    """Who sees only the summary knows which tests to look at."""
    results = tmp_path / "results.xml"
    cases = (
        '<testcase classname="a" name="good"/>'
        '<testcase classname="a" name="bad"><failure/></testcase>'
        '<testcase classname="b" name="worse"><error/></testcase>'
    )
    suite = f'<testsuite tests="3" failures="1" errors="1">{cases}</testsuite>'
    results.write_text(f"<testsuites>{suite}</testsuites>")
    assert phases.count(results, 1).failures == ("a.bad", "b.worse")


def test_the_summary_names_who_failed(capsys):
    """The end of a long log is enough to know where to look."""
    report.summary([Line("One", Outcome(3, 1, failures=("a.bad",)), 1.0)])
    assert "a.bad" in capsys.readouterr().out


def test_pytest_that_did_not_start_has_failed(tmp_path: Path):
    """No result at all is a failure."""
    assert phases.count(tmp_path / "none.xml", 4).failed == 1


def test_odoo_tests_are_counted_by_name(tmp_path: Path):
    """A test that failed in a part of it, or before it began, has failed once."""
    record = tmp_path / "record"
    record.write_text(
        "start a.b\nfail a.b\nfail a.b\nstart a.c\nstart a.d\nskip a.d\nfail setUpClass (a.E)\n"
    )
    run = odoo_tests.read(record, 1, tmp_path / "log")
    assert run.passed == {"a.c"}
    assert run.failed == {"a.b", "setUpClass (a.E)"}
    assert run.skipped == {"a.d"}


def test_only_what_our_addons_break_counts():
    """A test of Odoo that fails without us too is not held against us."""
    outcome = calendar_tests.compare(run_of("a b", "c", code=1), run_of("a", "b c", code=1))
    assert (outcome.passed, outcome.failed) == (1, 1)


def test_a_test_that_no_longer_runs_counts():
    """Losing a test is as bad as failing it."""
    assert calendar_tests.compare(run_of("a b"), run_of("a")).failed == 1


def test_no_test_at_all_is_a_failure(tmp_path: Path):
    """A comparison of two empty runs proves nothing."""
    (tmp_path / "log").write_text("Segmentation fault\n")
    crashed = Run(frozenset(), frozenset(), frozenset(), 1, tmp_path / "log")
    assert calendar_tests.compare(crashed, crashed).failed == 1


@pytest.mark.parametrize(("failed", "good"), [(0, True), (2, False)])
def test_the_last_line_is_the_total(capsys, failed, good):
    """Who reads only the last line knows how it went."""
    lines = [Line("One", Outcome(3, 0), 1.0), Line("Two", Outcome(4, failed), 2.0)]
    assert report.summary(lines) is good
    assert capsys.readouterr().out.splitlines()[-1] == f"7 passed, {failed} failed"


def test_an_unknown_phase_is_said():
    """A misspelt phase is not a green run of nothing."""
    with pytest.raises(Trouble, match="No phase is called cor; there are lint, core, odoo"):
        phases.run(["cor"])


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1"])
def test_a_wrong_port_is_said(monkeypatch, text):
    """A port that is none ends in one line."""
    monkeypatch.setenv("DEMO_PORT", text)
    with pytest.raises(Trouble, match=f"DEMO_PORT={text} is not a port number"):
        demo.port_of("DEMO_PORT", 8069)


def test_make_explains_every_target():
    """Plain make lists everything that can be done."""
    text = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (targets,) = [
        line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith(".PHONY")
    ]
    for name in targets.split()[1:]:
        assert f"  make {name} " in text


def test_ci_runs_all_tests():
    """What CI runs is what a person runs."""
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec make test"
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_pure_code_is_imported_without_odoo():
    """The core of every addon works where there is no Odoo."""
    import odoo

    assert not hasattr(odoo, "models")
    for name in namespace.pure_packages():
        __import__(name)
    for addon in addons():
        assert not hasattr(__import__(f"odoo.addons.{addon}", fromlist=["x"]), "models")
