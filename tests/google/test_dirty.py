"""Events that nobody should have made: none of them stops the others (promise 19)."""

from __future__ import annotations

import copy
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.observation import Base, RemoteEvent
from odoo.addons.calendar_sync_base.core.snapshot import dump_base, load_base
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.google_calendar_sync.core.patch import new_body
from odoo.addons.google_calendar_sync.core.series import read_event

from ..core.strategies import meetings
from .held import held
from .samples import OWN, VIEW, at, cancelled, event, exception, read, series

fuzz = settings(deadline=None, database=None, derandomize=True, max_examples=200)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
SAMPLES = [
    event(),
    event(
        attendees=[{"email": "b@x.example", "responseStatus": "accepted"}],
        conferenceData={"entryPoints": [{"entryPointType": "video", "uri": "https://x.example"}]},
        reminders={"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]},
        extendedProperties={"private": {"a": "b"}},
    ),
    series(),
    event(eventType="workingLocation", workingLocationProperties={"type": "homeOffice"}),
]


def sees(shown, *exceptions):
    """Return an event as read, or why it cannot be; nothing else may happen."""
    try:
        found = read_event(Whole(shown, exceptions), VIEW)
    except Unreadable as reason:
        return str(reason)
    assert isinstance(found, RemoteEvent)
    if found.meeting:
        base = Base(found.meeting, found.meeting)
        assert load_base(dump_base(base)) == base
        new_body(found.meeting, "uid", Role.ORGANIZER, "seed")
    return found


@pytest.mark.parametrize("name", sorted({key for one in SAMPLES for key in one}))
@pytest.mark.parametrize(
    "value",
    [None, "", "x", 0, 1e300, -1, True, [], [None], [[]], ["x"], {}, {"x": None}, {"email": 1}],
)
def test_any_field_may_be_anything(name, value):
    """Whatever stands in a field, the event is read or rejected with a reason."""
    for sample in SAMPLES:
        sees(sample | {name: value})
        sees(series(), exception("2026-03-17") | {name: value})


@fuzz
@given(st.dictionaries(st.sampled_from(sorted(SAMPLES[1])), json_values, max_size=6))
def test_any_event_may_be_anything(broken):
    """Any JSON at all is read or rejected with a reason."""
    sees(broken)
    sees(event() | broken)
    sees(series() | broken, exception("2026-03-17") | broken)


def test_nested_damage():
    """Damage deep inside an event is no worse than on top."""
    dice = random.Random(3)
    for _attempt in range(3000):
        sample = copy.deepcopy(dice.choice(SAMPLES))
        _damage(sample, dice)
        sees(sample, exception("2026-03-17"))


def _damage(value, dice):
    """Replace one value somewhere inside."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not keys:
        return
    key = dice.choice(keys)
    if isinstance(value[key], dict | list) and value[key] and dice.random() < 0.7:
        _damage(value[key], dice)
    else:
        value[key] = dice.choice([None, "", "nonsense", 7, -1, [], {}, ["x"], {"a": 1}])


@pytest.mark.parametrize(
    "line",
    [
        "RDATE;VALUE=PERIOD:20260312T100000Z/PT1H",
        "RRULE:FREQ=DAILY;BYMONTHDAY=31;BYMONTH=2",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=WEEKLY;INTERVAL=0",
        "RRULE:FREQ=WEEKLY;UNTIL=99999999",
        "RRULE:FREQ=WEEKLY;UNTIL=20260101T000000",
        "RRULE:FREQ=WEEKLY;COUNT=99999999999",
        "RRULE:FREQ=MONTHLY;BYDAY=6MO",
        "EXRULE:FREQ=WEEKLY",
        "DTSTART:20260310T090000Z",
        "X-UNKNOWN:1",
        "EXDATE;TZID=Nowhere/Land:20260317T100000",
        "RRULE:FREQ=WEEKLY;X-ODD=1;BYDAY=TU",
        "\u0000",
    ],
)
def test_odd_rules(line):
    """Odd rules are read or rejected, with exceptions or without."""
    for lines in ([line], ["RRULE:FREQ=WEEKLY;COUNT=3", line]):
        sees(series() | {"recurrence": lines}, cancelled("2026-03-17"))


@pytest.mark.parametrize(
    "start",
    [
        {"date": "9999-12-31"},
        {"date": "0001-01-01"},
        at("9999-12-31T23:59:59-12:00"),
        at("0001-01-01T00:00:00+00:00"),
        at("2026-03-29T02:30:00"),
        at("2026-10-25T02:30:00"),
    ],
)
def test_the_ends_of_time(start):
    """Nothing breaks at the ends of the calendar or where clocks change."""
    for sample in (event(start=start, end=None), series(start=start, end=start)):
        sees(sample, cancelled("2026-03-17"))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("0001-12-31", "2026-03-10"),
        ("0001-12-31T23:59:59+00:00", "2026-03-10T10:00:00Z"),
        ("2026-03-10", "9999-01-01"),
        ("2026-03-10T10:00:00Z", "9999-01-01T00:00:00Z"),
    ],
)
def test_no_event_reaches_the_ends_of_time(start, end):
    """What leaves no room for reminders and offsets is told as such (promise 20)."""
    kind = "dateTime" if "T" in start else "date"
    reason = sees(event(start={kind: start}, end={kind: end}))
    assert "end of time" in reason


def test_what_is_said_of_an_unreadable_event():
    """The reason tells nothing of what stands in the event (promise 50)."""
    reason = sees(event(summary="Secret", start={"dateTime": "Secret time"}))
    assert "Secret" not in reason


@fuzz
@given(meetings)
def test_writing_and_reading_a_meeting(meeting):
    """Any meeting written as a Google event is read as the same meeting."""
    body = new_body(meeting, "uid", Role.ORGANIZER, "seed")
    shown = read({**body, "id": "x", "organizer": {"email": OWN}})
    wanted = held(meeting)
    for one in (shown, wanted):
        assert one.recurrence is None or one.recurrence.rules
    assert _plain(shown) == _plain(wanted)
    again = new_body(shown, "uid", Role.ORGANIZER, "seed")
    assert read({**again, "id": "x", "organizer": {"email": OWN}}) == shown


def _plain(meeting):
    """Return a meeting without its overrides, which are events of their own at Google."""
    rule = meeting.recurrence
    return (meeting.with_changes({"recurrence": None}), rule and (rule.rules, rule.excluded))
