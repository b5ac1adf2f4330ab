"""What of the simulated Google survives a restart, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..common import state
from .model import Account, Calendar, Copy

if TYPE_CHECKING:
    from .simulator import GoogleSimulator


def dump(sim: GoogleSimulator) -> dict[str, Any]:
    """Everything that should survive."""
    world = sim.world
    return {
        **state.dump(sim),
        "sync_epochs": world.sync_epochs,
        "accounts": [asdict(account) for account in world.accounts.values()],
        "calendars": [_calendar(calendar) for calendar in world.calendars.values()],
        "channels": sim.push.dump(),
    }


def _calendar(calendar: Calendar) -> dict[str, Any]:
    names = ("copies", "exceptions", "uids")
    kept = {key: value for key, value in vars(calendar).items() if key not in names}
    return kept | {"copies": [asdict(copy) for copy in calendar]}


def load(data: dict[str, Any], sim: GoogleSimulator) -> None:
    """Take back what ``dump`` gave."""
    state.load(data, sim)
    world = sim.world
    world.sync_epochs = data["sync_epochs"]
    world.accounts = {row["email"]: Account(**row) for row in data["accounts"]}
    world.calendars = {row["id"]: _loaded(row) for row in data["calendars"]}
    sim.push.load(data["channels"])


def _loaded(row: dict[str, Any]) -> Calendar:
    rows = row.pop("copies")
    calendar = Calendar(**row)
    for values in rows:
        calendar.store(Copy(**values))
    return calendar
