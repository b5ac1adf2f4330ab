"""One history: rounds of deeds and passes in bad weather, then fair weather and quiet."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.simulators.common.control import ControlError

from ..world import OdooError, Person, World
from . import here, promises, there, trouble
from .hands import Scene

ROUNDS = (2, 5)
DEEDS = (2, 6)
TRIES = 20
PASSES_TO_QUIET = 6


@dataclass
class History:
    """What happened, line by line, with figures."""

    scene: Scene
    lines: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    def live(self) -> list[str]:
        """Let it happen; return the promises that are broken in the end."""
        self._begin()
        for number in range(self.scene.dice.randint(*ROUNDS)):
            for _deed in range(self.scene.dice.randint(*DEEDS)):
                any(self._act() for _try in range(TRIES))
            self._pass_in_bad_weather(number)
        self._heal()
        return promises.broken(self.scene)

    def _begin(self) -> None:
        for service in self.scene.world.services.values():
            service.begin()

    def _act(self) -> bool:
        """Let somebody do something, unless there is nothing to do it to; tell whether it was."""
        dice = self.scene.dice
        who = dice.choice(self.scene.people)
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
        workers = scene.dice.choice((1, 1, 2))
        self.lines.append(f"-- pass {number}, {workers} at once")
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda _one: self._sync(), range(workers)))
        self._count()
        for service in scene.world.services.values():
            service.control.clear_faults()
        self._reconnect()

    def _sync(self) -> None:
        with contextlib.suppress(OdooError):
            self.scene.world.sync()

    def _count(self) -> None:
        for service in self.scene.world.services.values():
            calls = [one for one in service.control.journal() if service.is_api(one)]
            self.figures["calls"] += len(calls)
            self.figures["faults"] += sum(bool(one["fault"]) for one in calls)
            self.lines += [f"     {promises.line(one)}" for one in service.writes()]
            service.control.clear_journal()

    def _heal(self) -> None:
        """Press the buttons that have everything tried now, until nobody writes any more."""
        self.lines.append("-- fair weather")
        admin, services = self.scene.world.admin, self.scene.world.services.values()
        for _number in range(PASSES_TO_QUIET):
            failed = admin.call("calendar.sync.link", "search", [("error_code", "!=", False)])
            admin.call("calendar.sync.link", "action_retry", failed)
            self.scene.world.sync()
            quiet = not any(service.writes() for service in services)
            self._count()
            if quiet and not failed:
                break

    def _reconnect(self) -> None:
        """Who is asked to connect again does so: until then Odoo's own mails tell the guests."""
        for person in self.scene.people:
            if person.status()["status"] == "needs_reconnect":
                person.connect()


def history(world: World, people: list[Person], seed: int) -> History:
    """Return the history of a seed."""
    return History(Scene(world, people, seed, random.Random(seed)))
