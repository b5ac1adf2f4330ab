"""Two meetings that were never compared come together without a loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from odoo.addons.calendar_sync_base.core.actions import Side
from odoo.addons.calendar_sync_base.core.merge import adopt, merge
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Meeting,
    Privacy,
    Recurrence,
)

from . import strategies as some
from .build import MONDAY, SINGLE, WEEKLY, date_span, series, timed, utc
from .merging import SLOTS, after, of, sides


@given(some.singles(), some.singles(), sides)
def test_adopting_leaves_nothing_to_do(local, remote, prefer):
    """Two meetings brought together for the first time stay together (promise 12)."""
    found = adopt(local, remote, prefer)
    mine, other = after(found, local, remote)
    again = merge(Base(mine, other), mine, other, prefer)
    assert not again.for_local
    assert not again.for_remote
    for name in ("title", "location", "privacy", "attendees", "show_as", "reminders"):
        assert getattr(mine, name) == getattr(other, name), name


@given(some.series(), some.series(), sides)
def test_adopting_series_leaves_nothing_to_do(local, remote, prefer):
    """Series are brought together whole, exceptions and all (promise 42)."""
    found = adopt(local, remote, prefer)
    mine, other = after(found, local, remote)
    again = merge(Base(mine, other), mine, other, prefer)
    assert not again.for_local
    assert not again.for_remote
    assert mine.recurrence.rules == other.recurrence.rules
    assert mine.recurrence.excluded == other.recurrence.excluded


@given(some.meetings, sides)
def test_adopting_the_same_is_nothing(meeting, prefer):
    """Two equal meetings are linked without a write (promises 5, 12)."""
    found = adopt(meeting, meeting, prefer)
    assert not found.for_local
    assert not found.for_remote
    assert found.conflicts == ()


def test_adopting_fills_gaps_both_ways():
    """What only one side says is said on both; nothing is emptied (promise 12)."""
    local = Meeting(SINGLE.span, "Stand-up", location="Room 1")
    remote = Meeting(SINGLE.span, "Stand-up", description="About today")
    for prefer in Side:
        found = adopt(local, remote, prefer)
        assert found.for_remote.fields == {"location": "Room 1"}
        assert found.for_local.fields == {"description": "About today"}
        assert found.conflicts == ()


@pytest.mark.parametrize("prefer", Side)
def test_adopting_different_values(prefer):
    """What differs follows the preference, and the other value is told."""
    local, remote = replace(SINGLE, title="Here"), replace(SINGLE, title="There")
    found = adopt(local, remote, prefer)
    mine, other = after(found, local, remote)
    kept, lost = ("Here", "There") if prefer is Side.LOCAL else ("There", "Here")
    assert mine.title == other.title == kept
    assert [(one.field, one.kept, one.lost) for one in found.conflicts] == [("title", kept, lost)]


@pytest.mark.parametrize("prefer", Side)
def test_adopting_what_is_private(prefer):
    """What is private on one side is private on both (promise 38)."""
    closed = replace(SINGLE, privacy=Privacy.PRIVATE)
    for local, remote in ((closed, SINGLE), (SINGLE, closed)):
        mine, other = after(adopt(local, remote, prefer), local, remote)
        assert mine.privacy is other.privacy is Privacy.PRIVATE


def test_adopting_ignores_a_zone_that_does_not_matter():
    """The same instants in Odoo's zone and in the remote's are the same meeting (promise 12)."""
    local = replace(SINGLE, span=timed(MONDAY, zone="UTC"), description="<p>About today</p>")
    found = adopt(local, SINGLE, Side.LOCAL)
    assert not found.for_remote
    assert not found.for_local


@pytest.mark.parametrize("prefer", Side)
def test_adopting_keeps_exceptions_of_both(prefer):
    """Occurrences changed on either side stay changed."""
    local = series(overrides={SLOTS[1]: {"title": "Here"}})
    remote = series(overrides={SLOTS[2]: {"title": "There"}})
    mine, other = after(adopt(local, remote, prefer), local, remote)
    both = series(overrides={SLOTS[1]: {"title": "Here"}, SLOTS[2]: {"title": "There"}})
    assert mine == other == both


def test_adopting_all_day():
    """A whole day here and hours there follow the preference, in the winner's kind."""
    days = replace(SINGLE, span=date_span(2026, 3, 2))
    mine, other = after(adopt(SINGLE, days, Side.REMOTE), SINGLE, days)
    assert isinstance(mine.span, AllDay)
    assert mine.span == other.span


def test_adopting_a_series_and_a_single():
    """A series that meets a single meeting of the same name stays one, if it is preferred."""
    mine, other = after(adopt(WEEKLY, SINGLE, Side.LOCAL), WEEKLY, SINGLE)
    assert mine == other == WEEKLY


def test_overrides_outside_the_slots_are_kept():
    """An override of a slot no rule gives any more disturbs nothing."""
    odd = utc(2026, 3, 4, 8)
    base = series(overrides={odd: {"title": "Odd"}})
    mine, other, _conflicts = of(base, replace(base, location="New"), base)
    assert mine == other == replace(base, location="New")
    assert Recurrence(WEEKLY.recurrence.rules) == WEEKLY.recurrence
