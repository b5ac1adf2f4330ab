"""What the tests of the simulated Graph share: a running simulator and a small client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from tests.simulators.common.clock import Clock
from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.conformance import check_journal
from tests.simulators.microsoft.control import Control

DORA, EMIL, FRIDA = "dora@example.net", "emil@example.net", "frida@example.com"
ZONE = "Romance Standard Time"
WEEKS = {"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2026-06-01T00:00:00Z"}
PROPERTY = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name OdooSyncId"
Json = dict[str, Any]
Look = Callable[[], list[tuple[str, str]]]


class Client:
    """Calls Graph as one account."""

    def __init__(self, simulator: MicrosoftSimulator, email: str, scopes: list[str] | None = None):
        self.sim, self.email = simulator, email
        self.tokens = simulator.grant(email, scopes)
        self.http = requests.Session()
        self.http.headers["Authorization"] = f"Bearer {self.tokens['access_token']}"
        self.base = f"{simulator.url}/v1.0"

    def call(
        self, method: str, path: str, body: Any = None, headers: Json | None = None, **query: Any
    ) -> requests.Response:
        """One call; a path without a host is one below ``/v1.0``."""
        address = path if path.startswith("http") else self.base + path
        values = {name.replace("__", "$"): value for name, value in query.items()}
        return self.http.request(
            method, address, json=body, params=values, headers=headers, timeout=10
        )

    def ok(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """A call that has to succeed; its JSON."""
        answer = self.call(method, path, body, **more)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def create(self, event: Json | None = None, /, **fields: Any) -> Json:
        return self.ok("POST", "/me/events", event or meeting(**fields))

    def get(self, event_id: str, **more: Any) -> Json:
        return self.ok("GET", f"/me/events/{event_id}", **more)

    def patch(self, event_id: str, headers: Json | None = None, **fields: Any) -> Json:
        return self.ok("PATCH", f"/me/events/{event_id}", fields, headers=headers)

    def delete(self, event_id: str) -> None:
        assert self.call("DELETE", f"/me/events/{event_id}").status_code == 204

    def events(self, **query: Any) -> list[Json]:
        return self.ok("GET", "/me/events", **query)["value"]

    def view(self, **query: Any) -> list[Json]:
        return self.ok("GET", "/me/calendarView", **{"__top": 1000, **WEEKS, **query})["value"]

    def days(self, series: str) -> list[str]:
        """On which days the occurrences of a series are."""
        found = self.ok("GET", f"/me/events/{series}/instances", __top=100, **WEEKS)["value"]
        return [one["start"]["dateTime"][:10] for one in found]

    def occurrence(self, series: str, day: str) -> Json:
        """The occurrence of a series that is on a day."""
        found = self.ok("GET", f"/me/events/{series}/instances", __top=100, **WEEKS)["value"]
        return next(one for one in found if one["start"]["dateTime"].startswith(day))

    def round(self, link: str = "", **more: Any) -> tuple[list[Json], str]:
        """A whole delta round: all items, and the link to go on with."""
        query = {} if link else WEEKS
        link, found = link or "/me/calendarView/delta", []
        while True:
            page = self.ok("GET", link, **query, **more)
            found += page["value"]
            if "@odata.deltaLink" in page:
                return found, page["@odata.deltaLink"]
            link, query = page["@odata.nextLink"], {}


def meeting(**fields: Any) -> Json:
    """The body of an ordinary meeting."""
    return {
        "subject": "Planning",
        "start": at("2026-03-10T10:00:00"),
        "end": at("2026-03-10T11:00:00"),
        **fields,
    }


def series(count: int = 5, day: str = "2026-03-10", **fields: Any) -> Json:
    """The body of a meeting on Tuesdays."""
    rule = {
        "pattern": {
            "type": "weekly",
            "interval": 1,
            "daysOfWeek": ["tuesday"],
            "firstDayOfWeek": "monday",
        },
        "range": {"type": "numbered", "numberOfOccurrences": count, "startDate": day},
    }
    return meeting(**{"recurrence": rule, **fields})


def at(text: str, zone: str = ZONE) -> Json:
    """A start or an end."""
    return {"dateTime": text, "timeZone": zone}


def guests(*emails: str, kind: str = "required") -> list[Json]:
    """Attendees as a body has them."""
    return [{"emailAddress": {"address": email}, "type": kind} for email in emails]


def refused(answer: requests.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))


@pytest.fixture
def sim(clock: Clock) -> Iterator[MicrosoftSimulator]:
    """A simulator with the demo's people; its answers have to conform to Graph's metadata."""
    with MicrosoftSimulator(clock=clock) as simulator:
        simulator.add_defaults()
        yield simulator
        assert check_journal(simulator.journal.dump(), requests=False) == []


@pytest.fixture
def control(sim: MicrosoftSimulator) -> Control:
    return Control(sim.url)


@pytest.fixture
def dora(sim: MicrosoftSimulator) -> Client:
    return Client(sim, DORA)


@pytest.fixture
def emil(sim: MicrosoftSimulator) -> Client:
    return Client(sim, EMIL)


@pytest.fixture
def mails(sim: MicrosoftSimulator) -> Look:
    """The mails since the last look, as pairs of kind and receiver."""

    def look() -> list[tuple[str, str]]:
        found = [(mail.kind, mail.to) for mail in sim.world.mails]
        sim.world.mails.clear()
        return found

    return look
