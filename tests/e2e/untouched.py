"""A whole event of somebody's at a provider, byte by byte, with an edit in Odoo in between."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.days import when

from .world import World

Texts = Mapping[str, str]
EDITS: dict[str, dict[str, Any]] = {
    "title": {"name": "Whole, renamed"},
    "place": {"location": "Room 77"},
    "time": {"start": when("06-01", 11), "stop": when("06-01", 13)},
    "text": {"description": "<p>Rewritten here</p>"},
    "privacy": {"privacy": "confidential"},
}
"""What somebody edits in Odoo, one after the other."""


def put(world: World, theirs: dict[str, Any]) -> None:
    """Make the event at the provider and have it come to Odoo."""
    there = world.owner.there.add("Whole", when("06-01", 9), when("06-01", 10))
    world.service.control.edit(world.owner.email, there.id, theirs)
    world.sync(2)


def texts(world: World) -> Texts:
    """Return the event as text for each of its keys, as the provider shows it."""
    raw = world.owner.there.raw("Whole")
    return {key: json.dumps(value, ensure_ascii=False) for key, value in raw.items()}


def edited(world: World, name: str) -> set[str]:
    """Edit one thing in Odoo, synchronise, and return which keys at the provider differ."""
    before = texts(world)
    (event,) = world.owner.call("calendar.event", "search", [("name", "like", "Whole")])
    world.owner.write(event, **EDITS[name])
    world.sync(2)
    after = texts(world)
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}
