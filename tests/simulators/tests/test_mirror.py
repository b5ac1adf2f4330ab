"""Random use of two calendars, followed by a client that only knows the sync protocol."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.common.clock import Clock
from tests.simulators.common.http import Request
from tests.simulators.google import GoogleSimulator
from tests.simulators.google.conformance import check_journal

from .conftest import ANNA, BEN, at

PATH = "/calendar/v3/calendars/primary/events"
REFUSALS = (400, 403, 404, 409, 410)


class Direct:
    """One account's API without a network."""

    def __init__(self, sim: GoogleSimulator, email: str) -> None:
        self.sim = sim
        self.headers = {"authorization": f"Bearer {sim.grant(email)['access_token']}"}

    def call(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        data = json.dumps(body).encode() if body is not None else b""
        answer = self.sim.handle(
            Request(method, PATH + path, tuple(query.items()), dict(self.headers), data)
        )
        return answer.status, answer.payload


class Mirror:
    """What a client knows that applies every incremental round."""

    def __init__(self, api: Direct) -> None:
        self.api, self.token, self.items = api, "", {}

    def pull(self) -> None:
        query = {"syncToken": self.token} if self.token else {}
        while True:
            status, page = self.api.call("GET", "", **query)
            assert status == 200, page
            for item in page["items"]:
                self.apply(item)
            if "nextPageToken" not in page:
                self.token = page["nextSyncToken"]
                return
            query["pageToken"] = page["nextPageToken"]

    def apply(self, item: dict[str, Any]) -> None:
        if item["status"] == "cancelled" and "recurringEventId" not in item:
            self.items.pop(item["id"], None)
            self.drop_instances(item["id"])
        else:
            self.items[item["id"]] = item

    def drop_instances(self, master: str) -> None:
        kept = {k: v for k, v in self.items.items() if v.get("recurringEventId") != master}
        self.items = kept

    def known(self) -> dict[str, Any]:
        """All items; a cancelled instance of an unknown series means nothing."""
        return {
            key: {name: value for name, value in item.items() if name != "updated"}
            for key, item in self.items.items()
            if item["status"] != "cancelled" or item["recurringEventId"] in self.items
        }


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["insert", "series", "title", "time", "shorten", "instance", "cancel", "delete",
             "answer", "guests", "revive", "following", "put"]
        ),
        st.sampled_from([ANNA, BEN]),
        st.integers(0, 30),
        st.sampled_from(["all", "none"]),
        st.booleans(),
    ),
    max_size=25,
)  # fmt: skip


def do(api: Direct, action: tuple[str, str, int, str]) -> None:
    """One step of somebody; a refusal is fine, a crash is not."""
    sim, (what, who, number, send) = api.sim, action
    calendar = sim.calendar(who)
    keys = sorted(calendar.copies)
    key = keys[number % len(keys)] if keys else "nothing"
    copy = calendar.copies.get(key)
    master = (copy.master_id or key) if copy else key
    instance = f"/{master}_2026031{number % 5}T090000Z"
    guests = [{"email": email} for email in (ANNA, BEN, "x@elsewhere.net")[: number % 4]]
    hour = 8 + number % 9
    whole = {"summary": f"S{number}", "start": at("2026-03-10T10:00:00"),
             "end": at("2026-03-10T11:00:00"), "attendees": guests}  # fmt: skip
    rule = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]}
    calls = {
        "insert": ("POST", "", whole),
        "series": ("POST", "", whole | rule),
        "title": ("PATCH", f"/{key}", {"summary": f"T{number}"}),
        "time": ("PATCH", f"/{key}", {"start": at(f"2026-03-10T{hour:02d}:00:00"),
                                      "end": at(f"2026-03-10T{hour + 1:02d}:00:00")}),
        "shorten": ("PATCH", f"/{master}", {"recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]}),
        "instance": ("PATCH", instance, {"summary": f"I{number}"}),
        "cancel": ("DELETE", instance, None),
        "delete": ("DELETE", f"/{key}", None),
        "guests": ("PATCH", f"/{key}", {"attendees": guests}),
        "revive": ("PATCH", f"/{key}", {"status": "confirmed"}),
        "put": ("PUT", f"/{key}", whole | (rule if copy and copy.recurring else {})),
    }  # fmt: skip
    if what in calls:
        method, path, body = calls[what]
        status, answer = api.call(method, path, body, sendUpdates=send)
        assert status < 300 or status in REFUSALS, answer
        return
    values = {"as": who, "send_updates": send, "event_id": instance[1:], "action": "answer"}
    values["body"] = {"response": "accepted"}
    if what == "following":
        values |= {"action": "edit", "scope": "following", "body": {"summary": f"F{number}"}}
    control = Request("POST", "/_control/events", body=json.dumps(values).encode())
    assert sim.handle(control).status in (200, *REFUSALS)


@given(steps, st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_incremental_rounds_add_up_to_the_full_list(actions, page_size):
    """After any sequence of changes a client of sync tokens knows what a full list shows."""
    sim = GoogleSimulator(clock=Clock(datetime(2026, 3, 2, tzinfo=UTC)))
    sim.add_defaults()
    if page_size:
        sim.world.settings.update({"max_page_size": page_size, "empty_pages": True})
    apis = {email: Direct(sim, email) for email in (ANNA, BEN)}
    mirrors = {email: Mirror(api) for email, api in apis.items()}
    for what, who, number, send, pull in actions:
        do(apis[who], (what, who, number, send))
        if pull:
            mirrors[who].pull()
    for email, mirror in mirrors.items():
        mirror.pull()
        fresh = Mirror(apis[email])
        fresh.pull()
        assert mirror.known() == fresh.known()
    assert check_journal(sim.journal.dump(), requests=False) == []
