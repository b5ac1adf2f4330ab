"""Both sides' edits survive, a clash is decided and told, and afterwards nothing is left to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.calendar_sync_base.core.actions import Side
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, apply, diff
from odoo.addons.calendar_sync_base.core.merge import adopt, merge
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.recurrence import occurrence, slots
from odoo.addons.calendar_sync_base.core.text import same_text
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
    AllDay,
    Conference,
    Meeting,
    Privacy,
    Recurrence,
)

from . import strategies as some
from .build import HOUR, MONDAY, SINGLE, WEEKLY, date_span, guest, series, timed, utc

SLOTS = slots(WEEKLY)
sides = st.sampled_from(Side)


def after(found, local, remote):
    """Return both sides once a merge is carried out."""
    return apply(found.for_local, local), apply(found.for_remote, remote)


def of(base, local, remote, prefer=Side.REMOTE):
    """Merge two edits of the same agreement; return both sides afterwards and the conflicts."""
    found = merge(Base(base, base), local, remote, prefer)
    return (*after(found, local, remote), found.conflicts)


# -- laws ------------------------------------------------------------------------------------------


@given(some.meetings, some.meetings)
def test_diff_and_apply(before, now):
    """Whatever changed, the change turns the one into the other."""
    assert apply(diff(before, now), before) == now
    assert not diff(now, now)


@given(st.data(), some.meetings, sides)
def test_nothing_is_left_after_a_merge(data, base, prefer):
    """Once both sides did what the merge said, there is nothing more to do (promises 5, 24)."""
    local, remote = data.draw(some.edited(base)), data.draw(some.edited(base))
    found = merge(Base(base, base), local, remote, prefer)
    mine, other = after(found, local, remote)
    again = merge(Base(mine, other), mine, other, prefer)
    assert not again.for_local
    assert not again.for_remote
    assert not again.conflicts


@given(st.data(), some.meetings, sides)
def test_both_sides_become_the_same(data, base, prefer):
    """Two sides that once agreed fully agree fully again (promise 24)."""
    local, remote = data.draw(some.edited(base)), data.draw(some.edited(base))
    mine, other, _conflicts = of(base, local, remote, prefer)
    for name in set(FIELDS) - {"description"}:
        assert getattr(mine, name) == getattr(other, name), name
    assert same_text(mine.description, other.description)
    assert mine.recurrence == other.recurrence


@given(st.data(), some.meetings, sides)
def test_one_sided_edits_win_whatever_is_preferred(data, base, prefer):
    """An edit on one side only arrives whole on the other, without a conflict (promise 9)."""
    edited = data.draw(some.edited(base))
    assert of(base, edited, base, prefer) == (edited, edited, ())
    assert of(base, base, edited, prefer) == (edited, edited, ())


@given(st.data(), some.singles(), sides)
def test_no_edit_is_lost_silently(data, base, prefer):
    """A field changed on either side holds one of the new values, or the loser is told (9, 24)."""
    local, remote = data.draw(some.edited(base)), data.draw(some.edited(base))
    mine, _other, conflicts = of(base, local, remote, prefer)
    told = {one.field for one in conflicts}
    for name in set(FIELDS) - {"attendees"}:
        was, here, there = (getattr(one, name) for one in (base, local, remote))
        if here != was and there in (was, here):
            assert getattr(mine, name) == here
        elif there != was and here == was:
            assert getattr(mine, name) == there
        elif was not in (here, there) and name != "description":
            assert name in told


@given(st.data(), some.meetings)
def test_sides_are_equal_before_the_law(data, base):
    """Swapping the sides swaps the result, and nothing else."""
    local, remote = data.draw(some.edited(base)), data.draw(some.edited(base))
    one = of(base, local, remote, Side.LOCAL)
    other = of(base, remote, local, Side.REMOTE)
    assert one[:2] == (other[1], other[0])
    assert [(x.field, x.kept, x.lost) for x in one[2]] == [
        (x.field, x.kept, x.lost) for x in other[2]
    ]


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


# -- fields ----------------------------------------------------------------------------------------


def test_different_fields():
    """A new title here and a new room there both survive (promise 24)."""
    title, room = replace(SINGLE, title="New"), replace(SINGLE, location="Room 9")
    mine, other, conflicts = of(SINGLE, title, room)
    assert mine == other == replace(SINGLE, title="New", location="Room 9")
    assert conflicts == ()


@pytest.mark.parametrize("prefer", Side)
def test_the_same_field(prefer):
    """Two new titles: one is kept, the other is told (promise 24)."""
    mine, other, conflicts = of(
        SINGLE, replace(SINGLE, title="Here"), replace(SINGLE, title="There"), prefer
    )
    kept, lost = ("Here", "There") if prefer is Side.LOCAL else ("There", "Here")
    assert mine.title == other.title == kept
    (told,) = conflicts
    assert (told.field, told.winner, told.kept, told.lost) == ("title", prefer, kept, lost)


def test_the_same_value():
    """The same edit on both sides is no conflict, and no write."""
    new = replace(SINGLE, title="New")
    found = merge(Base(SINGLE, SINGLE), new, new, Side.LOCAL)
    assert found == type(found)(MeetingChanges(), MeetingChanges())


def test_what_a_side_cannot_hold_is_no_change():
    """A side that shows less than the other does so for good, not as an edit (promises 10, 52)."""
    base = Base(SINGLE, replace(SINGLE, description="<p>About <b>today</b></p>"))
    found = merge(base, base.local, replace(base.remote, title="New"), Side.LOCAL)
    assert found.for_local.fields == {"title": "New"}
    assert not found.for_remote


def test_two_descriptions_that_read_the_same():
    """Another HTML for the same text is no conflict (promise 52)."""
    mine, other, conflicts = of(
        SINGLE, replace(SINGLE, description="<p>New</p>"), replace(SINGLE, description="New")
    )
    assert (mine.description, other.description, conflicts) == ("<p>New</p>", "New", ())


def test_moving_keeps_the_other_sides_zone():
    """Odoo's single meetings have no zone of their own: moving one keeps the remote's."""
    base = Base(replace(SINGLE, span=timed(MONDAY, zone="UTC")), SINGLE)
    later = replace(base.local, span=timed(MONDAY + HOUR, zone="UTC"))
    found = merge(base, later, SINGLE, Side.LOCAL)
    assert found.for_remote.fields == {"span": timed(MONDAY + HOUR)}


def test_a_new_zone_of_a_series_is_carried():
    """Another zone is another meeting for a series: it goes over the clock change differently."""
    new_york = replace(WEEKLY, span=timed(MONDAY, zone="America/New_York"))
    mine, other, _conflicts = of(WEEKLY, new_york, WEEKLY)
    assert mine.span == other.span == new_york.span


def test_a_new_zone_of_a_single_meeting_is_no_edit():
    """The same instants in another zone are the same meeting."""
    moved = replace(SINGLE, span=timed(MONDAY, zone="America/New_York"))
    found = merge(Base(SINGLE, SINGLE), SINGLE, moved, Side.LOCAL)
    assert not found.for_local
    assert not found.for_remote


def test_timed_to_all_day():
    """A meeting that becomes whole days becomes so on the other side (promise 49)."""
    days = replace(SINGLE, span=date_span(2026, 3, 2, 2))
    mine, other, _conflicts = of(SINGLE, SINGLE, days)
    assert mine.span == other.span == days.span


def test_a_wished_call_is_fulfilled_once():
    """A call that was asked for here and made there comes here, and is not asked for again (39)."""
    wish = replace(SINGLE, conference=Conference(requested=True))
    call = replace(SINGLE, conference=Conference("https://meet.example/x"))
    found = merge(Base(wish, wish), wish, call, Side.LOCAL)
    assert found.for_local.fields == {"conference": call.conference}
    assert not found.for_remote
    found = merge(Base(SINGLE, SINGLE), wish, call, Side.LOCAL)
    assert not found.for_remote
    assert found.for_local.fields == {"conference": call.conference}


# -- series ----------------------------------------------------------------------------------------


def test_series_fields_and_occurrences():
    """A new title of the series here and a moved occurrence there both survive (promise 16)."""
    title = replace(WEEKLY, title="New")
    moved = series(overrides={SLOTS[2]: {"span": timed(SLOTS[2] + HOUR)}})
    mine, other, conflicts = of(WEEKLY, title, moved)
    assert mine == other
    assert (mine.title, occurrence(mine, SLOTS[2]).span) == ("New", timed(SLOTS[2] + HOUR))
    assert occurrence(mine, SLOTS[2]).title == "New"
    assert conflicts == ()


def test_two_edits_of_one_occurrence():
    """Different fields of one occurrence changed on both sides both survive."""
    title = series(overrides={SLOTS[2]: {"title": "Special"}})
    room = series(overrides={SLOTS[2]: {"location": "Garden"}})
    mine, other, conflicts = of(WEEKLY, title, room)
    assert mine == other == series(overrides={SLOTS[2]: {"title": "Special", "location": "Garden"}})
    assert conflicts == ()


def test_guests_of_one_occurrence():
    """A guest invited to one occurrence here and an answer to it there are merged as well."""
    ben, carl = guest("ben@x"), guest("carl@x")
    base = replace(WEEKLY, attendees=(ben,))
    invited = series(overrides={SLOTS[2]: {"attendees": (ben, carl)}}, attendees=(ben,))
    answered = replace(ben, response="accepted")
    replied = series(overrides={SLOTS[2]: {"attendees": (answered,)}}, attendees=(ben,))
    mine, other, conflicts = of(base, invited, replied)
    assert mine == other
    assert occurrence(mine, SLOTS[2]).attendees == (answered, carl)
    assert conflicts == ()


@pytest.mark.parametrize("prefer", Side)
def test_cancelled_here_edited_there(prefer):
    """Cancelling an occurrence that is edited there is a conflict, told with both (promise 24)."""
    cancelled = series(excluded=[SLOTS[2]])
    edited = series(overrides={SLOTS[2]: {"title": "Special"}})
    mine, other, conflicts = of(WEEKLY, cancelled, edited, prefer)
    assert mine == other == (cancelled if prefer is Side.LOCAL else edited)
    (told,) = conflicts
    assert told.field == f"occurrence@{SLOTS[2].isoformat()}"
    assert {told.kept, told.lost} == {"cancelled", "title: Special"}


def test_cancelled_on_both_sides():
    """The same occurrence cancelled on both sides is cancelled, once."""
    cancelled = series(excluded=[SLOTS[2]])
    assert of(WEEKLY, cancelled, cancelled) == (cancelled, cancelled, ())


def test_restored_occurrence():
    """An occurrence that is brought back on one side comes back on the other."""
    base = series(excluded=[SLOTS[2]])
    assert of(base, WEEKLY, base) == (WEEKLY, WEEKLY, ())


def test_restored_and_changed():
    """One that is brought back with changes of its own comes back with them."""
    base = series(excluded=[SLOTS[2]])
    special = series(overrides={SLOTS[2]: {"title": "Special"}})
    assert of(base, base, special) == (special, special, ())


@pytest.mark.parametrize("shift", [HOUR, timedelta(days=1)])
def test_moved_series_keeps_the_other_sides_exceptions(shift):
    """A series moved here, one occurrence renamed and one cancelled there: all of it (14, 15)."""
    weekday = "MO" if shift == HOUR else "TU"
    rules = (f"RRULE:FREQ=WEEKLY;COUNT=8;BYDAY={weekday}",)
    moved = series(*rules, span=timed(MONDAY + shift))
    changed = series(excluded=[SLOTS[3]], overrides={SLOTS[2]: {"title": "Special"}})
    mine, other, conflicts = of(WEEKLY, moved, changed)
    new = slots(moved)
    assert mine == other
    assert mine.recurrence.excluded == {new[3]}
    assert occurrence(mine, new[2]).title == "Special"
    assert occurrence(mine, new[2]).span == timed(new[2])
    assert len(mine.recurrence.overrides) == 1
    assert conflicts == ()


def test_moved_and_ended_at_once():
    """A series moved to another weekday here and shortened there is both."""
    moved = series("RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=TU", span=timed(MONDAY + timedelta(days=1)))
    shorter = series("RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO")
    mine, other, conflicts = of(WEEKLY, moved, shorter)
    assert mine == other == series("RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=TU", span=moved.span)
    assert conflicts == ()


@pytest.mark.parametrize("prefer", Side)
def test_two_rules(prefer):
    """Two new rules: one is kept, the other told."""
    daily, monthly = (
        series("RRULE:FREQ=DAILY;COUNT=3"),
        series("RRULE:FREQ=MONTHLY;COUNT=3;BYMONTHDAY=2"),
    )
    mine, other, conflicts = of(WEEKLY, daily, monthly, prefer)
    assert mine == other == (daily if prefer is Side.LOCAL else monthly)
    assert [one.field for one in conflicts] == ["recurrence"]


def test_series_to_single():
    """A series that becomes one meeting does so on the other side (promise 15)."""
    mine, other, _conflicts = of(WEEKLY, WEEKLY, SINGLE)
    assert mine == other == SINGLE
    mine, other, _conflicts = of(SINGLE, WEEKLY, SINGLE)
    assert mine == other == WEEKLY


def test_a_rule_nobody_understands_is_left_alone():
    """A series with a broken rule still syncs its title (promise 19)."""
    broken = series("RRULE:FREQ=NEVER")
    mine, other, _conflicts = of(broken, replace(broken, title="New"), broken)
    assert mine == other == replace(broken, title="New")


# -- adopting --------------------------------------------------------------------------------------


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
