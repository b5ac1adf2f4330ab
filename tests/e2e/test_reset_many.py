"""Resetting an account with many events by a real worker: counted before, watched, taken back.

`make reset-many` does it with 5,000 events, the tests with as many as show several chunks.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.days import when

from .world import OdooError, World

EVENTS = int(os.environ.get("RESET_EVENTS", "250"))
PATIENCE = 60 + EVENTS
"""Seconds after which something has gone wrong, not slow."""
AT_ONCE = 500
FIRST = datetime.fromisoformat(f"{when('01-04', 8)}Z")
ACCOUNT, WIZARD = "calendar.sync.account", "calendar.sync.reset"

pytestmark = pytest.mark.timeout(8 * PATIENCE)


@pytest.fixture(scope="module")
def odoo(odoo_factory, provider):
    """A running Odoo on a fresh database for one provider, with a worker for its jobs."""
    server = odoo_factory(max_cron_threads="1")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def world(odoo, provider) -> World:
    """The owner is connected and has many events on both sides."""
    found = World(odoo, provider)
    owner = found.owner
    for begin in range(0, EVENTS, AT_ONCE):
        wanted = range(begin, min(begin + AT_ONCE, EVENTS))
        owner.call("calendar.event", "create", [values(number) for number in wanted])
    owner.connect(choice="all")
    timed("first synchronization", lambda: there(found) == EVENTS and quiet(found))
    return found


def values(number: int) -> dict[str, str]:
    """Return one of many meetings, one an hour."""
    start = FIRST + timedelta(hours=number)
    times = {"start": start, "stop": start + timedelta(minutes=30)}
    return {"name": f"Meeting {number}", **{key: f"{at:%F %T}" for key, at in times.items()}}


def here(world: World) -> int:
    """Return how many events the owner has in Odoo."""
    return world.owner.call("calendar.event", "search_count", [("name", "like", "Meeting ")])


def there(world: World) -> int:
    """Return how many events the owner has at the provider."""
    return len(world.owner.there.events())


def quiet(world: World) -> bool:
    """Tell whether the account is in step, with nothing left to do."""
    return world.owner.status()["status"] == "in_sync"


def timed(what: str, done: Callable[[], bool]) -> None:
    """Wait for the worker until something is so, and print how long that took."""
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < PATIENCE, f"{what} does not end"
        time.sleep(0.2)
    print(f"{what} of {EVENTS} events: {time.monotonic() - began:.1f} s")  # noqa: T201 - `make reset-many` shows it


def progress(world: World, seen: set[int]) -> bool:
    """Note how many events the button says are done; tell whether the reset is over."""
    status = world.owner.status()
    said = re.search(rf"(\d+) of {EVENTS}\b", status["message"])
    seen.update([int(said[1])] if said else [])
    return status["status"] == "not_connected"


def test_reset_and_undo(world: World) -> None:
    """What was counted happens, and nothing else; it is seen to go on; undoing brings all back."""
    owner, service = world.owner, world.service
    service.begin()
    (account,) = owner.call(ACCOUNT, "search", [])
    choice = {"account_id": account, "delete_policy": "delete_both", "sync_policy": "all"}
    wizard = owner.call(WIZARD, "create", [choice])
    counted = ["count_here", "count_there", "mail_count"]
    (numbers,) = owner.call(WIZARD, "read", wizard, counted)
    assert [numbers[name] for name in counted] == [EVENTS, EVENTS, 0]
    with pytest.raises(OdooError, match=r"not allowed|access"):
        world.colleague.call(WIZARD, "action_confirm", wizard)

    seen: set[int] = set()
    owner.call(WIZARD, "action_confirm", wizard)
    timed("reset", lambda: progress(world, seen))
    assert any(0 < number < EVENTS for number in seen), seen
    assert (here(world), there(world)) == (0, 0)
    domain = [("account_id", "=", account), ("trigger", "=", "reset")]
    (run,) = owner.call("calendar.sync.run", "search_read", domain, ["counts", "mail_count"])
    assert run["counts"] == {"DeleteLocal": EVENTS, "DeleteRemote": EVENTS}
    assert (run["mail_count"], service.mails()) == (0, [])

    owner.call(ACCOUNT, "action_undo_reset", [account])
    timed("undoing", lambda: here(world) == EVENTS)
    owner.connect(choice="all")
    timed("making them there again", lambda: there(world) == EVENTS and quiet(world))
    assert here(world) == EVENTS
    assert service.mails() == []
