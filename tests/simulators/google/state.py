"""The whole state as JSON, so that a demo survives a restart."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .channels import Channels
from .model import Account, Calendar, Copy
from .oauth import OAuth
from .world import World

VERSION = 1


def dump(world: World, oauth: OAuth, push: Channels) -> dict[str, Any]:
    """Everything that should survive."""
    return {
        "version": VERSION,
        "seed": world.seed,
        "ids": world.ids.count,
        "tick": world.tick,
        "sync_epochs": world.sync_epochs,
        "settings": world.settings.dump(),
        "accounts": [asdict(account) for account in world.accounts.values()],
        "calendars": [_calendar(calendar) for calendar in world.calendars.values()],
        "mails": world.mails.dump(),
        "oauth": oauth.dump(),
        "channels": push.dump(),
    }


def _calendar(calendar: Calendar) -> dict[str, Any]:
    names = ("copies", "exceptions", "uids")
    kept = {key: value for key, value in vars(calendar).items() if key not in names}
    return kept | {"copies": [asdict(copy) for copy in calendar]}


def load(data: dict[str, Any], world: World, oauth: OAuth, push: Channels) -> None:
    """Take back what ``dump`` gave."""
    if data.get("version") != VERSION:
        raise ValueError("The state file is of another version of the simulator.")
    world.seed = world.ids.seed = data["seed"]
    world.ids.count, world.tick = data["ids"], data["tick"]
    world.sync_epochs = data["sync_epochs"]
    world.settings.update(data["settings"])
    world.accounts = {row["email"]: Account(**row) for row in data["accounts"]}
    world.calendars = {row["id"]: _loaded(row) for row in data["calendars"]}
    world.mails.load(data["mails"])
    oauth.load(data["oauth"])
    push.load(data["channels"])


def _loaded(row: dict[str, Any]) -> Calendar:
    rows = row.pop("copies")
    calendar = Calendar(**row)
    for values in rows:
        calendar.store(Copy(**values))
    return calendar


def write(path: Path, data: dict[str, Any]) -> None:
    """Replace the file as a whole, never half of it."""
    temporary = path.with_suffix(path.suffix + ".new")
    temporary.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    os.replace(temporary, path)
