"""Whole days are the same dates at Google, wherever the calendar's owner lives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.google_calendar_sync.core.times import read_span

from tests.contracts.whole_days import (
    ONE,
    SPANS,
    ZONES,
    assert_the_last_day_moved,
    move_the_last_day,
)

from .work import SINGLE, Work, made_copy


def said(span):
    """Return the dates as Google writes them."""
    return {"date": span.start.isoformat()}, {"date": span.end.isoformat()}


def held(work, event):
    """Return the dates that Google holds."""
    fields = made_copy(work, event).fields
    return tuple({"date": fields[key].get("date")} for key in ("start", "end"))


@pytest.fixture(params=ZONES)
def work(request, simulator):
    """Return an account at work whose owner lives in one of the zones."""
    found = Work(simulator)
    found.calendar.time_zone = request.param
    return found


def test_days_made_here(work):
    """Days from here are these dates there and come back as these (promise 18, odoo#8267)."""
    for number, span in enumerate(SPANS):
        made = work.make(replace(SINGLE, span=span), uid=f"uid-{number}")
        assert held(work, made) == said(span)
        assert work.get(made).meeting.span == span
    found = sorted(one.meeting.span.start for one in work.list().events)
    assert found == sorted(span.start for span in SPANS)


def test_days_made_there(work):
    """Days from there are these dates here, and an edit here moves none (promise 18)."""
    for span in SPANS:
        start, end = said(span)
        copy = work.add(start=start, end=end)
        [event] = [one for one in work.list().events if one.remote_id == copy.id]
        assert event.meeting.span == span
        changed = work.change(event, fields={"title": "New"})
        assert (held(work, changed), changed.meeting.span) == (said(span), span)


def test_days_that_repeat(work):
    """Each day of a series is its date, also where one was moved by some days (promise 18)."""
    move_the_last_day(work, SINGLE)
    assert_the_last_day_moved(work.list().events[0].meeting)


@pytest.mark.parametrize("owner", ZONES)
def test_a_start_equal_to_the_end_is_one_day(owner):
    """Some write the last day as the end: that is the day itself, for any owner (promise 18)."""
    day = {"date": ONE.start.isoformat()}
    assert read_span({"start": day, "end": day}, owner) == ONE
