"""Several workers, and people who save while a worker works."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from .world import OdooError, World, when

WRITING = 12.0
"""Seconds that the provider takes for one write."""


def sync_quietly(world: World) -> None:
    """Synchronise; a worker that comes too late for an account may be told so."""
    with contextlib.suppress(OdooError):
        world.sync()


@contextlib.contextmanager
def slow(world: World, seconds: float):
    """Make every answer of the provider take its time."""
    world.service.control.settings(latency=seconds)
    yield
    world.service.control.settings(latency=0.0)


def wait_for_hit(world: World) -> None:
    """Wait until the provider is busy with the request that a fault makes slow."""
    end = time.monotonic() + 60
    while not any(one["hits"] for one in world.service.control.faults()):
        assert time.monotonic() < end, "the request does not come"
        time.sleep(0.05)


def test_many_workers_double_nothing(world: World) -> None:
    """Four workers at once send each new meeting once (promise 25)."""
    for number in range(20):
        world.owner.create(f"Shared work {number}", when("09-01", 9), when("09-01", 10))
    world.service.control.clear_journal()
    with slow(world, 0.2), ThreadPoolExecutor(4) as pool:
        list(pool.map(sync_quietly, [world] * 4))
    world.sync()
    made = [one for one in world.service.writes() if one["method"] == "POST" and one.get("batch")]
    assert len(made) == 20
    assert len(world.owner.there.events("Shared work")) == 20
    found = world.owner.call("calendar.event", "search_count", [("name", "like", "Shared work")])
    assert found == 20


def test_edit_while_the_worker_works(world: World) -> None:
    """An edit saved while the worker sends the one before is sent next, not lost (promise 9)."""
    event = world.owner.create("Busy", when("09-02", 9), when("09-02", 10))
    world.sync()
    world.owner.write(event, name="Busy first")
    world.service.control.fault(**world.service.changing, latency=2.0, times=1)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(sync_quietly, world)
        time.sleep(0.8)
        world.owner.write(event, name="Busy second", location="Room 9")
        working.result()
    world.sync(2)
    there = world.owner.there.event("Busy")
    assert (there.title, there.place) == ("Busy second", "Room 9")
    assert world.owner.event("Busy second", "location")["location"] == "Room 9"


def test_both_sides_edit_while_the_worker_works(world: World) -> None:
    """Edits on both sides in the middle of a pass both arrive (promise 24)."""
    event = world.owner.create("Crossing", when("09-03", 9), when("09-03", 10))
    world.sync()
    there = world.owner.there.event("Crossing")
    world.owner.write(event, privacy="private")
    with slow(world, 0.5), ThreadPoolExecutor(1) as pool:
        working = pool.submit(sync_quietly, world)
        world.owner.there.edit(there.id, place="There")
        world.owner.write(event, name="Crossing over")
        working.result()
    world.sync(2)
    found = world.owner.there.event("Crossing over")
    assert (found.place, found.private) == ("There", True)
    here = world.owner.event("Crossing over", "location", "privacy")
    assert (here["location"], here["privacy"]) == ("There", "private")


def test_no_button_waits_for_the_provider(world: World) -> None:
    """No button waits for a pass that writes; pressed again after it, it works (promise 25)."""
    owner, code = world.owner, world.owner.there.service.code
    (account,) = owner.call("calendar.sync.account", "search", [("user_id", "=", owner.uid)])
    stop = partial(owner.call, "res.users", "calendar_sync_stop", [owner.uid], code)
    disconnect = partial(owner.call, "res.users", "calendar_sync_disconnect", [owner.uid], code)
    choice = {"conflict_policy": "remote"}
    choose = partial(owner.call, "calendar.sync.account", "write", [account], choice)
    event = owner.create("Slow", when("09-04", 9), when("09-04", 10))
    world.sync()
    owner.write(event, name="Slow to arrive")
    world.service.control.fault(**world.service.changing, latency=WRITING, times=1)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(sync_quietly, world)
        wait_for_hit(world)
        for press in (stop, choose, disconnect):
            began = time.monotonic()
            with pytest.raises(OdooError, match="is synchronizing at the moment"):
                press()
            assert time.monotonic() - began < WRITING / 3
        assert not working.done()
        working.result()
    world.service.control.clear_faults()
    stop()
    assert owner.status()["status"] == "stopped"
    owner.call("res.users", "calendar_sync_resume", [owner.uid], code)
    world.sync()
    assert owner.there.event("Slow to arrive").title == "Slow to arrive"
