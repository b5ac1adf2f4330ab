"""Odoo killed in the worst moments."""

from __future__ import annotations

import contextlib
import threading
import time

import requests

from tests.days import when

from .world import OdooError, World

HANG = 20.0
GUEST = "gustav@example.org"


def wait_for_write(world: World, title: str) -> None:
    """Wait until the provider has the event although Odoo has not had the answer."""
    deadline = time.monotonic() + 15
    while not world.owner.there.events(title):
        assert time.monotonic() < deadline, "the write never reached the provider"
        time.sleep(0.1)


def kill_while_writing(world: World, odoo, title: str) -> None:
    """Kill Odoo between the remote write and the local commit."""
    world.service.control.fault(**world.service.creating, hang=HANG, apply=True, times=1)
    worker = threading.Thread(target=swallow, args=(world.sync,), daemon=True)
    worker.start()
    wait_for_write(world, title)
    odoo.kill()
    worker.join(timeout=HANG)
    world.service.control.clear_faults()
    odoo.start()


def swallow(job) -> None:
    """Run a call whose server is about to die."""
    with contextlib.suppress(requests.RequestException, OdooError):
        job()


def test_killed_between_create_and_commit(odoo, world: World) -> None:
    """Killed between the remote create and the local commit: one event on each side (promise 2)."""
    world.owner.create("Crashed", when("08-02", 9), when("08-02", 10))
    kill_while_writing(world, odoo, "Crashed")
    world.sync(2)
    assert len(world.owner.there.events("Crashed")) == 1
    assert len(world.owner.events("Crashed")) == 1
    world.owner.write(world.owner.event("Crashed")["id"], name="Crashed and mended")
    world.sync()
    assert len(world.owner.there.events("Crashed and mended")) == 1


def test_killed_with_a_guest_mails_once(odoo, world: World) -> None:
    """The repeated create after a crash invites the guest no second time (promise 4)."""
    guest = world.partner(GUEST)
    world.owner.create(
        "Crashed party", when("08-03", 9), when("08-03", 10), partner_ids=[(4, guest)]
    )
    kill_while_writing(world, odoo, "Crashed party")
    world.sync(2)
    assert world.service.mails("Crashed party") == [(GUEST, "invitation")]
    assert len(world.owner.there.events("Crashed party")) == 1


def test_killed_in_a_series_continues(odoo, world: World) -> None:
    """A series whose create was cut off is one series afterwards, without a gap."""
    world.owner.create(
        "Crashed series",
        when("08-04", 9),
        when("08-04", 10),
        recurrency=True,
        rrule_type="daily",
        interval=1,
        end_type="count",
        count=4,
    )
    kill_while_writing(world, odoo, "Crashed series")
    world.sync(2)
    (there,) = world.owner.there.events("Crashed series")
    assert there.count == 4
    assert world.owner.there.exceptions(there) == {}
    assert len(world.owner.events("Crashed series")) == 4
