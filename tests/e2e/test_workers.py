"""Two Odoo processes on one database: they share the accounts and never double any work."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from itertools import product

import pytest

from tests.days import when

from .test_live import wait
from .world import OdooError, Person, World

EACH = 5
PASS = re.compile(r"^(\S+ \S+) .*: Account (\d+): .* in ([\d.]+) s \(schedule\)", re.MULTILINE)
TROUBLE = re.compile(r" ERROR | CRITICAL |could not serialize")
LATENCY = 0.5
FAIR = 3
"""Of ten accounts, how many each of the two has to serve at least."""

MOST_OF_ALONE = 0.75


class Pass:
    """A pass of an account, as a process writes it into its log."""

    def __init__(self, said: re.Match[str]) -> None:
        """Read when it ended and how long it took."""
        ended = datetime.strptime(said[1], "%Y-%m-%d %H:%M:%S,%f").replace(tzinfo=UTC)
        self.end = ended.timestamp()
        self.account, self.start = int(said[2]), self.end - float(said[3])

    def overlaps(self, other: Pass) -> bool:
        """Tell whether both were under way at the same moment."""
        return self.start < other.end and other.start < self.end


@pytest.fixture(scope="module")
def provider() -> str:
    """Half of the people are at Google, the others are asked for beside them."""
    return "google"


@pytest.fixture(scope="module")
def processes(odoo_factory) -> list:
    """Two Odoo processes on one database, each with one thread for scheduled actions."""
    options = {"max_cron_threads": 1, "env": {"ODOO_NOTIFY_CRON_CHANGES": "1"}}
    first = odoo_factory(**options)
    second = odoo_factory(database=first.database, **options)
    return [first, second]


@pytest.fixture(scope="module")
def odoo(processes):
    """The process that people work with."""
    return processes[0]


@pytest.fixture(scope="module")
def world(odoo, provider) -> World:
    """Nobody is connected yet."""
    return World(odoo, provider)


@pytest.fixture(scope="module")
def people(world: World) -> list[Person]:
    """Ten connected people, half of them at each provider, in step."""
    made = [join(world, code, number) for code in world.services for number in range(EACH)]
    world.sync()
    wait(lambda: all(one.status()["last_sync"] for one in made))
    return made


def join(world: World, code: str, number: int) -> Person:
    """Have a user made, give them an account at a provider and connect them."""
    service = world.services[code]
    login = f"{code}{number}"
    email = f"{login}@{service.domain}"
    values = {"login": login, "name": login, "email": email, "password": login}
    world.admin.call("res.users", "create", [values], context={"no_reset_password": True})
    service.control.add_account(email, login)
    person = Person(world.odoo, login)
    person.has(service, email)
    person.connect()
    return person


def set_working(world: World, number: int) -> None:
    """Have so many workers begin at once, and the others rest."""
    every = [("name", "=", "Calendar Sync: synchronize what is due")]
    found = world.admin.call("ir.cron", "search", every, context={"active_test": False})
    assert len(found) == 2
    wait(lambda: switched(world, found[number:], {"active": False}))
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    wait(lambda: switched(world, found[:number], {"active": True, "nextcall": now}))


def switched(world: World, workers: list[int], values: dict) -> bool:
    """Change scheduled actions; Odoo refuses that while one of them runs."""
    try:
        return bool(world.admin.call("ir.cron", "write", workers, values))
    except OdooError as error:
        if "currently being executed" not in str(error):
            raise
        return False


def backlog(people: list[Person], day: str) -> None:
    """Let everybody have something to send and something to take in."""
    for one in people:
        one.create(f"From {one.login} {day}", when(day, 9), when(day, 10))
        one.there.add(f"To {one.login} {day}", when(day, 11), when(day, 12))


def work_off(world: World, people: list[Person], day: str, workers: int) -> float:
    """Let a backlog be worked off; return how many seconds that took."""
    backlog(people, day)
    for service in world.services.values():
        service.control.clear_journal()
    set_working(world, workers)
    took = wait(lambda: all(arrived(one, day) for one in people))
    set_working(world, 0)
    return took


def arrived(person: Person, day: str) -> bool:
    """Tell whether all of that is on both sides."""
    there = person.there.events(f"From {person.login} {day}")
    return bool(there and person.events(f"To {person.login} {day}"))


def test_two_processes_share_the_accounts(world: World, people, processes) -> None:
    """Each account is served by one process at a time, both do their part, nothing is done twice.

    Where most of the time is waiting for the provider, two take about half as long as one.
    """
    set_working(world, 0)
    for service in world.services.values():
        service.control.settings(latency=LATENCY)
    alone = work_off(world, people, "05-03", workers=1)
    logs = [len(one.log.read_text()) for one in processes]
    together = work_off(world, people, "05-04", workers=2)
    texts = [one.log.read_text()[start:] for one, start in zip(processes, logs, strict=True)]
    first, second = ([Pass(one) for one in PASS.finditer(text)] for text in texts)
    print(f"{alone:.1f} s alone, {together:.1f} s together, {len(first)} and {len(second)} passes")  # noqa: T201

    assert not [line for text in texts for line in text.splitlines() if TROUBLE.search(line)]
    assert sorted(one.account for one in first + second) == accounts(world, people)
    assert min(len(first), len(second)) >= FAIR, "one of them did nearly all the work"
    assert any(one.overlaps(other) for one, other in product(first, second)), "in turn only"
    once = Counter({one.there.email: 1 for one in people})
    assert read(world) == once, "an account was read twice"
    assert written(world) == once
    assert together <= MOST_OF_ALONE * alone


def accounts(world: World, people: list[Person]) -> list[int]:
    """Return the ids of people's accounts."""
    mine = [("user_id", "in", [one.uid for one in people])]
    return sorted(world.admin.call("calendar.sync.account", "search", mine))


def read(world: World) -> Counter[str]:
    """Return how often each account's calendar was listed."""
    return Counter(
        one["account"]
        for service in world.services.values()
        for one in service.requests()
        if one["method"] == "GET" and one["path"].endswith(service.listing["path"])
    )


def written(world: World) -> Counter[str]:
    """Return how many writes each account made."""
    return Counter(
        one["account"] for service in world.services.values() for one in service.writes()
    )
