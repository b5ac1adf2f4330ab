"""The whole state as JSON in a file, so that a demo survives a restart."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .model import Account, Calendar, Gone, Item, Override

if TYPE_CHECKING:
    from .simulator import MicrosoftSimulator

VERSION = 1
SAVE_SECONDS = 0.5


def dump(sim: MicrosoftSimulator) -> dict[str, Any]:
    """Everything that should survive."""
    world = sim.world
    return {
        "version": VERSION,
        "seed": world.seed,
        "ids": world.ids.count,
        "tick": world.tick,
        "settings": world.settings.dump(),
        "accounts": [asdict(account) for account in world.accounts.values()],
        "calendars": [asdict(calendar) for calendar in world.calendars.values()],
        "mails": world.mails.dump(),
        "oauth": sim.oauth.dump(),
        "subscriptions": sim.push.dump(),
    }


def load(data: dict[str, Any], sim: MicrosoftSimulator) -> None:
    """Take back what ``dump`` gave."""
    if data.get("version") != VERSION:
        raise ValueError("The state file is of another version of the simulator.")
    world = sim.world
    world.seed = world.ids.seed = data["seed"]
    world.ids.count, world.tick = data["ids"], data["tick"]
    world.settings.update(data["settings"])
    world.accounts = {row["email"]: Account(**row) for row in data["accounts"]}
    world.calendars = {row["id"]: _calendar(row) for row in data["calendars"]}
    world.mails.load(data["mails"])
    sim.oauth.load(data["oauth"])
    sim.push.load(data["subscriptions"])


def _calendar(row: dict[str, Any]) -> Calendar:
    items = {key: _item(values) for key, values in row["items"].items()}
    gone = {key: Gone(**values) for key, values in row["gone"].items()}
    return Calendar(**{**row, "items": items, "gone": gone})


def _item(row: dict[str, Any]) -> Item:
    overrides = {day: Override(**values) for day, values in row["overrides"].items()}
    return Item(**{**row, "overrides": overrides})


class Keeper:
    """Writes the state soon after changes, in a thread of its own."""

    def __init__(self, path: Path, simulator: MicrosoftSimulator) -> None:
        """Keep one simulator's state in one file."""
        self.path = path
        self.due = threading.Event()
        self._sim = simulator
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="state")

    def load(self) -> None:
        """Begin with what is in the file, if there is one."""
        if self.path.exists():
            load(json.loads(self.path.read_text(encoding="utf-8")), self._sim)

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
            text = json.dumps(dump(self._sim), ensure_ascii=False)
            temporary = self.path.with_suffix(self.path.suffix + ".new")
            temporary.write_text(text, encoding="utf-8")
            os.replace(temporary, self.path)
