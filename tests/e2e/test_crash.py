"""Odoo killed in the worst moments."""

from __future__ import annotations

import contextlib
import threading
import time

import requests

from .world import OdooError, World, when

HANG = 20.0


def wait_for_write(world: World, title: str) -> None:
    """Wait until Google has the event although Odoo has not had the answer."""
    deadline = time.monotonic() + 15
    while not world.anna.google_events(title):
        assert time.monotonic() < deadline, "the write never reached Google"
        time.sleep(0.1)


def kill_while_writing(world: World, odoo, title: str) -> None:
    """Kill Odoo between the remote write and the local commit."""
    world.google.fault(method="POST", path="batch|/events", hang=HANG, apply=True, times=1)
    worker = threading.Thread(target=swallow, args=(world.sync,), daemon=True)
    worker.start()
    wait_for_write(world, title)
    odoo.kill()
    worker.join(timeout=HANG)
    world.google.clear_faults()
    odoo.start()


def swallow(job) -> None:
    """Run a call whose server is about to die."""
    with contextlib.suppress(requests.RequestException, OdooError):
        job()


def test_killed_between_create_and_commit(odoo, world: World) -> None:
    """Killed between the remote create and the local commit: one event on each side (promise 2)."""
    world.anna.create("Crashed", when("08-02", 9), when("08-02", 10))
    kill_while_writing(world, odoo, "Crashed")
    world.sync(2)
    assert len(world.anna.google_events("Crashed")) == 1
    assert len(world.anna.events("Crashed")) == 1
    world.anna.write(world.anna.event("Crashed")["id"], name="Crashed and mended")
    world.sync()
    assert len(world.anna.google_events("Crashed and mended")) == 1


def test_killed_with_a_guest_mails_once(odoo, world: World) -> None:
    """The repeated create after a crash invites the guest no second time (promise 4)."""
    guest = world.admin.call("res.partner", "create", {"name": "Dora", "email": "dora@example.net"})
    world.anna.create(
        "Crashed party", when("08-03", 9), when("08-03", 10), partner_ids=[(4, guest)]
    )
    kill_while_writing(world, odoo, "Crashed party")
    world.sync(2)
    told = [one for one in world.google.mails() if one["summary"] == "Crashed party"]
    assert [one["to"] for one in told] == ["dora@example.net"]
