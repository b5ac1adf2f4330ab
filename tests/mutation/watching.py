"""A plain run of the tests, which tells what each of them calls and how long it takes."""

from __future__ import annotations

import gc
import inspect
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper
from types import FrameType, FunctionType
from typing import Any

import pytest

SLOW = 4.0
"""Seconds of CPU; a single test that takes longer, being watched, is not asked about mutants."""

Key = tuple[str, str]


@dataclass
class Reach:
    """Which tests call a function, and how long each test takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, file: str, function: str) -> list[str]:
        """Return the tests that call a function, the quickest first."""
        names = self.tests.get((file, function), set())
        quick = [name for name in names if self.seconds[name] <= SLOW]
        return sorted(quick, key=lambda name: (self.seconds[name], name))

    def dump(self) -> str:
        """Return a text that `load` reads."""
        tests = [[*key, sorted(names)] for key, names in self.tests.items()]
        return json.dumps({"seconds": self.seconds, "tests": tests})

    @staticmethod
    def load(text: str) -> Reach:
        """Return what `dump` wrote."""
        kept = json.loads(text)
        return Reach(kept["seconds"], {(file, name): set(t) for file, name, t in kept["tests"]})


def watch(items: Sequence[pytest.Item], files: set[str]) -> Reach:
    """Run every test once and note which functions of the files it calls; failing ones are out."""
    reach = Reach()
    caches = _caches_of(files)
    called: set[Key] = set()
    sys.setprofile(_recorder(called, files))
    start = time.process_time()
    for item, good in outcomes(items):
        reach.seconds[item.nodeid] = time.process_time() - start
        if good:
            for key in called:
                reach.tests[key].add(item.nodeid)
        else:
            print(f"fails without a mutant and is left out: {item.nodeid}", flush=True)
        called.clear()
        for cached in caches:
            cached.cache_clear()
        start = time.process_time()
    sys.setprofile(None)
    return reach


def _caches_of(files: set[str]) -> list[_lru_cache_wrapper[object]]:
    """Return what would keep a test from calling a function that an earlier one has called."""
    found = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    return [one for one in found if _file_of(inspect.unwrap(one)) in files]


def _file_of(function: object) -> str:
    return function.__code__.co_filename if isinstance(function, FunctionType) else ""


def outcomes(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, bool]]:
    """Run tests one after the other and tell of each whether all of it went well."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        before = item.session.testsfailed
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        yield item, item.session.testsfailed == before


def _recorder(called: set[Key], files: Iterable[str]) -> Callable[[FrameType, str, Any], None]:
    def record(frame: FrameType, event: str, _value: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename in files:
            called.add((code.co_filename, code.co_qualname.partition(".<locals>")[0]))

    return record
