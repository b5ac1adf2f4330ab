"""Mutants, each in a fork of the pytest that has collected the tests."""

from __future__ import annotations

import gc
import os
import resource
import signal
import traceback
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from .operators import Mutant, code_of
from .watching import Reach, outcomes

SPARE, FACTOR, WALL = 2, 4, 15
"""Seconds of CPU that a mutant has, times what its tests usually take, times for a busy machine."""

LATE = (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)
SURVIVES, DIES, BREAKS = 0, 1, 2


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMED_OUT = "timed out"
    UNREACHED = "not reached"
    BROKEN = "broken"  # it could not be tried: the fault is the runner's, never a test's merit


@dataclass(frozen=True)
class Tried:
    """A mutant and the tests that call its function."""

    file: Path
    mutant: Mutant
    items: tuple[pytest.Item, ...]


def judge(work: Sequence[Tried], reach: Reach, jobs: int) -> Iterator[tuple[int, Fate]]:
    """Yield the number and the fate of each mutant; several are tried at the same time."""
    running: dict[int, int] = {}
    live = Live.found()
    gc.collect()
    gc.freeze()
    for number, one in enumerate(work):
        if not one.items:
            yield number, Fate.UNREACHED
            continue
        if len(running) >= jobs:
            yield _next(running)
        usual = sum(reach.seconds[item.nodeid] for item in one.items)
        running[_start(one, live, SPARE + int(FACTOR * usual))] = number
    while running:
        yield _next(running)


def _next(running: dict[int, int]) -> tuple[int, Fate]:
    pid, status = os.wait()
    while pid not in running:
        pid, status = os.wait()
    return running.pop(pid), fate(os.waitstatus_to_exitcode(status))


def fate(code: int) -> Fate:
    """Return what the end of a fork means; only a test that failed has killed its mutant."""
    if code in LATE:
        return Fate.TIMED_OUT
    return {SURVIVES: Fate.SURVIVED, DIES: Fate.KILLED}.get(code, Fate.BROKEN)


def _start(one: Tried, live: Live, seconds: int) -> int:
    pid = os.fork()
    if not pid:
        errors = os.dup(2)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        signal.alarm(seconds * WALL)
        os._exit(_end(one, live, errors))
    return pid


def _end(one: Tried, live: Live, errors: int) -> int:
    """Return how a fork ends: as soon as a test fails with the mutant, or after all of them."""
    try:
        live.put(code_of(one.mutant, str(one.file)))
        return SURVIVES if all(good for _item, good in outcomes(one.items)) else DIES
    except BaseException:  # a fork must not come back into pytest
        os.write(errors, f"{one.file}:{one.mutant}\n{traceback.format_exc()}".encode())
        return BREAKS


Place = tuple[str, str, int]


@dataclass
class Live:
    """The functions of this process by where they are written, and the caches around them."""

    functions: dict[Place, list[FunctionType]] = field(default_factory=lambda: defaultdict(list))
    caches: list[_lru_cache_wrapper[object]] = field(default_factory=list)

    @staticmethod
    def found() -> Live:
        """Return those that there are."""
        live = Live()
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType):
                live.functions[_place(thing.__code__)].append(thing)
            elif isinstance(thing, _lru_cache_wrapper):
                live.caches.append(thing)
        return live

    def put(self, code: CodeType) -> None:
        """Give the function that has this name and place other code, wherever it is known."""
        for cached in self.caches:
            cached.cache_clear()
        functions = self.functions.get(_place(code))
        if not functions:
            raise LookupError(f"{code.co_qualname} is nowhere to be found")
        for function in functions:
            function.__code__ = code


def _place(code: CodeType) -> Place:
    return code.co_filename, code.co_qualname, code.co_firstlineno
