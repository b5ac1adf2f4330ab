"""Try mutants: ``python -m tests.mutation [FILES=] [SAMPLE=] [SEED=1] [JOBS=2] [TESTS=]``.

FILES are names of modules or addons, or paths (all of the three cores); SAMPLE is how many mutants
of each package to draw (all); TESTS are the tests to ask.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.environment import markers
from tests.environment.paths import ROOT, addons, cache

from .operators import Mutant, mutants
from .report import report
from .results import Results
from .running import Tried, judge
from .watching import Reach, watch

TESTS = (
    *(f"tests/{name}" for name in ("core", "google", "microsoft", "contracts", "fuzz")),
    *(f"tests/simulation/test_{name}.py" for name in ("simulation", "pass", "attempts")),
)
QUIET = ("-q", "-s", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:terminalreporter")
Work = list[tuple[Path, Mutant]]


@dataclass(frozen=True)
class Options:
    """What to try."""

    files: tuple[str, ...] = ()
    sample: int = 0
    seed: int = 1
    jobs: int = 2
    tests: tuple[str, ...] = TESTS

    @staticmethod
    def read(words: Iterable[str]) -> Options:
        """Return the options that `NAME=value` words name."""
        given = dict(word.split("=", 1) for word in words)
        usual = Options()
        return Options(
            files=tuple(given.get("FILES", "").split()),
            sample=int(given.get("SAMPLE", usual.sample)),
            seed=int(given.get("SEED", usual.seed)),
            jobs=int(given.get("JOBS", usual.jobs)),
            tests=tuple(given["TESTS"].split()) if "TESTS" in given else usual.tests,
        )


class Plugin:
    """Tries mutants where pytest would run its tests."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def pytest_pycollect_makemodule(self) -> None:
        """Let properties only say that they fail, not how at the shortest; a busy machine is none.

        A test that fails because it is slow would be taken for one that has noticed a mutant.
        """
        from hypothesis import HealthCheck, Phase, settings  # pytest is the first to import it

        settings.register_profile(
            "mutation",
            settings(),
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=(HealthCheck.too_slow,),
        )
        settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Watch the tests, try what is not known yet, and report."""
        start = time.monotonic()
        files = list(sources(self.options.files))
        tests = fingerprint(session.items)
        results = Results(cache() / "mutation.jsonl", tests)
        work = list(chosen(files, self.options))
        unknown = [one for one in work if not results.fate(*one)]
        print(f"{len(work)} mutants, {len(unknown)} to try", flush=True)
        if unknown:
            _try(unknown, session.items, results, self.options.jobs)
        report([(file, one, results.fate(file, one)) for file, one in work])
        print(f"{time.monotonic() - start:.0f} s")
        return True


def sources(names: tuple[str, ...]) -> Iterator[Path]:
    """Yield the sources to change: the files of the three cores, those named, or given paths."""
    yield from (Path(name) for name in names if name.endswith(".py"))
    for addon in addons():
        for file in sorted((ROOT / addon / "core").glob("[!_]*.py")):
            if not names or file.stem in names or addon in names:
                yield file


def chosen(files: Iterable[Path], options: Options) -> Iterator[tuple[Path, Mutant]]:
    """Yield the mutants to try: all, or so many of each package, drawn with the seed."""
    packages: dict[Path, Work] = defaultdict(list)
    for file in files:
        packages[file.parent] += [(file, one) for one in mutants(file.read_text())]
    for work in packages.values():
        if options.sample and options.sample < len(work):
            numbers = sorted(Random(options.seed).sample(range(len(work)), options.sample))
            yield from (work[number] for number in numbers)
        else:
            yield from work


def fingerprint(items: Iterable[pytest.Item]) -> str:
    """Return a digest of the tests, of what they share, and of all that they may call."""
    folders = {top for item in items for top in (item.path.parent,)}
    tested = [
        file
        for name in addons()
        for part in ("core", "engine")
        for file in (ROOT / name / part).rglob("*.py")
    ]
    files = {*tested, *(file for folder in folders for file in folder.rglob("*.py"))}
    return markers.text_digest(*(file.read_text() for file in sorted(files)))


def _try(work: Work, items: list[pytest.Item], results: Results, jobs: int) -> None:
    reach = _reach(items, {str(file) for file, _one in work}, results.tests)
    by_name = {item.nodeid: item for item in items}
    tried = [
        Tried(file, one, tuple(by_name[name] for name in reach.of(str(file), one.function)))
        for file, one in work
    ]
    for count, (number, fate) in enumerate(judge(tried, reach, jobs), 1):
        results.keep(*work[number], fate)
        if not count % 50:
            print(f"  {count} of {len(work)}", flush=True)


def _reach(items: list[pytest.Item], files: set[str], tests: str) -> Reach:
    kept = cache() / f"mutation-reach-{markers.text_digest(tests, *sorted(files))[:12]}.json"
    if kept.exists():
        return Reach.load(kept.read_text())
    print(f"running {len(items)} tests without a mutant", flush=True)
    reach = watch(items, files)
    kept.write_text(reach.dump())
    return reach


def main(arguments: list[str]) -> int:
    """Let pytest collect, then try the mutants."""
    options = Options.read(arguments)
    return int(pytest.main([*QUIET, "--timeout=0", *options.tests], plugins=[Plugin(options)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
