"""One history: rounds of deeds and passes in bad weather, then fair weather and quiet."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, field

from tests.simulators.common.control import ControlError

from ..remote import Json
from ..world import OdooError, Person, World
from . import here, promises, there, trouble
from .hands import Scene

ROUNDS = (2, 5)
DEEDS = (2, 6)
TRIES = 20
PASSES_TO_QUIET = 6
PENDING = [("dirty_since", "!=", False)]


@dataclass
class History:
    """What happened, line by line, with figures."""

    scene: Scene
    lines: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)

    def live(self) -> list[str]:
        """Let it happen; return the promises that are broken in the end."""
        self._begin()
        try:
            self._happen()
        finally:
            self._set_clocks(0)
        self._heal()
        return [*self.crashes, *promises.broken(self.scene)]

    def _happen(self) -> None:
        self._set_clocks(*trouble.SKEWS)
        for number in range(self.scene.dice.randint(*ROUNDS)):
            for _deed in range(self.scene.dice.randint(*DEEDS)):
                any(self._act() for _try in range(TRIES))
            self._pass_in_bad_weather(number)

    def _begin(self) -> None:
        for service in self.scene.world.services.values():
            service.begin()

    def _act(self) -> bool:
        """Let somebody do something, unless there is nothing to do it to; tell whether it was."""
        dice = self.scene.dice
        who = self.scene.through_any_door(dice.choice(self.scene.people))
        side, hands = dice.choice((("in Odoo", here.HANDS), ("there", there.HANDS)))
        (hand,) = dice.choices(list(hands), list(hands.values()))
        try:
            done = hand(self.scene, who)
        except (OdooError, ControlError) as error:
            done = f"is refused to {hand.__name__}: {error}"
            self.figures["refused"] += 1
        if done:
            self.lines.append(f"{who.login} {side} {done}")
            self.figures["actions"] += 1
        return bool(done)

    def _pass_in_bad_weather(self, number: int) -> None:
        scene = self.scene
        if scene.dice.random() < 0.15:
            service = scene.dice.choice(sorted(scene.world.services))
            scene.world.services[service].control.expire_sync_tokens()
            self.lines.append(f"all sync tokens of {service} expire")
        scene.world.flush()
        for code, service in scene.world.services.items():
            trouble.begin(service, f"{scene.seed} {number} {code}")
        self._work(number)
        self._count("in bad weather")
        for service in scene.world.services.values():
            for fate, times in trouble.end(service).items():
                self.figures[f"notifications {fate}"] += times
        self._reconnect()

    def _work(self, number: int) -> None:
        """Let one worker pass, or two at once, each in a process of its own."""
        dice = self.scene.dice
        first = dice.randrange(len(self.scene.doors))
        ways = [
            dice.choice((self._pass_now, self._pass_due)) for _one in range(dice.choice((1, 2)))
        ]
        told = " and ".join(one.__name__.strip("_") for one in ways)
        self.lines.append(f"-- pass {number}: {told}, process {first} first")
        self.figures["passes of two processes at once"] += len(ways) - 1
        with ThreadPoolExecutor(len(ways)) as pool:
            list(pool.map(self._pass, ways, (first, 1 - first)))
        self.scene.world.flush()

    def _pass(self, way: Callable[[Person, int], None], process: int) -> None:
        worker = copy(self.scene.world.admin)
        worker.url = self.scene.doors[process]
        way(worker, process)

    def _pass_now(self, worker: Person, _process: int) -> None:
        """Have all accounts synchronised, as by their button."""
        going = [("state", "in", ("active", "preview"))]
        with contextlib.suppress(OdooError):
            accounts = worker.call("calendar.sync.account", "search", going)
            worker.call("calendar.sync.account", "action_sync_now", accounts)

    def _pass_due(self, worker: Person, process: int) -> None:
        """Have those synchronised that were changed or told of changes, as by the schedule."""
        job = worker.call("ir.cron", "search", promises.WORKERS)[process]
        done = worker.call("ir.cron", "method_direct_trigger", [job])
        if done is not True:
            self.crashes.append(f"the scheduled action fails: {done}")

    def _set_clocks(self, *skews: int) -> None:
        for service in self.scene.world.services.values():
            skew = self.scene.dice.choice(skews)
            trouble.set_clock(service, skew)
            if skew:
                self.lines.append(f"the clock of {service.label} differs by {skew} s")
                self.figures["clocks that differ"] += 1

    def _count(self, when: str = "in fair weather") -> None:
        for service in self.scene.world.services.values():
            calls = [one for one in service.control.journal() if service.is_api(one)]
            self.figures[f"calls {when}"] += len(calls)
            self.figures[f"faults {when}"] += sum(bool(one["fault"]) for one in calls)
            self.figures.update(f"{service.label}: {told}" for told in map(outcome, calls) if told)
            self.lines += [f"     {promises.line(one)}" for one in service.writes()]
            service.control.clear_journal()

    def _heal(self) -> None:
        """Press the buttons that have everything tried now, until nobody writes any more.

        Whoever is asked about mails that Outlook cannot be kept from says yes.
        """
        self.lines.append("-- fair weather")
        admin, services = self.scene.world.admin, self.scene.world.services.values()
        for _number in range(PASSES_TO_QUIET):
            failed = admin.call("calendar.sync.link", "search", [("error_code", "!=", False)])
            admin.call("calendar.sync.link", "action_retry", failed)
            asked = admin.call("calendar.sync.link", "search", [("is_waiting", "=", True)])
            admin.call("calendar.sync.link", "action_approve_mails", asked)
            self.figures["questions"] += len(asked)
            self.scene.world.sync()
            quiet = not any(service.writes() for service in services)
            self._count()
            # what one account has just taken in is still to be compared by those before it
            pending = admin.call("calendar.sync.link", "search_count", PENDING)
            if quiet and not failed and not asked and not pending:
                break

    def _reconnect(self) -> None:
        """Who is asked to connect again does so: until then Odoo's own mails tell the guests."""
        for person in self.scene.people:
            if person.status()["status"] == "needs_reconnect":
                person.connect()


def outcome(entry: Json) -> str:
    """Return what was planted at a call, or what the service refused it for by itself."""
    if entry["fault"]:
        return f"planted {entry['fault']}"
    refused = entry["status"] >= promises.BAD_FROM
    return f"answered {entry['status']} of itself" if refused else ""


def history(world: World, people: list[Person], doors: list[str], seed: int) -> History:
    """Return the history of a seed."""
    return History(Scene(world, people, seed, random.Random(seed), doors))
