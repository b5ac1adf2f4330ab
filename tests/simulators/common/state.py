"""The whole state as JSON in a file, so that a demo survives a restart."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .simulator import Simulator

VERSION = 1
SAVE_SECONDS = 0.5


def dump(sim: Simulator) -> dict[str, Any]:
    """What every simulator keeps."""
    world = sim.world
    return {
        "version": VERSION,
        "seed": world.seed,
        "ids": world.ids.count,
        "tick": world.tick,
        "settings": world.settings.dump(),
        "mails": world.mails.dump(),
        "oauth": sim.oauth.dump(),
    }


def load(data: dict[str, Any], sim: Simulator) -> None:
    """Take back what ``dump`` gave."""
    if data.get("version") != VERSION:
        raise ValueError("The state file is of another version of the simulator.")
    world = sim.world
    world.seed = world.ids.seed = data["seed"]
    world.ids.count, world.tick = data["ids"], data["tick"]
    world.settings.update(data["settings"])
    world.mails.load(data["mails"])
    sim.oauth.load(data["oauth"])


class Keeper:
    """Writes a simulator's state soon after changes, in a thread of its own."""

    def __init__(self, path: Path, simulator: Simulator) -> None:
        """Keep one simulator's state in one file; begin with what is in it, if there is one."""
        self.path = path
        self.due = threading.Event()
        self._sim = simulator
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="state")
        if path.exists():
            simulator.load(json.loads(path.read_text(encoding="utf-8")))

    def start(self) -> None:
        """Save after changes."""
        self._thread.start()

    def stop(self) -> None:
        """Save a last time."""
        self._ending.set()
        self.due.set()
        if self._thread.is_alive():
            self._thread.join(5)
        self._save()

    def _run(self) -> None:
        while not self._ending.is_set():
            self.due.wait()
            self.due.clear()
            self._save()
            self._ending.wait(SAVE_SECONDS)

    def _save(self) -> None:
        """Replace the file as a whole, never half of it."""
        with self._sim.world.lock:
            text = json.dumps(self._sim.dump(), ensure_ascii=False)
            temporary = self.path.with_suffix(self.path.suffix + ".new")
            temporary.write_text(text, encoding="utf-8")
            os.replace(temporary, self.path)
