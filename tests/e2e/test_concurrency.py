"""Several workers, and people who save while a worker works."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

from .world import OdooError, World, when


def sync_quietly(world: World) -> None:
    """Synchronise; a worker that comes too late for an account may be told so."""
    with contextlib.suppress(OdooError):
        world.sync()


def test_many_workers_double_nothing(world: World) -> None:
    """Four workers at once send each new meeting once (promise 25)."""
    for number in range(20):
        world.anna.create(f"Shared work {number}", when("09-01", 9), when("09-01", 10))
    world.google.clear_journal()
    world.google.settings(latency=0.2)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sync_quietly, [world] * 4))
    world.google.settings(latency=0.0)
    world.sync()
    made = [one for one in world.writes() if one["method"] == "POST" and one.get("batch")]
    assert len(made) == 20
    assert len(world.anna.google_events("Shared work")) == 20
    found = world.anna.call("calendar.event", "search_count", [("name", "like", "Shared work")])
    assert found == 20


def test_edit_while_the_worker_works(world: World) -> None:
    """An edit saved while the worker sends the one before is sent next, not lost (promise 9)."""
    event = world.anna.create("Busy", when("09-02", 9), when("09-02", 10))
    world.sync()
    world.anna.write(event, name="Busy first")
    world.google.fault(method="PATCH", path="/events/", latency=2.0, times=1)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(sync_quietly, world)
        time.sleep(0.8)
        world.anna.write(event, name="Busy second", location="Room 9")
        working.result()
    world.sync(2)
    there = world.anna.google_event("Busy")
    assert (there["summary"], there["location"]) == ("Busy second", "Room 9")
    assert world.anna.event("Busy second", "location")["location"] == "Room 9"


def test_both_sides_edit_while_the_worker_works(world: World) -> None:
    """Edits on both sides in the middle of a pass both arrive (promise 24)."""
    event = world.anna.create("Crossing", when("09-03", 9), when("09-03", 10))
    world.sync()
    there = world.anna.google_event("Crossing")["id"]
    world.anna.write(event, privacy="private")
    world.google.settings(latency=0.5)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(sync_quietly, world)
        world.google.edit(world.anna.email, there, {"location": "There"})
        world.anna.write(event, name="Crossing over")
        working.result()
    world.google.settings(latency=0.0)
    world.sync(2)
    found = world.anna.google_event("Crossing over")
    assert (found["location"], found["visibility"]) == ("There", "private")
    here = world.anna.event("Crossing over", "location", "privacy")
    assert (here["location"], here["privacy"]) == ("There", "private")
