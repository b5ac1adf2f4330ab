"""Random use of two mailboxes, followed by clients that only know the delta protocol."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.common.clock import Clock
from tests.simulators.common.http import Request
from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.conformance import check_journal

from .conftest import DORA, EMIL, WEEKS, at, guests, meeting

DELTA = "/v1.0/me/calendarView/delta"
REFUSALS = (400, 403, 404, 409, 412)
SWITCHES = ({}, {"empty_pages": True}, {"replays": True}, {"shuffle": True},
            {"split_series": True, "delta_page_size": 3}, {"spurious_removed": True})  # fmt: skip
Json = dict[str, Any]


class Direct:
    """One account's Graph without a network."""

    def __init__(self, sim: MicrosoftSimulator, email: str) -> None:
        self.sim, self.email = sim, email
        self.headers = {"authorization": f"Bearer {sim.grant(email)['access_token']}",
                        "content-type": "application/json"}  # fmt: skip

    def call(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        data = json.dumps(body).encode() if body is not None else b""
        asked = {name.replace("__", "$"): value for name, value in query.items()}
        request = Request(method, path, tuple(asked.items()), dict(self.headers), data)
        answer = self.sim.handle(request)
        return answer.status, answer.payload


class Mirror:
    """What a client knows that applies every round as the documentation says.

    A series comes as a whole: its occurrences are those of the latest round that tells of it.
    What is shown as removed is looked up before it is believed.
    """

    def __init__(self, api: Direct) -> None:
        self.api, self.link = api, ""
        self.items: dict[str, Json] = {}

    def pull(self) -> None:
        """A round, applied when it is complete."""
        told: dict[str, Json] = {}
        query = {"$deltatoken": self.link} if self.link else dict(WEEKS)
        while True:
            status, page = self.api.call("GET", DELTA, **query)
            assert status == 200, page
            told |= {item["id"]: item for item in page["value"]}
            name, _, token = page.get(
                "@odata.nextLink", page.get("@odata.deltaLink", "")
            ).partition("?")[2].partition("=")  # fmt: skip
            query = {name: token}
            if name == "$deltatoken":
                self.link = token
                break
        self.apply(told)

    def apply(self, told: dict[str, Json]) -> None:
        gone = {key for key, item in told.items() if "@removed" in item}
        whole = {item.get("seriesMasterId") or key for key, item in told.items()}
        self.items = {
            key: item
            for key, item in self.items.items()
            if key not in whole and item.get("seriesMasterId") not in whole
        }
        self.items |= {key: item for key, item in told.items() if key not in gone}


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["insert", "series", "title", "time", "away", "shorten", "single", "occurrence",
             "shift", "cancel", "delete", "answer", "one", "guests", "following"]
        ),
        st.sampled_from([DORA, EMIL]),
        st.integers(0, 30),
        st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


def daily(count: int = 5) -> Json:
    """A rule for some days."""
    return {
        "pattern": {"type": "daily", "interval": 1},
        "range": {"type": "numbered", "startDate": "2026-03-10", "numberOfOccurrences": count},
    }


def span(hour: int, day: str = "2026-03-10") -> Json:
    return {"start": at(f"{day}T{hour:02}:00:00"), "end": at(f"{day}T{hour:02}:30:00")}


