"""What the simulator's tests share: a running simulator and a small client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from tests.simulators.common.clock import Clock
from tests.simulators.google import GoogleSimulator
from tests.simulators.google.conformance import check_journal
from tests.simulators.google.control import Control

ANNA, BEN, CARLA = "anna@example.com", "ben@example.com", "carla@example.org"
ZONE = "Europe/Paris"
Json = dict[str, Any]


class Client:
    """Calls the API as one account."""

    def __init__(self, simulator: GoogleSimulator, email: str, scopes: list[str] | None = None):
        self.sim, self.email = simulator, email
        self.tokens = simulator.grant(email, scopes)
        self.http = requests.Session()
        self.http.headers["Authorization"] = f"Bearer {self.tokens['access_token']}"
        self.base = f"{simulator.url}/calendar/v3/"

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        headers = query.pop("headers", None)
        values = {name: _text(value) for name, value in query.items()}
        address = self.base + path
        return self.http.request(method, address, json=body, params=values, headers=headers,
                                 timeout=10)  # fmt: skip

    def events(self, method: str, rest: str = "", body: Any = None, **query: Any) -> Any:
        """A call below ``calendars/primary/events`` that has to succeed."""
        answer = self.call(method, f"calendars/primary/events{rest}", body, **query)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def insert(self, body: Json | None = None, **query: Any) -> Json:
        return self.events("POST", "", meeting(**(body or {})), **query)

    def get(self, event_id: str) -> Json:
        return self.events("GET", f"/{event_id}")

    def items(self, **query: Any) -> tuple[list[Json], str]:
        """A whole round: all items and the sync token."""
        found: list[Json] = []
        while True:
            page = self.events("GET", "", **query)
            found += page["items"]
            if "nextPageToken" not in page:
                return found, page.get("nextSyncToken", "")
            query["pageToken"] = page["nextPageToken"]

    def changes(self, token: str, **query: Any) -> list[Json]:
        return self.items(syncToken=token, **query)[0]


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def meeting(**fields: Any) -> Json:
    """The body of an ordinary meeting."""
    return {"summary": "Planning", "start": at("2026-03-10T10:00:00"),
            "end": at("2026-03-10T11:00:00"), **fields}  # fmt: skip


def series(rule: str = "RRULE:FREQ=WEEKLY;COUNT=5", **fields: Any) -> Json:
    """The body of a weekly meeting."""
    return meeting(recurrence=[rule], **fields)


def at(text: str, zone: str = ZONE) -> Json:
    """A start or an end."""
    return {"dateTime": text, "timeZone": zone}


def reason(answer: requests.Response) -> tuple[int, str]:
    """Status and reason of a refusal."""
    return answer.status_code, answer.json()["error"]["errors"][0]["reason"]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))


@pytest.fixture
def sim(clock: Clock) -> Iterator[GoogleSimulator]:
    """A simulator with the demo's people; its answers have to conform to the discovery document."""
    with GoogleSimulator(clock=clock) as simulator:
        simulator.add_defaults()
        yield simulator
        assert check_journal(simulator.journal.dump(), requests=False) == []


@pytest.fixture
def control(sim: GoogleSimulator) -> Control:
    return Control(sim.url)


@pytest.fixture
def anna(sim: GoogleSimulator) -> Client:
    return Client(sim, ANNA)


@pytest.fixture
def ben(sim: GoogleSimulator) -> Client:
    return Client(sim, BEN)


@pytest.fixture
def mails(sim: GoogleSimulator) -> Any:
    """The mails since the last look, as pairs of kind and receiver."""

    def look() -> list[tuple[str, str]]:
        found = [(mail.kind, mail.to) for mail in sim.world.mails]
        sim.world.mails.clear()
        return found

    return look
