"""What of the simulated Microsoft survives a restart, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..common import state
from .model import Account, Calendar, Gone, Item, Override

if TYPE_CHECKING:
    from .simulator import MicrosoftSimulator


def dump(sim: MicrosoftSimulator) -> dict[str, Any]:
    """Everything that should survive."""
    world = sim.world
    return {
        **state.dump(sim),
        "accounts": [asdict(account) for account in world.accounts.values()],
        "calendars": [asdict(calendar) for calendar in world.calendars.values()],
        "subscriptions": sim.push.dump(),
    }


def load(data: dict[str, Any], sim: MicrosoftSimulator) -> None:
    """Take back what ``dump`` gave."""
    state.load(data, sim)
    world = sim.world
    world.accounts = {row["email"]: Account(**row) for row in data["accounts"]}
    world.calendars = {row["id"]: _calendar(row) for row in data["calendars"]}
    sim.push.load(data["subscriptions"])


def _calendar(row: dict[str, Any]) -> Calendar:
    items = {key: _item(values) for key, values in row["items"].items()}
    gone = {key: Gone(**values) for key, values in row["gone"].items()}
    return Calendar(**{**row, "items": items, "gone": gone})


def _item(row: dict[str, Any]) -> Item:
    overrides = {day: Override(**values) for day, values in row["overrides"].items()}
    return Item(**{**row, "overrides": overrides})
