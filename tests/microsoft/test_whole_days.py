"""Whole days are the same dates in Outlook, wherever the mailbox's owner lives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.microsoft_calendar_sync.core import zones
from odoo.addons.microsoft_calendar_sync.core.times import read_span

from tests.contracts.whole_days import (
    ONE,
    SPANS,
    ZONES,
    assert_the_last_day_moved,
    move_the_last_day,
)

from .work import SINGLE, Work, stored

OWNERS = [zones.outlook(zone, 2026) for zone in ZONES]
"""From UTC-12 to UTC+14, as Windows names them."""


def said(span):
    """Return the midnights at which whole days start and end."""
    return tuple(f"{day.isoformat()}T00:00:00" for day in (span.start, span.end))


def held(work, event):
    """Return the midnights that Outlook holds, on whichever clock."""
    fields = stored(work, event).fields
    return tuple(fields[key]["dateTime"] for key in ("start", "end"))


@pytest.fixture(params=OWNERS)
def work(request, simulator):
    """Return an account at work whose owner lives in one of the zones."""
    found = Work(simulator)
    simulator.world.accounts[found.email].time_zone = request.param
    return found


def test_the_owners_live_in_every_offset():
    """There is a zone of Windows for each hour from the date line to the date line."""
    assert len(set(OWNERS)) == len(OWNERS)
    assert {"Dateline Standard Time", "UTC", "Line Islands Standard Time"} <= set(OWNERS)


def test_days_made_here(work):
    """Days from here are these dates there and come back as these (promise 18, odoo#8267)."""
    for number, span in enumerate(SPANS):
        made = work.make(replace(SINGLE, span=span), uid=f"uid-{number}")
        assert held(work, made) == said(span)
        assert work.get(made).meeting.span == span
    found = sorted(one.span.start for one in work.live().values())
    assert found == sorted(span.start for span in SPANS)


def test_days_made_there(work):
    """Days from there are these dates here, and an edit here moves none (promise 18)."""
    for span in SPANS:
        start, end = ({"dateTime": one} for one in said(span))
        work.add(subject=span.start.isoformat(), isAllDay=True, start=start, end=end)
    events = {one.meeting.title: one for one in work.list().events}
    for span in SPANS:
        event = events[span.start.isoformat()]
        assert event.meeting.span == span
        changed = work.change(event, fields={"title": "New"})
        assert (held(work, changed), changed.meeting.span) == (said(span), span)


def test_days_that_repeat(work):
    """Each day of a series is its date, also where one was moved by some days (promise 18)."""
    made = move_the_last_day(work, SINGLE)
    assert_the_last_day_moved(work.get(made).meeting)


@pytest.mark.parametrize("owner", OWNERS)
def test_a_start_equal_to_the_end_is_one_day(owner):
    """Some write the last day as the end: that is the day itself, for any owner (promise 18)."""
    midnight = {"dateTime": "2026-03-29T00:00:00.0000000", "timeZone": owner}
    assert read_span({"start": midnight, "end": midnight, "isAllDay": True}, owner) == ONE
