"""Where a series takes place: the wall clock is kept, whatever the clocks do."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.errors import InvalidRule
from odoo.addons.calendar_sync_base.core.recurrence import (
    LIMIT,
    expand,
    instant,
    normalise,
    slot_span,
    wall_clock,
    zone,
)
from odoo.addons.calendar_sync_base.core.values import AllDay, Timed

from . import strategies as some
from .build import HOUR, MONDAY, date_span, timed, utc

ALL_ZONES = sorted(one for one in available_timezones() if one[0].isupper())


def walls(span, *rules, **more):
    """Return slots as the series' own clock shows them."""
    return [wall_clock(one, span.zone) for one in expand(span, rules, **more)]


def test_weekly_over_the_clock_change():
    """Nine o'clock stays nine o'clock when the clocks change (promise 17)."""
    slots = expand(timed(MONDAY), ("RRULE:FREQ=WEEKLY;COUNT=5",))
    assert slots[:4] == [utc(2026, 3, day, 8) for day in (2, 9, 16, 23)]
    assert slots[4] == utc(2026, 3, 30, 7)


def test_a_skipped_time_is_read_with_the_offset_before():
    """Half past two does not exist on 29 March in Vienna: half past three then (RFC 5545)."""
    span = timed(utc(2026, 3, 28, 1, 30))
    assert expand(span, ("RRULE:FREQ=DAILY;COUNT=3",)) == [
        utc(2026, 3, 28, 1, 30),
        utc(2026, 3, 29, 1, 30),
        utc(2026, 3, 30, 0, 30),
    ]
    assert wall_clock(utc(2026, 3, 29, 1, 30), "Europe/Vienna") == datetime(2026, 3, 29, 3, 30)


def test_a_doubled_time_is_the_first():
    """Half past two comes twice on 25 October in Vienna: the first one counts (RFC 5545)."""
    span = timed(utc(2026, 10, 24, 0, 30))
    assert expand(span, ("RRULE:FREQ=DAILY;COUNT=3",)) == [
        utc(2026, 10, 24, 0, 30),
        utc(2026, 10, 25, 0, 30),
        utc(2026, 10, 26, 1, 30),
    ]


def test_a_start_in_the_second_doubled_hour_is_kept():
    """The start is known exactly; it is not moved to the first of two equal times."""
    second = utc(2026, 10, 25, 1, 30)
    assert expand(timed(second), ("RRULE:FREQ=DAILY;COUNT=2",))[0] == second


def _edges(name):
    """Return the instants within three years at which a zone's offset changes."""
    place = ZoneInfo(name)
    moment, last, found = utc(2026, 1, 1), utc(2029, 1, 1), []
    while moment < last:
        following = moment + timedelta(days=1)
        if moment.astimezone(place).utcoffset() != following.astimezone(place).utcoffset():
            found.append(moment)
        moment = following
    return found


@pytest.mark.parametrize("name", ALL_ZONES[::3])
def test_every_zone_keeps_its_wall_clock(name):
    """A daily meeting is at the same time of day for three years, in every zone (promise 17)."""
    span = timed(instant(datetime(2026, 1, 1, 9, 15), name), zone=name)
    for wall in walls(span, "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=548"):
        assert (wall.hour, wall.minute) == (9, 15)


@pytest.mark.parametrize("name", ALL_ZONES[1::12])
def test_every_edge_of_a_zone(name):
    """Around a change, only an occurrence whose time is skipped moves, and back (promise 17)."""
    place = ZoneInfo(name)
    for edge in _edges(name):
        for minutes in range(0, 24 * 60, 30):
            start = instant(datetime(edge.year, edge.month, edge.day) - timedelta(days=2), name)
            span = timed(start + timedelta(minutes=minutes), zone=name)
            wanted = wall_clock(span.start, name).time()
            for slot in expand(span, ("RRULE:FREQ=DAILY;COUNT=5",)):
                wall = wall_clock(slot, name)
                meant = datetime.combine(wall.date(), wanted)
                exists = wall_clock(meant.replace(tzinfo=place).astimezone(UTC), name) == meant
                assert wall.time() == wanted or not exists


