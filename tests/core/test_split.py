"""This and following: before and after the cut are the whole, and the cut is recognised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.recurrence import (
    detect_split,
    head,
    occurrence,
    occurrence_span,
    remaining_rules,
    shift_originals,
    slots,
    stop_before,
    tail,
)
from odoo.addons.calendar_sync_base.core.values import AllDay, Recurrence

from . import strategies as some
from .build import HOUR, MONDAY, SINGLE, WEEKLY, date_span, series, timed, utc

SLOTS = slots(WEEKLY)


def test_count_becomes_until():
    """A trimmed series ends by UNTIL; what was cancelled still counted (promise 14)."""
    assert stop_before(WEEKLY, SLOTS[3]) == ("RRULE:FREQ=WEEKLY;UNTIL=20260322T225959Z;BYDAY=MO",)
    assert remaining_rules(WEEKLY, SLOTS[3]) == ("RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO",)


def test_all_day_ends_the_date_before():
    """A series of whole days ends on a date."""
    days = series("RRULE:FREQ=DAILY;COUNT=5", span=date_span(2026, 3, 2))
    assert stop_before(days, date(2026, 3, 4)) == ("RRULE:FREQ=DAILY;UNTIL=20260303",)
    assert remaining_rules(days, date(2026, 3, 4)) == ("RRULE:FREQ=DAILY;COUNT=3",)


def test_several_times_a_day_ends_to_the_second():
    """A rule with several slots a day is cut between two of them."""
    hourly = series("RRULE:FREQ=HOURLY;COUNT=6")
    third = slots(hourly)[2]
    assert slots(head(hourly, third)) == slots(hourly)[:2]
    assert slots(tail(hourly, third)) == slots(hourly)[2:]


def test_dates_go_to_their_side():
    """Additional dates stay with the half they fall into."""
    mixed = series("RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=MO", "RDATE:20260303T080000Z,20260320T080000Z")
    every = slots(mixed)
    for cut in every[1:]:
        assert slots(head(mixed, cut)) + slots(tail(mixed, cut)) == every


@given(st.data())
def test_before_and_after_are_the_whole(data):
    """Splitting a series anywhere loses no occurrence and doubles none (promise 14)."""
    whole = data.draw(some.series())
    every = slots(replace(whole, recurrence=Recurrence(whole.recurrence.rules)), limit=25)
    assume(len(every) > 1)
    cut = data.draw(st.sampled_from(every[1:]))
    live = slots(whole, limit=25)
    first, second = head(whole, cut), tail(whole, cut)
    assert slots(first, limit=25) == [one for one in live if one < cut]
    assert slots(second, limit=25)[: len(live)][: len([x for x in live if x >= cut])] == [
        one for one in live if one >= cut
    ]
    for one in live:
        half = first if one < cut else second
        assert occurrence(half, one) == occurrence(whole, one)


@given(st.data())
def test_a_split_is_recognised(data):
    """A trimmed series and its follower are seen as one split, at the right slot (promise 14)."""
    whole = data.draw(some.plain_series(rule=some.rules(ends=False)))
    every = slots(whole)
    assume(len(every) > 2)
    cut = data.draw(st.sampled_from(every[1:]))
    found = detect_split(whole, head(whole, cut), [tail(whole, cut)])
    assert found is not None
    assert (found.original, found.follower) == (cut, 0)
    assert found.moved == {one: one for one in every if one >= cut}


def test_a_split_with_another_time_is_recognised():
    """A follower that starts later the same day, or the day after, is still the follower."""
    rest = tail(WEEKLY, SLOTS[3])
    strange = series("RRULE:FREQ=DAILY;COUNT=2", span=timed(utc(2027, 1, 1, 8)))
    for shift in (2 * HOUR, timedelta(days=1, hours=1)):
        start = rest.span.start + shift
        rules = ("RRULE:FREQ=WEEKLY;COUNT=5",)
        later = replace(rest, span=timed(start), recurrence=Recurrence(rules), title="New")
        found = detect_split(WEEKLY, head(WEEKLY, SLOTS[3]), [strange, later])
        assert found is not None
        assert (found.original, found.follower) == (SLOTS[3], 1)
        assert list(found.moved.values()) == slots(later)


def test_what_is_no_split():
    """A shortened series without a follower, a moved or a longer one are no splits."""
    trimmed = head(WEEKLY, SLOTS[3])
    far = replace(SINGLE, span=timed(utc(2026, 9, 1, 8)))
    assert detect_split(WEEKLY, trimmed, []) is None
    assert detect_split(WEEKLY, trimmed, [far]) is None
    assert detect_split(trimmed, WEEKLY, [tail(WEEKLY, SLOTS[3])]) is None
    assert detect_split(WEEKLY, WEEKLY, [SINGLE]) is None
    assert detect_split(SINGLE, trimmed, [SINGLE]) is None
    assert detect_split(WEEKLY, series(span=timed(MONDAY + HOUR)), [SINGLE]) is None


def test_a_split_to_a_single_meeting():
    """The last occurrence cut off as a meeting of its own is a split too."""
    last = replace(SINGLE, span=timed(SLOTS[-1] + HOUR))
    found = detect_split(WEEKLY, head(WEEKLY, SLOTS[-1]), [last])
    assert found is not None
    assert found.moved == {SLOTS[-1]: last.span.start}


def test_occurrence_has_its_own_changes():
    """An occurrence is the master in its slot, with what was changed there."""
    moved = timed(SLOTS[2] + 3 * HOUR)
    changed = series(overrides={SLOTS[2]: {"title": "Special", "span": moved}})
    special = occurrence(changed, SLOTS[2])
    assert (special.title, special.span, special.recurrence) == ("Special", moved, None)
    assert special.location == changed.location
    assert occurrence(changed, SLOTS[1]).span == timed(SLOTS[1])
    assert occurrence_span(changed, SLOTS[2]) == moved


class TestShift:
    """Occurrences are followed when their series changes (promise 15)."""

    def test_another_time_keeps_the_rank(self):
        """Two hours later is the same occurrence, also past midnight."""
        for hours in (2, 20):
            later = series(span=timed(MONDAY + hours * HOUR))
            later = replace(later, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=8",)))
            assert list(shift_originals(WEEKLY, later).values()) == slots(later)

    def test_another_weekday_keeps_the_rank(self):
        """Mondays that become Tuesdays are the same meetings."""
        rules = ("RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=TU",)
        later = series(*rules, span=timed(MONDAY + timedelta(days=1)))
        assert list(shift_originals(WEEKLY, later).values()) == slots(later)

    def test_another_rule_keeps_the_date(self):
        """When the rule changes, what is on a date stays there; what has no date is gone."""
        fortnightly = series("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=MO")
        moves = shift_originals(WEEKLY, fortnightly)
        assert moves == {one: one if index % 2 == 0 else None for index, one in enumerate(SLOTS)}

    def test_shorter_and_longer(self):
        """Occurrences that are cut off are gone, additional ones belong to nobody."""
        shorter = series("RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO")
        assert list(shift_originals(WEEKLY, shorter).values()) == SLOTS[:3] + [None] * 5
        assert shift_originals(shorter, WEEKLY) == {one: one for one in SLOTS[:3]}

    def test_first_ones_dropped(self):
        """A series that starts a week later has lost its first occurrence, not moved them all."""
        later = series("RRULE:FREQ=WEEKLY;COUNT=7;BYDAY=MO", span=timed(SLOTS[1]))
        assert shift_originals(WEEKLY, later) == {SLOTS[0]: None} | {x: x for x in SLOTS[1:]}

    def test_timed_to_all_day_and_back(self):
        """Turning a series into whole days keeps each occurrence on its date (promise 49)."""
        days = series("RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=MO", span=date_span(2026, 3, 2))
        assert isinstance(days.span, AllDay)
        moves = shift_originals(WEEKLY, days)
        assert moves == {one: one.date() for one in SLOTS}
        assert shift_originals(days, WEEKLY) == {new: old for old, new in moves.items()}

    def test_single_and_series(self):
        """A meeting that becomes a series is its first occurrence, and the other way round."""
        assert shift_originals(SINGLE, WEEKLY) == {SLOTS[0]: SLOTS[0]}
        assert shift_originals(WEEKLY, SINGLE)[SLOTS[0]] == SLOTS[0]
        assert set(list(shift_originals(WEEKLY, SINGLE).values())[1:]) == {None}

    @given(st.data())
    def test_never_two_to_one(self, data):
        """No two occurrences become one, whatever changes: nothing is lost by being merged."""
        old, new = data.draw(some.plain_series()), data.draw(some.plain_series())
        moves = shift_originals(old, new)
        kept = [one for one in moves.values() if one is not None]
        assert len(kept) == len(set(kept))
        assert set(kept) <= set(slots(new))
        assert shift_originals(old, old) == {one: one for one in slots(old)}


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "FREQ=MONTHLY;INTERVAL=3"])
def test_intervals_stay_in_step(rule):
    """A rest of every second week is in the same weeks as before."""
    whole = series(f"RRULE:{rule};COUNT=9")
    for cut in slots(whole)[1:]:
        assert slots(tail(whole, cut)) == [one for one in slots(whole) if one >= cut]
