"""The commands behind the Makefile: ``python3 -m tests.environment <command>``."""

from __future__ import annotations

import argparse
import errno
import os
import subprocess
import sys
from pathlib import Path

from . import setup
from .console import say
from .paths import ROOT, cache
from .setup import HANDED_ON, Environment
from .trouble import Trouble

PROGRAMS = {
    "bench": ["tests.bench"],
    "fuzz": ["tests.environment.fuzzing"],
    "load": ["pytest", "-q", "-s", "-p", "no:cacheprovider", "tests/e2e/test_load.py"],
    "mutation": ["tests.mutation"],
    "reset-many": ["pytest", "-q", "-s", "-p", "no:cacheprovider", "tests/e2e/test_reset_many.py"],
    "simulate": ["tests.simulation"],
}
"""What is a program of its own, by command: a module and what it is told first."""

STAGES = {"demo": "runtime"} | dict.fromkeys(
    ("test", "setup", "terms", "crash-points", "pictures", *PROGRAMS), "test"
)
"""How much of the environment a command needs."""

INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Do what is asked; every expected failure is one line and a code other than 0."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.environment", description=__doc__)
    parser.add_argument("command", choices=[*STAGES, "demo-reset", "clean", "lock"])
    parser.add_argument("phases", nargs="*", help="phases of the tests; what to simulate")
    chosen = parser.parse_args(arguments)
    try:
        return _run(chosen.command, chosen.phases)
    except Trouble as trouble:
        return _fail(str(trouble), 2)
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return _fail(f"The disk of {cache()} is full.", 2)


def _run(command: str, phases: list[str]) -> int:
    if command in STAGES:
        _enter(setup.ensure(STAGES[command]), [command, *phases])
    if command == "demo":
        from . import demo

        return demo.run()
    if command == "test":
        from . import phases as tests

        return 0 if tests.run(phases) else 1
    if command == "crash-points":
        from tests.crash import bench

        return bench.run()
    if command in PROGRAMS:
        program = [sys.executable, "-m", *PROGRAMS[command], *phases]
        return subprocess.run(program, cwd=ROOT, check=False).returncode
    return _housekeeping(command)


def _housekeeping(command: str) -> int:
    if command == "demo-reset":
        from . import demo_state

        demo_state.reset()
    elif command == "clean":
        from . import housekeeping

        housekeeping.clean()
    elif command == "terms":
        from . import terms

        terms.run()
    elif command == "pictures":
        from . import phases

        phases.take_pictures()
    elif command == "lock":
        from . import housekeeping

        housekeeping.lock()
    else:
        say(f"The environment is ready: {cache()}")
    return 0


def _enter(environment: Environment, arguments: list[str]) -> None:
    """Go on with the environment's own Python."""
    if Path(sys.prefix).resolve() == Path(environment.python).parents[1].resolve():
        return
    os.chdir(ROOT)
    os.environ[HANDED_ON] = environment.to_json()
    sys.stdout.flush()
    command = [environment.python, "-m", "tests.environment", *arguments]
    os.execv(environment.python, command)  # noqa: S606 - our own program, no shell


def _fail(text: str, code: int) -> int:
    print(f"error: {text}", file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
