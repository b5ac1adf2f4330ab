"""Where histories happen: two Odoo processes with four connected people, made anew when spoilt."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.environment import setup

from ..world import Person, World

HASTY = Path(__file__).parent / "hasty"


@dataclass
class Stage:
    """Two colleagues at Google and two at Outlook, in an Odoo of two processes that wait less.

    The providers post what changes to one of the two, as they reach one address.
    """

    make_odoo: Callable[..., Any]
    processes: list[Any] = field(default_factory=list)
    world: World | None = None

    def ready(self) -> tuple[World, list[Person], list[Any]]:
        """Return the world, its people, everything in step, and the processes."""
        if self.world is None:
            self.world, self.people = self._build()
        return self.world, self.people, self.processes

    def leave(self) -> None:
        """Leave everything behind: what went wrong once shall not be found again."""
        for process in self.processes:
            process.stop()
        self.world = None

    def _build(self) -> tuple[World, list[Person]]:
        self.processes = self._start()
        world = World(self.processes[0], "google")
        for service in world.services.values():
            service.control.reset()
        people = [world.owner, world.colleague, world.person("dora"), world.person("emil")]
        for one in people:
            one.connect()
        world.sync(2)
        return world, people

    def _start(self) -> list[Any]:
        path = f"{HASTY}{os.pathsep}{setup.ensure().odoo_path}"
        told = self.make_odoo(env={"PYTHONPATH": path})
        told.env["CALENDAR_SYNC_NOTIFY_URL"] = told.url
        told.restart()
        return [self.make_odoo(database=told.database, env=told.env), told]
