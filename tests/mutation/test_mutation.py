"""What the runner says of mutants whose fate is known beforehand."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from textwrap import dedent

import pytest

from tests.environment.paths import ROOT

from .operators import code_of, mutants, mutated
from .report import share
from .running import BREAKS, DIES, SURVIVES, Fate, Live, fate

PLANTED = """
def guarded(number):
    return number > 3

def forgotten(number):
    return number > 3

def endless(number):
    while number:
        number = number - 1
    return "done"

def unreached(number):
    return number + 1
"""

TESTS = """
import planted

def test_guarded():
    assert not planted.guarded(3) and planted.guarded(4)

def test_forgotten():
    assert planted.forgotten(9) in (True, False)

def test_endless():
    assert planted.endless(3) == "done"
"""


@pytest.fixture
def planted(tmp_path):
    """Return how to run the runner over a module of its own: told are lines and a table."""
    (tmp_path / "planted.py").write_text(PLANTED)
    (tmp_path / "test_planted.py").write_text(TESTS)

    def run():
        words = [f"FILES={tmp_path}/planted.py", f"TESTS={tmp_path}/test_planted.py", "JOBS=4"]
        more = {"CALENDAR_SYNC_CACHE": str(tmp_path), "PYTHONPATH": str(tmp_path)}
        command = [sys.executable, "-m", "tests.mutation", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()

    return run


def test_planted_mutants_have_the_fates_they_deserve(planted):
    """Killed is what a test sees; what none sees survives, what never ends is no kill.

    Asked again, the runner knows it all and tries none again.
    """
    told = planted()
    named = {line.partition(": ")[0] + line.partition(".py")[2] for line in told if ".py:" in line}
    assert named == {
        "survived:6 forgotten: number > 3  ->  number >= 3",
        "survived:6 forgotten: 3  ->  4",
        "timed out:10 endless: number - 1  ->  number + 1",
        "timed out:10 endless: 1  ->  2",
        "not reached:14 unreached: number + 1  ->  number - 1",
        "not reached:14 unreached: 1  ->  2",
        "not reached:14 unreached: return number + 1  ->  return None",
    }
    [total] = [line.split() for line in told if line.endswith(" all")]
    tried = len(list(mutants(PLANTED)))
    assert list(map(int, total[:6])) == [tried, tried - 7, 2, 2, 3, 0]
    again = planted()
    assert (again[0], again[1:-1]) == (f"{tried} mutants, 0 to try", told[2:-1])


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (SURVIVES, Fate.SURVIVED),
        (DIES, Fate.KILLED),
        (BREAKS, Fate.BROKEN),
        (70, Fate.BROKEN),
        (-signal.SIGSEGV, Fate.BROKEN),
        (-signal.SIGXCPU, Fate.TIMED_OUT),
        (-signal.SIGALRM, Fate.TIMED_OUT),
    ],
)
def test_only_a_failing_test_kills(code, found):
    """A fork that ends in any other way says nothing good about the tests."""
    assert fate(code) is found


def test_a_function_that_is_nowhere_is_an_error():
    """A mutant that was never put in place has not survived."""
    [mutant, *_others] = mutants("def of_no_module():\n    return 1 + 1\n")
    with pytest.raises(LookupError):
        Live.found().put(code_of(mutant, "nowhere.py"))


def test_what_is_changed():
    """Each operator changes the place it says, and nothing else of the module."""
    source = dedent('''
        def one(a, b: int = 3) -> bool:
            """Docstrings stay."""
            assert a
            for each in a:
                if each not in b and each:
                    continue
                print(each)
            return not a
    ''')
    changes = [(one.line, one.before, one.after) for one in mutants(source)]
    assert changes == [
        (6, "if each not in b and each:", "if not (each not in b and each):"),
        (6, "each not in b and each", "each not in b or each"),
        (6, "each not in b", "each in b"),
        (7, "continue", "break"),
        (8, "print(each)", "pass"),
        (9, "return not a", "return None"),
        (9, "not a", "a"),
    ]
    before = ast.unparse(ast.parse(source)).splitlines()
    for mutant in mutants(source):
        after = ast.unparse(mutated(mutant)).splitlines()
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_a_share_has_its_interval():
    """What was drawn stands for more, so far as its number allows."""
    assert share(90, 100) == "90.0 % (82.6 to 94.5)"
    assert share(1, 1).startswith("100.0 % (20.7 to 100.0")
