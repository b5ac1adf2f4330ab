"""Bodies that nobody should send: each is refused in Graph's words, none breaks the simulator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.common.clock import Clock
from tests.simulators.microsoft import MicrosoftSimulator, metadata

from .conftest import DORA, EMIL, WEEKS, guests, series
from .test_graph_mirror import Direct

Json = dict[str, Any]
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5000) | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)
plain = {
    "String": st.text(max_size=12) | st.sampled_from(["UTC", "2026-03-10T10:00:00", EMIL]),
    "Boolean": st.booleans(),
    "Int32": st.integers(-5, 40),
    "Double": st.floats(),
    "Any": st.none(),
    "Date": st.dates().map(str),
    "DateTimeOffset": st.datetimes().map(lambda one: one.isoformat() + "Z"),
}


def of(kind: str, depth: int = 4) -> st.SearchStrategy[Any]:
    """Values of a type of the metadata, with something else here and there."""
    if kind.startswith("["):
        found = st.lists(of(kind[1:-1], depth - 1), max_size=2)
    elif kind in metadata.ENUMS:
        found = st.sampled_from(metadata.ENUMS[kind])
    elif kind in plain:
        found = plain[kind]
    elif depth <= 0:
        found = st.just({})
    else:
        fields = {name: of(one, depth - 1) for name, one in metadata.TYPES[kind].items()}
        found = st.fixed_dictionaries({}, optional=fields)
    return st.one_of(found, found, found, anything)


events = of("event", 3)


@given(events, of("answer", 3), anything)
@settings(max_examples=40, deadline=None)
def test_no_body_breaks_anything(event: Any, answer: Any, other: Any) -> None:
    """Creations, changes, answers and batches of any JSON end in an answer, not in a defect."""
    sim = MicrosoftSimulator(clock=Clock(datetime(2026, 3, 2, tzinfo=UTC)))
    sim.add_defaults()
    dora, emil = Direct(sim, DORA), Direct(sim, EMIL)
    made = dora.call("POST", "/v1.0/me/events", series(attendees=guests(EMIL)))[1]["id"]
    theirs = emil.call("GET", "/v1.0/me/events")[1]["value"][0]["id"]
    one = dora.call("GET", f"/v1.0/me/events/{made}/instances", **WEEKS)[1]["value"][1]["id"]
    calls = [
        ("POST", "/v1.0/me/events", event),
        ("PATCH", f"/v1.0/me/events/{one}", event),
        ("PATCH", f"/v1.0/me/events/{made}", event),
        ("POST", "/v1.0/me/calendars", other),
        ("POST", "/v1.0/subscriptions", other),
        ("POST", "/v1.0/$batch", {"requests": other}),
    ]
    if isinstance(event, dict) and isinstance(event.get("start"), dict):
        calls.append(("POST", "/v1.0/me/events", {**series(), **event}))
    for method, path, body in calls:
        assert dora.call(method, path, body)[0] in (200, 201, 400, 403)
    emil.call("POST", f"/v1.0/me/events/{theirs}/decline", answer)
    for who in (dora, emil):
        assert who.call("GET", "/v1.0/me/calendarView", __top="100", **WEEKS)[0] == 200
