"""Many accounts with a backlog on both sides, several Odoo processes, and a network that fails.

`make load` does it with as many as one wants; the tests with as many as show that it holds.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.days import when
from tests.environment import odoo as shells
from tests.environment.simulators import environment

from . import load
from .histories.trouble import kinds
from .remote import Service
from .world import Person, services

ACCOUNTS, EVENTS, WORKERS = (
    int(os.environ.get(f"LOAD_{name}") or usual)
    for name, usual in (("ACCOUNTS", 10), ("EVENTS", 6), ("WORKERS", 2))
)
QUOTA = int(os.environ.get("LOAD_QUOTA") or 0)
"""Calls a minute that Google grants the project, to see that they are kept to; as usual if none."""

FAILING = 0.1
"""The share of calls that fail at first."""

UNAUTHORIZED = 401
SEED = 20270703
MOST_WAITED = 2
"""How often anybody may have had a turn before somebody else had their first."""

REST = 3.0
"""Seconds without a request after which nobody works."""

PATIENCE = 90 + ACCOUNTS * EVENTS
"""Seconds after which something has gone wrong, not slow."""

FIRST = datetime.fromisoformat(f"{when('01-04', 8)}Z")
pytestmark = pytest.mark.timeout(4 * PATIENCE)


@pytest.fixture(scope="module")
def provider() -> str:
    """Half of the people are at each."""
    return "google"


@pytest.fixture(scope="module")
def people(providers) -> dict[str, Service]:
    """Return whose account is where, with the half of their events that begins there."""
    found, both = {}, list(services(providers).values())
    for number in range(ACCOUNTS):
        service = both[number % len(both)]
        email = f"person{number}@{service.domain}"
        service.control.add_account(email, f"Person {number}")
        for at in range(EVENTS // 2):
            service.control.add(email, service.body(meeting("There", at)))
        found[email] = service
    return found


def meeting(side: str, number: int) -> dict:
    """Return one of many meetings of a person, one an hour, in the tests' words."""
    start = FIRST + timedelta(hours=number)
    times = {"start": start, "end": start + timedelta(minutes=30)}
    return {"title": f"{side} {number}", **{key: f"{at:%F %T}" for key, at in times.items()}}