@given(some.zones, st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
def test_until_is_the_same_in_every_form(name, freq):
    """A last day, its last second, and the last start all end a rule at the same place."""
    span = timed(instant(datetime(2026, 3, 2, 9), name), zone=name)
    last = expand(span, (f"RRULE:FREQ={freq};COUNT=4",))[-1]
    day = f"{wall_clock(last, name):%Y%m%d}"
    forms = {
        normalise((f"RRULE:FREQ={freq};UNTIL={text}",), span)
        for text in (day, f"{day}T235959", f"{day}T090000", f"{last:%Y%m%dT%H%M%SZ}")
    }
    assert len(forms) == 1
    assert expand(span, forms.pop())[-1] == last


def test_all_day_is_dates_only():
    """Days repeat as days, in any zone of the reader (promise 18)."""
    span = AllDay(date(2026, 3, 28), date(2026, 3, 30))
    slots = expand(span, ("RRULE:FREQ=DAILY;COUNT=3",))
    assert slots == [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]
    assert slot_span(span, slots[2]) == AllDay(date(2026, 3, 30), date(2026, 4, 1))


def test_leap_day():
    """29 February comes every four years (promise 49)."""
    span = date_span(2028, 2, 29)
    assert expand(span, ("RRULE:FREQ=YEARLY;COUNT=3",)) == [
        date(2028, 2, 29),
        date(2032, 2, 29),
        date(2036, 2, 29),
    ]


def test_the_thirty_first():
    """Months without a 31st are left out, as RFC 5545 says (promise 49)."""
    slots = expand(date_span(2026, 1, 31), ("RRULE:FREQ=MONTHLY;COUNT=4",))
    assert [one.month for one in slots] == [1, 3, 5, 7]


def test_count_counts_excluded_slots():
    """A cancelled occurrence is one of those COUNT counts."""
    rule = ("RRULE:FREQ=DAILY;COUNT=3",)
    assert len(expand(timed(MONDAY), rule, [MONDAY])) == 2
    assert len(expand(timed(MONDAY), ("RRULE:FREQ=DAILY",), [MONDAY], limit=3)) == 2


def test_an_excluded_date_means_the_slot_of_that_day():
    """Dates among the exclusions of a timed series are understood, as Exchange writes them."""
    slots = expand(timed(MONDAY), ("RRULE:FREQ=DAILY;COUNT=3",), [date(2026, 3, 3)])
    assert slots == [MONDAY, utc(2026, 3, 4, 8)]


def test_dates_of_their_own():
    """RDATE adds, EXDATE takes away, several rules unite; a series may have only dates."""
    span = timed(MONDAY)
    lines = (
        "RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=MO",
        "RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=TU",
        "RDATE:20260305T080000Z",
        "EXDATE:20260309T080000Z",
        "EXRULE:FREQ=DAILY;COUNT=1;BYDAY=TU",
    )
    assert expand(span, lines) == [utc(2026, 3, day, 8) for day in (2, 5, 10)]
    assert expand(span, ("RDATE:20260305T080000Z",)) == [MONDAY, utc(2026, 3, 5, 8)]


def test_until_stops_the_expansion():
    """An endless series is looked at up to a point only."""
    span = timed(MONDAY)
    assert expand(span, ("RRULE:FREQ=DAILY",), until=utc(2026, 3, 4, 8))[-1] == utc(2026, 3, 4, 8)
    assert len(expand(span, ("RRULE:FREQ=DAILY",), until=date(2026, 3, 4))) == 3
    assert len(expand(span, ("RRULE:FREQ=DAILY",))) == LIMIT


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=31",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "RRULE:FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31,-31",
        "RRULE:FREQ=HOURLY;BYMONTH=1;BYYEARDAY=300",
    ],
)
def test_a_day_that_never_comes_takes_no_time(rule):
    """A rule that never comes true is empty at once: nobody can block a pass with it."""
    begun = time.perf_counter()
    assert expand(timed(MONDAY), (rule,)) == []
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=3;BYMINUTE=3;BYSECOND=3",
        "FREQ=MINUTELY;INTERVAL=1441;BYHOUR=3",
    ],
)
def test_nothing_repeats_within_an_hour(rule):
    """A rule by the minute is refused: counting out its slots could block a worker for hours."""
    with pytest.raises(InvalidRule):
        expand(timed(MONDAY), (f"RRULE:{rule}",))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYYEARDAY=366;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=25;BYYEARDAY=366;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=7;BYDAY=FR",
        "FREQ=WEEKLY;BYDAY=MO;BYYEARDAY=-1;BYWEEKNO=53",
    ],
)
def test_what_comes_rarely_takes_little_time(rule):
    """A rule that comes true once in decades is looked at for some centuries only."""
    begun = time.process_time()
    found = expand(timed(MONDAY), (f"RRULE:{rule}",))
    assert time.process_time() - begun < 5
    assert all(one.year <= MONDAY.year + 400 for one in found)


def test_the_end_of_time():
    """A series near the year 9999 ends with it."""
    span = timed(utc(9999, 12, 30, 8))
    assert len(expand(span, ("RRULE:FREQ=DAILY",))) == 2


@pytest.mark.parametrize(
    "name",
    ["", "tzone://Microsoft/Custom", "Customized Time Zone", "../etc/passwd", "Europe", "\0"],
)
def test_an_unknown_zone_is_utc(name):
    """A zone nobody knows never stops a meeting: its instants are right (promises 19, 49)."""
    assert zone(name) is UTC
    slots = expand(timed(MONDAY, zone=name), ("RRULE:FREQ=DAILY;COUNT=2",))
    assert slots == [MONDAY, utc(2026, 3, 3, 8)]


@given(some.timed_spans(), some.rules())
def test_slots_are_sorted_unique_and_utc(span, rule):
    """Slots come in order, once each, as UTC instants; none is before the start's day."""
    slots = expand(span, (rule,), limit=40)
    assert slots == sorted(set(slots))
    assert all(one.tzinfo is UTC for one in slots)
    assert all(one >= span.start - 2 * HOUR for one in slots)


@given(some.timed_spans(), some.rules())
def test_the_exact_duration_is_kept(span, rule):
    """Every occurrence is as long as the first (RFC 5545 section 3.8.5.3)."""
    for one in expand(span, (rule,), limit=10):
        placed = slot_span(span, one)
        assert isinstance(placed, Timed)
        assert placed.end - placed.start == span.end - span.start


def test_parts_that_exclude_each_other():
    """A rule whose parts can never meet is refused (promise 19)."""
    with pytest.raises(InvalidRule):
        expand(timed(MONDAY), ("RRULE:FREQ=HOURLY;INTERVAL=24;BYHOUR=3",))
