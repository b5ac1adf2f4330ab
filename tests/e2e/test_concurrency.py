"""Several workers, and people who save while a worker works."""

from __future__ import annotations

import contextlib
import random
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg2
import psycopg2.errors
import pytest

from tests.days import when
from tests.simulators.common.server import wait_until

from .world import OdooError, World

WRITING = 12.0
"""Seconds that the provider takes for one write."""

LONG_ENOUGH = 6.0
"""Seconds in which a person's save is done."""


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
    faults = world.service.control.faults
    assert wait_until(lambda: any(one["hits"] for one in faults()), timeout=60, pause=0.02)


def logged(world: World, text: str) -> int:
    """Return how often Odoo's log has a text."""
    return world.odoo.log.read_text(encoding="utf-8", errors="replace").count(text)


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
        wait_for_hit(world)
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


def test_a_save_in_the_middle_of_a_pass(world: World) -> None:
    """A pass that meets a save begins again; nothing is lost or written twice (promise 25)."""
    owner, service = world.owner, world.service
    saved = owner.create("Saved", when("09-06", 9), when("09-06", 10))
    sent = owner.create("Sent", when("09-06", 11), when("09-06", 12))
    world.sync()
    owner.there.edit(owner.there.event("Saved").id, place="There")
    owner.write(sent, name="Sent on")
    service.control.clear_journal()
    collided = logged(world, " collides, try ")
    service.control.fault(**service.changing, latency=LONG_ENOUGH, times=1)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(world.sync)
        wait_for_hit(world)
        owner.write(saved, name="Saved by hand")
        working.result()
    world.sync(2)
    assert logged(world, " collides, try ") > collided
    here = owner.event("Saved by hand", "location")
    there = owner.there.event("Saved by hand")
    assert (here["location"], there.place) == ("There", "There")
    assert owner.there.event("Sent on").title == owner.event("Sent on")["name"]
    assert len([one for one in service.writes() if one["method"] == "PATCH"]) == 2


def test_a_deadlock(world: World, workbench) -> None:
    """Of a pass and a save that wait for each other one gives way, and both are done (25)."""
    owner, there = world.owner, world.owner.there
    hours = [(when("09-07", hour), when("09-07", hour + 1)) for hour in range(8, 12)]
    events = [owner.create(f"Locked {n}", *times) for n, times in enumerate(hours)]
    world.sync()
    for event in there.events("Locked"):
        there.edit(event.id, place="There")
    waiting = (
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "  # noqa: S608 - ours
        f"AND datname = '{world.odoo.database}'"
    )
    touch = "UPDATE calendar_event SET access_token = id WHERE id = ANY(%s)"
    detected = logged(world, "deadlock detected")
    with another_save(workbench, world) as save, ThreadPoolExecutor(1) as pool:
        save.execute(touch, [events[-1:]])
        working = pool.submit(world.sync)
        blocked = partial(workbench.postgres.execute, waiting)
        assert wait_until(lambda: bool(blocked()), timeout=60, pause=0.02)
        gave_way = False
        try:
            save.execute(touch, [events])
        except psycopg2.errors.DeadlockDetected:
            gave_way = True
        save.connection.rollback() if gave_way else save.connection.commit()
        working.result()
    world.sync(2)
    assert gave_way or logged(world, "deadlock detected") > detected
    found = owner.call("calendar.event", "read", events, ["location"])
    assert {one["location"] for one in found} == {"There"}
    assert {one.place for one in there.events("Locked")} == {"There"}


def test_two_first_imports(world: World) -> None:
    """Meetings and series that organizer and guest fetch at the same instant are one (3)."""
    people = (world.owner, world.colleague)
    for number in range(5):
        guests = [world.colleague.email]
        times = when("09-09", 8 + number), when("09-09", 9 + number)
        world.owner.there.add(f"For both {number}", *times, guests=guests)
    times = when("09-10", 8), when("09-10", 9)
    world.owner.there.add("For both weekly", *times, guests=guests, weekly=2)
    world.flush()
    collided = logged(world, " collides, try ")
    with slow(world, 0.5), ThreadPoolExecutor(2) as pool:
        now = [pool.submit(one.call, "res.users", "calendar_sync_now", [one.uid]) for one in people]
        for one in now:
            one.result()
    world.sync(2)
    found = world.admin.call(
        "calendar.event", "search_read", [("name", "like", "For both")], ["partner_ids"]
    )
    assert [len(one["partner_ids"]) for one in found] == [2] * (5 + 2)
    assert logged(world, " collides, try ") > collided
    aside = [("error_code", "!=", False)]
    assert world.admin.call("calendar.sync.link", "search_count", aside) == 0


@contextlib.contextmanager
def another_save(workbench, world: World):
    """Give the cursor of a transaction of its own, as another process has it."""
    where = workbench.postgres.address
    password = where.password or None
    connection = psycopg2.connect(
        host=where.host, port=where.port, user=where.user, password=password,
        dbname=world.odoo.database,
    )  # fmt: skip
    with contextlib.closing(connection), connection.cursor() as cursor:
        yield cursor


def test_saves_at_random(world: World) -> None:
    """Whenever people save during passes, none reads an error and nothing is lost (promise 25)."""
    owner, there, dice = world.owner, world.owner.there, random.Random(25)
    titles = {
        owner.create(f"Crowd {n}", when("09-08", n), when("09-08", n + 1)): f"Crowd {n}"
        for n in range(10)
    }
    world.sync()
    remote = [one.id for one in there.events("Crowd")]
    places: dict[str, str] = {}
    for turn in range(4):
        for event in dice.sample(remote, 6):
            places[event] = f"Room {turn}"
            there.edit(event, place=places[event])
        edits = {one: f"Crowd {one} {turn}" for one in dice.sample([*titles], 6)}
        with ThreadPoolExecutor(4) as pool:
            working = pool.submit(world.sync)
            saving = [pool.submit(owner.write, one, name=name) for one, name in edits.items()]
            for one in (*saving, working):
                one.result()
        titles |= edits
    world.sync(2)
    here = owner.call("calendar.event", "read", [*titles], ["name", "location"])
    assert {one["id"]: one["name"] for one in here} == titles
    seen = there.events("Crowd")
    assert {one.id: one.place for one in seen if one.place} == places
    both = sorted((one["name"], one["location"] or "") for one in here)
    assert sorted((one.title, one.place) for one in seen) == both


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
