"""Playing a scenario: once undisturbed, and once for each point at which its pass is killed."""

from __future__ import annotations

import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .boundaries import KINDS, Point
from .life import Death, Life
from .scenario import Play, Scenario
from .stage import Json, Stage

BATCH = 40
"""So many performances are prepared together."""

_tokens = itertools.count(1)


@dataclass
class Result:
    """What became of a scenario: points by kind, those not reached, what went wrong where."""

    name: str
    points: Counter[str] = field(default_factory=Counter)
    unreached: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def __str__(self) -> str:
        """Return one line."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.points.items()))
        fate = f"{len(self.failures)} FAILED" if self.failures else "ok"
        missed = f", {self.unreached} not reached" if self.unreached else ""
        total = sum(self.points.values())
        return f"{self.name}: {total} points ({kinds}{missed}), {fate}, {self.seconds:.0f} s"

    def by_text(self) -> dict[str, list[str]]:
        """Return at which points each thing went wrong."""
        found: dict[str, list[str]] = {}
        for point, text in self.failures.items():
            found.setdefault(text, []).append(point)
        return found


@dataclass(frozen=True)
class Choice:
    """Which points are tried: all but statements always, of the statements a share or all."""

    seed: int
    statements: int | None = None
    only: Point | None = None
    kinds: Sequence[str] = KINDS

    def of(self, name: str, points: Sequence[Point]) -> list[Point]:
        """Return the points to be tried of those that a pass has."""
        if self.only:
            return [self.only]
        rest = [one for one in points if one.kind == "sql"]
        if self.statements is not None and self.statements < len(rest):
            dice = random.Random(f"{self.seed} {name}")
            rest = dice.sample(rest, self.statements)
        return [one for one in points if one.kind != "sql" and one.kind in self.kinds] + rest


class Runner:
    """Plays one scenario at one provider."""

    def __init__(self, life: Life, services: dict[str, Any], scenario: Scenario, code: str) -> None:
        """Prepare to play."""
        self._new_stage: Callable[[], Stage] = lambda: Stage(life, services, code)
        self._life, self._scenario, self._code = life, scenario, code
        self._reference: Json = {}

    def run(self, choice: Choice) -> Result:
        """Play it undisturbed, then once for each chosen point."""
        began = time.monotonic()
        result = Result(f"{self._scenario.name} {self._code}")
        try:
            (play,) = self._prepared(1)
            points = self._undisturbed(play)
        except AssertionError as error:
            result.failures["undisturbed"] = str(error)
            points = []
        chosen = choice.of(result.name, points) if points else []
        for point, play in zip(chosen, self._prepared(len(chosen)), strict=True):
            result.points[point.kind] += 1
            self._try(point, play, result)
        result.seconds = time.monotonic() - began
        return result

    def _prepared(self, count: int) -> Iterator[Play]:
        """Give performances that can begin, prepared together where people can be shared."""
        size = 1 if self._scenario.fresh else BATCH
        stage = None
        for first in range(0, count, size):
            if stage is None or self._scenario.fresh:
                stage = self._new_stage()
                self._scenario.people(stage)
            some = [self._play(stage) for _one in range(first, min(first + size, count))]
            stage.sync(2)
            yield from some

    def _play(self, stage: Stage) -> Play:
        play = Play(stage, f"Point{next(_tokens):06}")
        self._scenario.prepare(play)
        return play

    def _undisturbed(self, play: Play) -> tuple[Point, ...]:
        death = self._perform(play, None)
        assert not death.killed
        self._reference = seen = play.stage.look(play.title)
        there = next(iter(seen["there"].values()))
        counts = (sum(one["active"] for one in seen["here"]), len(there))
        wanted = (self._scenario.here, self._scenario.there)
        assert counts == wanted, f"{counts} instead of {wanted} here and there:\n{_lines(seen)}"
        self._assert_quiet(play)
        return death.points

    def _try(self, point: Point, play: Play, result: Result) -> None:
        try:
            death = self._perform(play, point)
            result.unreached += not death.killed
            found = play.stage.look(play.title)
            wrong = list(_differences(self._reference, found, self._scenario.forgiving))
            assert not wrong, "\n".join(wrong)
            self._assert_quiet(play)
        except AssertionError as error:
            result.failures[str(point)] = str(error)

    def _perform(self, play: Play, deadly: Point | None) -> Death:
        scenario, stage = self._scenario, play.stage
        stage.begin()
        scenario.act(play)
        stage.flush()
        meanwhile = (lambda: scenario.meanwhile(play)) if scenario.interrupted else None
        death = self._life.fork(lambda env: scenario.work(env, play), deadly, meanwhile)
        scenario.after(play)
        scenario.recover(play)
        return death

    @staticmethod
    def _assert_quiet(play: Play) -> None:
        """One more pass changes nothing, sends nothing and mails nobody."""
        play.stage.begin()
        before = play.stage.traces()
        play.stage.sync()
        after = play.stage.traces()
        assert after == before, f"not quiet: {before} became {after}"


def _differences(wanted: Json, found: Json, forgiving: Iterable[str]) -> Iterator[str]:
    """Say what differs from the undisturbed performance."""
    left = {name: value for name, value in wanted.items() if name not in forgiving}
    here = dict(_leaves({name: found[name] for name in left}))
    there = dict(_leaves(left))
    for path in sorted(here.keys() | there.keys()):
        if here.get(path) != there.get(path):
            yield f"{path}: {here.get(path)!r:.90} instead of {there.get(path)!r:.90}"


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give the single values of nested ones with their places."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, f"{path}/{name}")
    elif isinstance(value, list):
        yield f"{path}/length", len(value)
        for number, one in enumerate(value):
            yield from _leaves(one, f"{path}/{number}")
    else:
        yield path, value


def _lines(found: Json) -> str:
    return "\n".join(f"   {name}: {json.dumps(value)}" for name, value in found.items())