def do(api: Direct, what: str, number: int) -> None:
    """One step of somebody; a refusal is fine, a crash is not."""
    listed = api.call("GET", "/v1.0/me/events", __top="100", __orderby="createdDateTime")[1]
    keys = [one["id"] for one in listed["value"]] or ["nothing"]
    key = keys[number % len(keys)]
    found = api.call("GET", f"/v1.0/me/events/{key}/instances", __top="9", **WEEKS)[1]
    rows = found.get("value") or [{"id": key}]
    one = rows[number % len(rows)]["id"]
    people = guests(*[DORA, EMIL, "x@elsewhere.net"][: number % 4])
    whole = meeting(subject=f"S{number}", attendees=people)
    calls = {
        "insert": ("POST", "", whole),
        "series": ("POST", "", whole | {"recurrence": daily()}),
        "title": ("PATCH", f"/{key}", {"subject": f"T{number}"}),
        "time": ("PATCH", f"/{key}", span(8 + number % 9)),
        "away": ("PATCH", f"/{key}", span(9, "2027-03-10")),
        "shorten": ("PATCH", f"/{key}", {"recurrence": daily(1 + number % 4)}),
        "single": ("PATCH", f"/{key}", {"recurrence": None}),
        "occurrence": ("PATCH", f"/{one}", {"subject": f"I{number}"}),
        "shift": ("PATCH", f"/{one}", span(8 + number % 9, f"2026-03-1{number % 5}")),
        "cancel": ("DELETE", f"/{one}", None),
        "delete": ("DELETE", f"/{key}", None),
        "answer": ("POST", f"/{key}/accept", {}),
        "one": ("POST", f"/{one}/{'decline' if number % 2 else 'tentativelyAccept'}", {}),
        "guests": ("PATCH", f"/{key if number % 2 else one}", {"attendees": people}),
    }
    if what in calls:
        method, path, body = calls[what]
        status, answer = api.call(method, f"/v1.0/me/events{path}", body)
    else:
        values = {"as": api.email, "event_id": one, "action": "edit", "scope": "following",
                  "body": {"subject": f"F{number}"}}  # fmt: skip
        status, answer = api.call("POST", "/_control/events", values)
    assert status < 300 or status in REFUSALS, answer


@given(steps, st.sampled_from(SWITCHES))
@settings(max_examples=80, deadline=None)
def test_rounds_add_up_to_what_there_is(
    actions: list[tuple[str, str, int, bool]], switches: Json
) -> None:
    """After any sequence of changes a client of delta links knows what a first round shows."""
    sim = MicrosoftSimulator(clock=Clock(datetime(2026, 3, 2, tzinfo=UTC)))
    sim.add_defaults()
    apis = {email: Direct(sim, email) for email in (DORA, EMIL)}
    mirrors = {email: Mirror(api) for email, api in apis.items()}
    sim.world.settings.update(switches)
    for what, who, number, pull in actions:
        do(apis[who], what, number)
        if pull:
            mirrors[who].pull()
    sim.world.settings.update({"spurious_removed": False, "replays": False})
    for email, mirror in mirrors.items():
        mirror.pull()
        fresh = Mirror(apis[email])
        fresh.pull()
        assert mirror.items == fresh.items
    assert check_journal(sim.journal.dump(), requests=False) == []


@given(steps)
@settings(max_examples=60, deadline=None)
def test_a_guest_who_does_nothing_has_the_organizers_meetings(
    actions: list[tuple[str, str, int, bool]],
) -> None:
    """Copies that nobody touched are at the same times and say the same as the original."""
    sim = MicrosoftSimulator(clock=Clock(datetime(2026, 3, 2, tzinfo=UTC)))
    sim.add_defaults()
    dora, emil = Direct(sim, DORA), Direct(sim, EMIL)
    for what, _, number, _ in actions:
        do(dora, what, number)
    shown = dict(WEEKS, __top="1000", __orderby="start/dateTime")
    originals = dora.call("GET", "/v1.0/me/calendarView", **shown)[1]["value"]
    copies = emil.call("GET", "/v1.0/me/calendarView", **shown)[1]["value"]
    expected = [
        (one["iCalUId"], one["subject"], one["start"], one["end"])
        for one in originals
        if any(row["emailAddress"]["address"] == EMIL for row in one["attendees"])
    ]
    held = [
        (one["iCalUId"], one["subject"], one["start"], one["end"])
        for one in copies
        if not one["isCancelled"]
    ]
    assert sorted(held, key=str) == sorted(expected, key=str)
