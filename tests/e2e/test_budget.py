"""What a pass costs, counted at the provider's side of the wire."""

from __future__ import annotations

from tests.days import when

from .world import World

ACCOUNTS = 2


def write_dates(world: World) -> list:
    """Return when each meeting was last written."""
    fields = ["write_date"]
    return world.admin.call("calendar.event", "search_read", [], fields, order="id", limit=1000)


def test_quiet_second_pass(world: World):
    """With nothing changed a pass makes one request per calendar and writes nothing (promise 5)."""
    world.owner.create("Quiet", when("04-01", 9), when("04-01", 10))
    world.sync(2)
    before = write_dates(world)
    world.service.control.clear_journal()
    world.sync()
    assert len(world.service.requests()) == ACCOUNTS
    assert world.service.writes() == []
    assert write_dates(world) == before


def test_hundred_events_in_few_requests(world: World):
    """Pushing a hundred new events takes few batches beside the listings."""
    for number in range(100):
        world.owner.create(f"Bulk {number}", when("04-02", 9), when("04-02", 10))
    world.service.control.clear_journal()
    world.sync()
    assert len(world.service.requests()) <= world.service.requests_for_hundred + ACCOUNTS
    assert len(world.owner.there.events("Bulk")) == 100
    world.service.control.clear_journal()
    world.sync()
    assert world.service.writes() == [], "what was sent is not sent again"


def test_saving_asks_nobody(world: World):
    """Saving a meeting in Odoo makes no request at all (promise 26)."""
    world.service.control.clear_journal()
    event = world.owner.create("Saved", when("04-03", 9), when("04-03", 10))
    world.owner.write(event, name="Saved again")
    assert world.service.control.journal() == []
