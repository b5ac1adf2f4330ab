"""What a pass costs, counted at Google's side of the wire."""

from __future__ import annotations

from .world import World, when


def test_quiet_second_pass(world: World):
    """With nothing changed a pass makes one request per calendar and writes nothing (promise 5)."""
    world.anna.create("Quiet", when("04-01", 9), when("04-01", 10))
    world.sync(2)
    before = world.anna.call(
        "calendar.event", "search_read", [], ["write_date"], order="id", limit=1000
    )
    world.google.clear_journal()
    world.sync()
    assert len(world.requests()) == 2, "one for Anna's calendar, one for Ben's"
    assert world.writes() == []
    after = world.anna.call(
        "calendar.event", "search_read", [], ["write_date"], order="id", limit=1000
    )
    assert after == before


def test_hundred_events_in_three_requests(world: World):
    """Pushing a hundred new events takes at most three requests beside the listings."""
    for number in range(100):
        world.anna.create(f"Bulk {number}", when("04-02", 9), when("04-02", 10))
    world.google.clear_journal()
    world.sync()
    listings = 2
    assert len(world.requests()) <= 3 + listings
    assert len(world.anna.google_events("Bulk")) == 100


def test_saving_asks_nobody(world: World):
    """Saving a meeting in Odoo makes no request at all (promise 26)."""
    world.google.clear_journal()
    event = world.anna.create("Saved", when("04-03", 9), when("04-03", 10))
    world.anna.write(event, name="Saved again")
    assert world.google.journal() == []
