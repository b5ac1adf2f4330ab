"""What goes wrong on the wire: nothing lost, nothing doubled, said in plain words."""

from __future__ import annotations

import pytest

from .world import World, at, when

API = r"^/(batch/)?calendar/v3"


def heal(world: World) -> None:
    """End all faults and press the buttons that have everything tried now."""
    world.google.clear_faults()
    failed = world.admin.call("calendar.sync.link", "search", [("error_code", "!=", False)])
    world.admin.call("calendar.sync.link", "action_retry", failed)
    world.sync(2)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503, "reason": "backendError"},
        {"status": 503, "reason": "backendError", "apply": True},
        {"status": 403, "reason": "rateLimitExceeded"},
        {"status": 429, "reason": "rateLimitExceeded", "retry_after": 1},
        {"reset": True},
        {"reset": True, "apply": True},
        {"truncate": True, "apply": True},
    ],
    ids=lambda fault: "-".join(f"{key}={value}" for key, value in fault.items()),
)
def test_write_survives(world: World, fault: dict) -> None:
    """A write that fails, or whose answer is lost, is done once in the end (promises 2 and 9)."""
    title = f"Survivor {sorted(fault.items())}"
    world.google.fault(method="POST", path="batch|/events", times=2, **fault)
    world.anna.create(title, when("07-01", 9), when("07-01", 10))
    world.sync()
    heal(world)
    assert len(world.anna.google_events(title)) == 1
    assert len(world.anna.events(title)) == 1


def test_changed_meanwhile(world: World) -> None:
    """An event that changed between reading and writing is read again and merged."""
    event = world.anna.create("Raced", when("07-02", 9), when("07-02", 10))
    world.sync()
    world.anna.write(event, name="Raced here")
    world.google.fault(
        method="PATCH", path="/events/", status=412, reason="conditionNotMet", times=1
    )
    world.sync()
    heal(world)
    assert len(world.anna.google_events("Raced here")) == 1


def test_expired_sync_token(world: World) -> None:
    """After 410 everything is matched: no doubles, nothing deleted comes back (promise 21)."""
    world.anna.create("Token", when("07-03", 9), when("07-03", 10))
    gone = world.anna.add_there("Token gone", at("07-03", 11), at("07-03", 12))
    world.sync()
    world.google.delete(world.anna.email, gone["id"])
    world.google.expire_sync_tokens()
    world.google.clear_journal()
    world.sync(2)
    assert len(world.anna.google_events("Token")) == 1
    assert len(world.anna.events("Token")) == 1
    assert world.anna.events("Token gone") == []


def test_one_bad_event_stops_no_other(world: World) -> None:
    """A meeting Google refuses is set aside with a sentence, the others arrive (promise 20)."""
    world.google.fault(method="POST", path="/events", status=400, reason="invalid", times=1)
    for name in ("Poison A", "Poison B", "Poison C"):
        world.anna.create(name, when("07-04", 9), when("07-04", 10))
    world.sync()
    assert len(world.anna.google_events("Poison")) == 2
    set_aside = world.admin.call(
        "calendar.sync.link", "search_read", [("error_code", "!=", False)], ["error_code"]
    )
    assert [one["error_code"] for one in set_aside] == ["Refused"]
    heal(world)
    assert len(world.anna.google_events("Poison")) == 3


def test_pages_and_empty_pages(world: World) -> None:
    """A listing of many pages, the first one empty, arrives whole."""
    world.google.settings(max_page_size=5, empty_pages=True)
    for number in range(12):
        world.anna.add_there(f"Paged {number:02}", at("07-05", 9), at("07-05", 10))
    world.sync()
    world.google.settings(max_page_size=2500, empty_pages=False)
    found = world.anna.call("calendar.event", "search_count", [("name", "like", "Paged")])
    assert found == 12


def test_failure_while_listing_keeps_the_cursor(world: World) -> None:
    """A listing that breaks off on its second page loses nothing (promise 22)."""
    world.google.settings(max_page_size=5)
    for number in range(12):
        world.anna.add_there(f"Broken {number:02}", at("07-06", 9), at("07-06", 10))
    world.google.fault(
        method="GET", path="/events", status=500, reason="backendError", skip=1, times=9
    )
    world.sync()
    world.google.settings(max_page_size=2500)
    heal(world)
    found = world.anna.call("calendar.event", "search_count", [("name", "like", "Broken")])
    assert found == 12


def test_expired_access_token_is_renewed(world: World) -> None:
    """An access token that has expired is renewed without anybody noticing."""
    world.google.expire_access_tokens(world.anna.email)
    world.anna.create("Renewed", when("07-07", 9), when("07-07", 10))
    world.sync(2)
    heal(world)
    assert len(world.anna.google_events("Renewed")) == 1
    assert world.anna.status()["status"] == "in_sync"


def test_withdrawn_access_and_reconnect(world: World) -> None:
    """Withdrawn access asks its user to reconnect; afterwards what waited is sent (promise 29)."""
    world.google.revoke(world.anna.email)
    world.anna.create("Waited", when("07-08", 9), when("07-08", 10))
    world.sync()
    status = world.anna.status()
    assert status["status"] == "needs_reconnect"
    assert "onnect" in status["message"]
    world.ben.create("Ben goes on", when("07-08", 9), when("07-08", 10))
    world.sync()
    assert len(world.ben.google_events("Ben goes on")) == 1
    world.anna.connect()
    heal(world)
    assert world.anna.status()["status"] == "in_sync"
    assert len(world.anna.google_events("Waited")) == 1