@pytest.fixture(scope="module")
def database(workbench, odoo_template, people, providers) -> str:
    """Everybody is connected and nobody was synchronised; there is a worker for each process."""
    name: str = workbench.clone(odoo_template, "load")
    granted = {
        email: (service.code, service.control.grant(email)) for email, service in people.items()
    }
    here = [meeting("Here", number) for number in range(EVENTS - EVENTS // 2)]
    values = {"granted": granted, "meetings": here, "workers": WORKERS, "quota": QUOTA}
    code = load.SETUP.format(values=json.dumps(values))
    shells.shell(workbench.files, name, code, environment(providers))
    return name


@pytest.fixture(scope="module")
def weather(people) -> None:
    """Let calls of everybody fail now and then, but not so that people have to reconnect."""
    print(f"seed {SEED}")  # noqa: T201
    for service in set(people.values()):
        passing = [one for one in kinds(service) if one.get("status") != UNAUTHORIZED]
        service.control.weather(SEED, FAILING, passing)


@pytest.fixture(scope="module")
def processes(odoo_factory, database, weather) -> list:
    """As many Odoo processes as there are workers."""
    return [odoo_factory(database=database, max_cron_threads=1) for _one in range(WORKERS)]


@pytest.fixture(scope="module")
def admin(processes) -> Person:
    """Somebody who sees how far they are."""
    return Person(processes[0], "admin")


def until(what: str, done: Callable[[], bool]) -> float:
    """Wait until something is so; print and return how many seconds that took."""
    start = time.monotonic()
    while not done():
        assert time.monotonic() - start < PATIENCE, f"{what}: it does not happen"
        time.sleep(0.2)
    took = time.monotonic() - start
    print(f"{what}: {took:.1f} s")  # noqa: T201 - `make load` shows it
    return took


def count(admin: Person, model: str, *domain: tuple) -> int:
    """Return how many records there are."""
    return admin.call(model, "search_count", list(domain))


def left(admin: Person) -> int:
    """Return how many meetings have not arrived at the other side yet."""
    missing = ACCOUNTS * EVENTS - count(admin, "calendar.event")
    return missing + count(admin, "calendar.sync.link", ("dirty_since", "!=", False))


def finished(admin: Person) -> bool:
    """Tell whether everything has arrived and every account is in step."""
    behind = ["|", ("last_sync", "=", False), ("failures", ">", 0)]
    return not left(admin) and not count(admin, "calendar.sync.account", *behind)


def test_a_load_is_worked_off(admin: Person, people, processes, workbench) -> None:
    """Nothing is lost or doubled, nobody waits long for the others, and quotas are kept."""
    again = functools.partial(shells.shell, workbench.files, processes[0].database, load.AGAIN)
    again()
    until("bad weather", lambda: left(admin) < ACCOUNTS * EVENTS and rests(people))
    print(f"{left(admin)} of {ACCOUNTS * EVENTS} meetings left")  # noqa: T201
    for service in set(people.values()):
        service.control.clear_faults()
    again()
    until("fair weather", lambda: finished(admin))

    once = Counter(
        one["title"]
        for side, number in (("Here", EVENTS - EVENTS // 2), ("There", EVENTS // 2))
        for one in (meeting(side, at) for at in range(number))
    )
    for email, service in people.items():
        assert Counter(one["title"] for one in there(service, email)) == once, email
    assert here(admin) == dict.fromkeys(people, once)
    assert waited(admin) <= MOST_WAITED
    kept_to_quotas(set(people.values()))
    assert not [line for one in processes for line in errors(one.log)]


def rests(people: dict[str, Service]) -> bool:
    """Tell whether nobody asks anything for some seconds."""
    before = asked(people)
    time.sleep(REST)
    return before == asked(people)


def asked(people: dict[str, Service]) -> int:
    """Return how often the services were asked."""
    return sum(one.control.state()["requests"] for one in set(people.values()))


def there(service: Service, email: str) -> list[dict]:
    """Return the meetings of a person at their provider."""
    seen = (service.seen(one) for one in service.control.events(email))
    return [{"title": one.title} for one in seen if one]


def here(admin: Person) -> dict[str, Counter]:
    """Return the titles in Odoo by whose meetings they are."""
    found: dict[str, Counter] = {}
    users = admin.call("res.users", "search_read", [("login", "like", "person")], ["login"])
    logins = {one["id"]: one["login"] for one in users}
    for one in admin.call("calendar.event", "search_read", [], ["name", "user_id"]):
        found.setdefault(logins[one["user_id"][0]], Counter()).update([one["name"]])
    return found


def waited(admin: Person) -> int:
    """Return how often somebody had a turn at most before somebody else had their first."""
    runs = admin.call("calendar.sync.run", "search_read", [], ["account_id"], order="id")
    everybody = set(admin.call("calendar.sync.account", "search", []))
    return load.longest_wait((one["account_id"][0] for one in runs), everybody)


def kept_to_quotas(every: set[Service]) -> None:
    """Print how many calls there were, and fail if a minute had more than were granted."""
    for service in every:
        moments = load.calls(service)
        most = load.fullest_minute(moments)
        seconds = (max(moments) - min(moments)).total_seconds()
        said = f"{len(moments)} calls in {seconds:.0f} s, {most} in the fullest minute"
        print(f"{service.label}: {said}")  # noqa: T201
        assert not (QUOTA and service.code == "google") or most <= QUOTA


def errors(log: Path) -> list[str]:
    """Return what a process complains about."""
    return [line for line in log.read_text().splitlines() if " ERROR " in line]
