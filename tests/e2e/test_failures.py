"""What goes wrong on the wire: nothing lost, nothing doubled, said in plain words."""

from __future__ import annotations

import pytest

from tests.days import when

from .world import World

LOST = {
    "connection lost": {"reset": True},
    "connection lost, but done": {"reset": True, "apply": True},
    "half an answer, but done": {"truncate": True, "apply": True},
}
KINDS = ["busy", "busy, but done", "too fast", "too fast for a second", *LOST]


def fault(world: World, where: dict, kind: str, **more) -> None:
    """Make requests fail in one of the provider's ways."""
    found = LOST.get(kind) or world.service.failures[kind]
    world.service.control.fault(**where, **found, **more)


def heal(world: World) -> None:
    """End all faults and press the buttons that have everything tried now."""
    world.service.control.clear_faults()
    failed = world.admin.call("calendar.sync.link", "search", [("error_code", "!=", False)])
    world.admin.call("calendar.sync.link", "action_retry", failed)
    world.sync(2)


@pytest.mark.parametrize("kind", KINDS)
def test_write_survives(world: World, kind: str) -> None:
    """A write that fails, or whose answer is lost, is done once in the end (promises 2 and 9)."""
    title = f"Survivor of {kind}"
    fault(world, world.service.creating, kind, times=2)
    world.owner.create(title, when("07-01", 9), when("07-01", 10))
    world.sync()
    heal(world)
    assert len(world.owner.there.events(title)) == 1
    assert len(world.owner.events(title)) == 1


@pytest.mark.parametrize("kind", ["busy, but done", "connection lost, but done"])
def test_edit_survives(world: World, kind: str) -> None:
    """An edit whose answer is lost is there in the end, and mails its guest once (promise 4)."""
    title = f"Edited through {kind}"
    guest = world.partner("gustav@example.org")
    event = world.owner.create(
        title, when("07-01", 11), when("07-01", 12), partner_ids=[(4, guest)]
    )
    world.sync()
    world.service.control.clear_mails()
    fault(world, world.service.changing, kind, times=1)
    world.owner.write(event, start=when("07-01", 12), stop=when("07-01", 13))
    world.sync()
    heal(world)
    assert world.owner.there.event(title).start == when("07-01", 12)
    assert world.service.mails(title) == [("gustav@example.org", "update")]


def test_changed_meanwhile(world: World) -> None:
    """An event that changed between reading and writing is read again and merged."""
    event = world.owner.create("Raced", when("07-02", 9), when("07-02", 10))
    world.sync()
    world.owner.write(event, name="Raced here")
    fault(world, world.service.changing, "changed meanwhile", times=1)
    world.sync()
    heal(world)
    assert len(world.owner.there.events("Raced here")) == 1


def test_expired_sync_token(world: World) -> None:
    """After 410 everything is matched: no doubles, nothing deleted comes back (promise 21)."""
    world.owner.create("Token", when("07-03", 9), when("07-03", 10))
    gone = world.owner.there.add("Token gone", when("07-03", 11), when("07-03", 12))
    world.sync()
    world.owner.there.delete(gone.id)
    world.service.control.expire_sync_tokens()
    world.sync(2)
    assert len(world.owner.there.events("Token")) == 1
    assert len(world.owner.events("Token")) == 1
    assert world.owner.events("Token gone") == []


def test_one_bad_event_stops_no_other(world: World) -> None:
    """A meeting the provider refuses is set aside, the others arrive (promise 20)."""
    where = {**world.service.creating, "path": "/events"}
    fault(world, where, "refused", times=1)
    for name in ("Poison A", "Poison B", "Poison C"):
        world.owner.create(name, when("07-04", 9), when("07-04", 10))
    world.sync()
    assert len(world.owner.there.events("Poison")) == 2
    set_aside = world.admin.call(
        "calendar.sync.link", "search_read", [("error_code", "!=", False)], ["error_code"]
    )
    assert [one["error_code"] for one in set_aside] == ["Refused"]
    heal(world)
    assert len(world.owner.there.events("Poison")) == 3


def test_pages_and_empty_pages(world: World) -> None:
    """A listing of many pages, the first one empty, arrives whole."""
    before = world.service.control.settings()["max_page_size"]
    world.service.control.settings(max_page_size=5, empty_pages=True)
    for number in range(12):
        world.owner.there.add(f"Paged {number:02}", when("07-05", 9), when("07-05", 10))
    world.sync()
    world.service.control.settings(max_page_size=before, empty_pages=False)
    found = world.owner.call("calendar.event", "search_count", [("name", "like", "Paged")])
    assert found == 12


def test_failure_while_listing_keeps_the_cursor(world: World) -> None:
    """A listing that breaks off on its second page loses nothing (promise 22)."""
    before = world.service.control.settings()["max_page_size"]
    world.service.control.settings(max_page_size=5)
    for number in range(12):
        world.owner.there.add(f"Broken {number:02}", when("07-06", 9), when("07-06", 10))
    world.service.control.fault(**world.service.listing, status=500, skip=1, times=9)
    world.sync()
    world.service.control.settings(max_page_size=before)
    heal(world)
    found = world.owner.call("calendar.event", "search_count", [("name", "like", "Broken")])
    assert found == 12


def test_expired_access_token_is_renewed(world: World) -> None:
    """An access token that has expired is renewed without anybody noticing."""
    world.service.control.expire_access_tokens(world.owner.email)
    world.owner.create("Renewed", when("07-07", 9), when("07-07", 10))
    world.sync(2)
    heal(world)
    assert len(world.owner.there.events("Renewed")) == 1
    assert world.owner.status()["status"] == "in_sync"


def test_withdrawn_access_and_reconnect(world: World) -> None:
    """Withdrawn access asks its user to reconnect; afterwards what waited is sent (promise 29)."""
    world.service.control.revoke(world.owner.email)
    world.owner.create("Waited", when("07-08", 9), when("07-08", 10))
    world.sync()
    status = world.owner.status()
    assert status["status"] == "needs_reconnect"
    assert "onnect" in status["message"]
    world.colleague.create("The other goes on", when("07-08", 9), when("07-08", 10))
    world.sync()
    assert len(world.colleague.there.events("The other goes on")) == 1
    world.owner.connect()
    heal(world)
    assert world.owner.status()["status"] == "in_sync"
    assert len(world.owner.there.events("Waited")) == 1
