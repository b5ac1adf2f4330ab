"""A history: options and steps as text, drawn from a seed, and played.

policy=local silent=no | make-here:0:1 pass:0:0 edit-there:0:2 # a word on what it was
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from odoo.addons.calendar_sync_base.core.actions import (
    Action,
    CreateLocal,
    CreateRemote,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import apply
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.snapshot import dump_base
from odoo.addons.calendar_sync_base.core.values import AllDay, Meeting

from . import options as choices
from .laws import AT_REST, EACH_PASS, ROUNDS, Broken
from .material import ANNA, BEN
from .options import Options
from .steps import STEPS, yes
from .world import Passed, World

NAMES = tuple(name for name, (_step, often) in STEPS.items() for _time in range(often))
MAKING = ("make-here", "make-here", "make-there", "make-there", "twins", "invitation", "copied")
NUMBERS = 60
"""The two numbers of a step are below this; it is a multiple of most counts of what there is."""

Move = tuple[str, int, int]
Watch = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class History:
    """What happens, in order."""

    options: Options
    moves: tuple[Move, ...]

    def __str__(self) -> str:
        """Return the line that `read` understands."""
        moves = " ".join(f"{name}:{a}:{b}" for name, a, b in self.moves)
        return f"{self.options} | {moves}".strip()


def read(line: str) -> History:
    """Return the history in a line; what follows a `#` is for people."""
    head, _bar, tail = line.partition("#")[0].partition("|")
    moves = []
    for word in tail.split():
        name, a, b = word.split(":")
        moves.append((name, int(a), int(b)))
    return History(choices.read(head.split()), tuple(moves))


def draw(seed: int) -> History:
    """Return the history of a seed: three to eight steps after a meeting was made."""
    random = Random(seed)
    options = choices.draw(random)
    pick = random.random
    names = [MAKING[int(pick() * len(MAKING))]]
    names += ["pass"] if pick() < 0.7 else []
    names += [NAMES[int(pick() * len(NAMES))] for _step in range(2 + int(pick() * 6))]
    moves = tuple((name, int(pick() * NUMBERS), int(pick() * NUMBERS)) for name in names)
    return History(options, moves)


@dataclass(slots=True)
class Played:
    """What came of a history: the law that was broken, if one was, and how much was done."""

    law: str = ""
    complaint: str = ""
    passes: int = 0
    rounds: int = 0
    writes: int = 0


@dataclass(slots=True)
class Player:
    """Plays histories; `watch` is told every move and its passes, and how it ended."""

    watch: Watch | None = None
    played: Played = field(default_factory=Played)

    def play(self, history: History) -> Played:
        """Play a history to its end, let it settle, and judge it."""
        self.played = Played()
        try:
            self._play(history)
        except Broken as broken:
            self.played.law, self.played.complaint = broken.law, str(broken)
        except Exception as error:  # a crash of the engine is a broken law, too
            if self.watch is not None:
                raise
            self.played.law = "it_never_crashes"
            self.played.complaint = f"{type(error).__name__}: {error}"
        return self.played

    def _play(self, history: History) -> None:
        world = World(history.options, self._look)
        for name, a, b in history.moves:
            world.tick()
            self._say(lambda name=name, a=a, b=b: f"{name}:{a}:{b}")
            STEPS[name][0](world, a, b)
        world.service.faults.clear()
        self._settle(world)
        self._say(lambda: ending(world))
        for law in AT_REST:
            complaint = law(world)
            if complaint:
                raise Broken(law.__name__, complaint)

    def _settle(self, world: World) -> None:
        """Run rounds of passes until one changes nothing; the next one has to be quiet."""
        for _round in range(ROUNDS + 1):
            self._decide(world)
            world.tick()
            if not self._round(world):
                break
            self.played.rounds += 1
        else:
            raise Broken("it_converges", f"still writing after {ROUNDS} rounds")
        before = world.service.version
        if self._round(world) or world.service.version != before:
            raise Broken("second_pass_is_quiet", "it writes although nothing changed")

    def _decide(self, world: World) -> None:
        """Say yes to all that waits, and look again as long as more is held."""
        for _question in range(4):
            yes(world, 0, 0)
            if not any(one.held and not one.approved for one in world.odoo.places.values()):
                break

    def _round(self, world: World) -> int:
        """Run a pass over every calendar; return how many writes there were."""
        written = 0
        for email in world.odoo.places:
            passed = world.run(email)
            if passed and passed.report:
                written += _writes(passed) + bool(passed.report.held)
                written += any(one.waiting for one in world.odoo.links.values())
        return written

    def _look(self, world: World, passed: Passed) -> None:
        self.played.passes += 1
        self.played.writes += _writes(passed)
        self._say(lambda: _told(passed))
        for law in EACH_PASS:
            complaint = law(world, passed)
            if complaint:
                raise Broken(law.__name__, complaint)

    def _say(self, line: Callable[[], str]) -> None:
        if self.watch is not None:
            self.watch(line())


def _writes(passed: Passed) -> int:
    counts = passed.report.counts if passed.report else {}
    return sum(counts.get(name, 0) for name in WRITES)


WRITES = (
    "CreateRemote",
    "UpdateRemote",
    "DeleteRemote",
    "Respond",
    "CreateLocal",
    "UpdateLocal",
    "DeleteLocal",
)


def _told(passed: Passed) -> str:
    counts = dict(sorted(passed.report.counts.items())) if passed.report else "did not end"
    lines = [f"  pass over {passed.place.email}: {counts}"]
    for seen, actions, outcome in passed.store.recorded:
        lines += [f"    {seen.uid} {_action(one)}" for one in actions]
        lines += [f"      = {outcome.error!r}"] if outcome and outcome.error else []
    return "\n".join(lines)


def _action(action: Action) -> str:
    """Return an action in a line: its kind, and what is not the same in all of them."""
    kind = type(action).__name__
    if isinstance(action, UpdateRemote | UpdateLocal):
        after = apply(action.changes, action.before)
        return f"{kind} {sorted(action.changes.names())} to {_text(after)}"
    if isinstance(action, CreateRemote | CreateLocal):
        return f"{kind} {_text(action.meeting)}"
    names = ("response", "field", "winner", "kept", "lost", "mails", "reason")
    return f"{kind} {[str(getattr(action, name)) for name in names if hasattr(action, name)]}"


def _text(meeting: Meeting) -> str:
    """Return what a meeting says, always in the same words; what is empty or usual is left out."""
    said = dump_base(Base(meeting, meeting))["local"]
    usual = dump_base(Base(PLAIN, PLAIN))["local"]
    return json.dumps({name: one for name, one in said.items() if one != usual[name]})


PLAIN = Meeting(AllDay(date.min, date.min))


def ending(world: World) -> str:
    """Return what both sides show at the end."""
    shown = [f"  odoo: {_text(one.meeting)}" for one in world.records()]
    for email in (ANNA, BEN):
        shown += [f"  {email}: {_text(one)}" for one in world.meetings(email).values()]
    return "\n".join(shown)
