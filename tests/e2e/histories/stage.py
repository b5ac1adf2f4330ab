"""Where histories happen: an Odoo with four connected people, made anew after a bad end."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.environment import setup

from ..world import Person, World

HASTY = Path(__file__).parent / "hasty"


@dataclass
class Stage:
    """Two colleagues at Google and two at Outlook, in one Odoo that waits less than it would."""

    make_odoo: Callable[..., Any]
    world: World | None = None

    def ready(self) -> tuple[World, list[Person]]:
        """Return the world and its people, everything in step."""
        if self.world is None:
            self.world, self.people = self._build()
        return self.world, self.people

    def leave(self) -> None:
        """Leave everything behind: what went wrong once shall not be found again."""
        if self.world:
            self.world.odoo.stop()
        self.world = None

    def _build(self) -> tuple[World, list[Person]]:
        path = f"{HASTY}{os.pathsep}{setup.ensure().odoo_path}"
        world = World(self.make_odoo(env={"PYTHONPATH": path}), "google")
        for service in world.services.values():
            service.control.reset()
        people = [world.owner, world.colleague, world.person("dora"), world.person("emil")]
        for one in people:
            one.connect()
        world.sync(2)
        return world, people
