"""Recognising a meeting that both sides have although nothing links them."""

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.likeness import likeness, pair
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent

from .build import SINGLE, WEEKLY, series


def event(remote_id, meeting):
    """Return a remote event."""
    return RemoteEvent(remote_id, meeting=meeting)


def test_same_title_and_time():
    """The same title at the same time is the same meeting, whatever else is said about it."""
    there = replace(SINGLE, title=" stand-up  ", location="Elsewhere", description="")
    assert pair([event("r1", there)], {"k1": SINGLE}) == {"r1": "k1"}


def test_other_title_or_time():
    """Another title or another time is another meeting."""
    other = replace(SINGLE, title="Lunch")
    later = replace(SINGLE, span=replace(SINGLE.span, end=SINGLE.span.end.replace(hour=23)))
    assert pair([event("r1", other), event("r2", later)], {"k1": SINGLE}) == {}


def test_untitled_meetings_are_not_alike():
    """What has no title is taken for nothing else."""
    untitled = replace(SINGLE, title=" ")
    assert likeness(untitled) is None
    assert pair([event("r1", untitled)], {"k1": untitled}) == {}


def test_each_is_given_once():
    """Two meetings that say the same are two meetings: one event is one of them."""
    events = [event("r1", SINGLE), event("r2", SINGLE), event("r3", SINGLE)]
    assert pair(events, {"k1": SINGLE, "k2": SINGLE}) == {"r1": "k1", "r2": "k2"}


def test_series_and_single():
    """A series is not its first occurrence; a rule written otherwise is the same series."""
    otherwise = series("RRULE:BYDAY=MO;COUNT=8;FREQ=WEEKLY")
    longer = series("RRULE:FREQ=WEEKLY;COUNT=9;BYDAY=MO")
    assert pair([event("r1", otherwise)], {"k1": WEEKLY}) == {"r1": "k1"}
    assert pair([event("r1", SINGLE)], {"k1": WEEKLY}) == {}
    assert pair([event("r1", longer)], {"k1": WEEKLY}) == {}


def test_broken_rule():
    """A rule nobody understands makes nothing alike, and stops nothing."""
    broken = series("RRULE:FREQ=SOMETIMES")
    assert pair([event("r1", broken)], {"k1": broken}) == {}
