"""A series stands at the same times here, at Google and in Outlook, in every zone there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from odoo.addons.calendar_sync_base.core.recurrence import expand, instant, wall_clock
from odoo.addons.calendar_sync_base.core.values import Timed
from odoo.addons.google_calendar_sync.core import times as google
from odoo.addons.microsoft_calendar_sync.core import times as outlook

# Files of the machine beside the zones, such as `localtime`, are no zones of anybody else's.
ZONES = sorted(name for name in available_timezones() if name[0].isupper())
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
STEPS = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
DAYS, WEEKS = 5, 157


def at_google(span):
    """Return when Google's event is, read from what was written."""
    return google.read_span(google.write_span(span), "UTC")


def in_outlook(span):
    """Return when Outlook's event is, as Graph shows in UTC what was written in a zone."""
    written = outlook.write_span(span, series=True)
    shown = {key: _in_utc(written[key]) for key in ("start", "end")}
    named = written["start"]["timeZone"]
    return outlook.read_span({**shown, "isAllDay": False, "originalStartTimeZone": named}, "UTC")


def _in_utc(point):
    moment = outlook.read_point(point)
    return {"dateTime": f"{moment:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def changes(name):
    """Return the first minutes after which a zone's clocks show another offset, in three years."""
    place, day = ZoneInfo(name), timedelta(days=1)
    days = [FIRST + number * day for number in range((LAST - FIRST).days + 1)]
    offsets = [one.astimezone(place).utcoffset() for one in days]
    return [
        _change(place, one)
        for one, before, after in zip(days, offsets, offsets[1:], strict=False)
        if before != after
    ]


def _change(place, moment):
    """Return the minute of the change within a day, by halving."""
    before, minutes = moment.astimezone(place).utcoffset(), (0, 24 * 60)
    while minutes[1] - minutes[0] > 1:
        middle = sum(minutes) // 2
        there = (moment + timedelta(minutes=middle)).astimezone(place).utcoffset()
        minutes = (middle, minutes[1]) if there == before else (minutes[0], middle)
    return moment + timedelta(minutes=minutes[1])


def around(name):
    """Return the starts of daily series that run over a change: at nine, and within the change."""
    for change in changes(name):
        shown = wall_clock(change, name)
        for wall in (shown.replace(hour=9, minute=15), shown + HOUR / 4, shown - HOUR / 4):
            yield instant(wall - timedelta(days=2), name)


def check(start, freq, count, name):
    """Assert that both services repeat a series when Odoo does, on its wall clock."""
    span, rules = Timed(start, start + HOUR, name), (f"RRULE:FREQ={freq};COUNT={count}",)
    here = expand(span, rules)
    assert expand(at_google(span), rules) == here
    assert expand(in_outlook(span), rules) == here
    assert at_google(span).zone == name
    assert len(here) == count
    assert here[0] == start
    for number, slot in enumerate(here[1:], 1):
        assert slot == as_said(wall_clock(start, name) + number * STEPS[freq], name)


def as_said(wall, name):
    """Return when it is `wall` in a zone: the first of two, else what RFC 5545, 3.3.5 says."""
    return wall.replace(tzinfo=ZoneInfo(name), fold=0).astimezone(UTC)


@pytest.mark.parametrize("letter", sorted({name[0] for name in ZONES}))
def test_every_zone_at_every_change_of_its_clocks(letter):
    """All sides keep the wall clock for three years, in every zone (promise 17, odoo#9268)."""
    for name in (one for one in ZONES if one[0] == letter):
        nine = instant(datetime(2026, 1, 1, 9, 15), name)
        check(nine, "WEEKLY", WEEKS, name)
        for start in around(name):
            check(start, "DAILY", DAYS, name)
