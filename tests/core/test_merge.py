"""Both sides' edits survive, a clash is decided and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from odoo.addons.calendar_sync_base.core.actions import Side
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, apply
from odoo.addons.calendar_sync_base.core.merge import merge
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.recurrence import occurrence, slots
from odoo.addons.calendar_sync_base.core.values import Conference, Recurrence, Response

from .build import HOUR, MONDAY, SINGLE, VIENNA, WEEKLY, date_span, guest, series, timed
from .merging import SLOTS, after, of

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


def test_a_difference_that_stands_stays():
    """An exception that only one side ever had is neither spread nor taken away (promise 10)."""
    special = series(overrides={SLOTS[1]: {"title": "Special"}}, excluded=[SLOTS[4]])
    base = Base(special, WEEKLY)
    for local, remote in (
        (replace(special, location="New"), WEEKLY),
        (special, series(overrides={SLOTS[1]: {"location": "Garden"}})),
    ):
        found = merge(base, local, remote, Side.LOCAL)
        mine, other = after(found, local, remote)
        assert occurrence(mine, SLOTS[1]).title == "Special"
        assert occurrence(other, SLOTS[1]).title == WEEKLY.title
        assert mine.recurrence.excluded == {SLOTS[4]}
        assert other.recurrence.excluded == frozenset()


@pytest.mark.parametrize("prefer", Side)
def test_given_back_here_changed_again_there(prefer):
    """An occurrence that follows the series again here and is renamed there: a clash, decided."""
    base = series(overrides={SLOTS[1]: {"title": "Special"}})
    again = series(overrides={SLOTS[1]: {"title": "More special"}})
    mine, other, conflicts = of(base, WEEKLY, again, prefer)
    assert mine == other == (WEEKLY if prefer is Side.LOCAL else again)
    assert [one.field for one in conflicts] == [f"title@{SLOTS[1].isoformat()}"]


@pytest.mark.parametrize("prefer", Side)
def test_a_series_and_one_occurrence_of_it_clash(prefer):
    """A place given to one occurrence is told when it gives way, beside that of the series (24)."""
    here = replace(WEEKLY, location="Here")
    there = series(location="There", overrides={SLOTS[1]: {"location": "Garden"}})
    _mine, _other, conflicts = of(WEEKLY, here, there, prefer)
    told = {one.field: (one.kept, one.lost) for one in conflicts}
    kept = ("Here", "Garden") if prefer is Side.LOCAL else ("Garden", "Here")
    assert told[f"location@{SLOTS[1].isoformat()}"] == kept


def test_exceptions_of_a_rule_nobody_understands():
    """Exceptions of a series with a broken rule stay where they are, even if it is moved (19)."""
    broken = series("RRULE:FREQ=NEVER", excluded=[SLOTS[2]])
    moved = replace(broken, span=timed(MONDAY + HOUR))
    mine, other, _conflicts = of(broken, moved, broken)
    assert mine == other == moved


NEW_YORK = "America/New_York"


@pytest.mark.parametrize("prefer", Side)
def test_a_single_meeting_begins_to_repeat(prefer):
    """It repeats on the wall clock of the side that repeats it (promise 17)."""
    here, there = SINGLE, replace(SINGLE, span=timed(MONDAY, zone=NEW_YORK))
    rule = WEEKLY.recurrence
    for local, remote, zone in (
        (replace(here, recurrence=rule), there, VIENNA),
        (here, replace(there, recurrence=rule), NEW_YORK),
    ):
        found = merge(Base(here, there), local, remote, prefer)
        mine, other = after(found, local, remote)
        assert mine == other
        assert mine.span.zone == zone


@pytest.mark.parametrize(("prefer", "zone"), [(Side.LOCAL, VIENNA), (Side.REMOTE, NEW_YORK)])
def test_both_sides_begin_to_repeat_it(prefer, zone):
    """Where both repeat it otherwise, the rule that stays brings its wall clock along (17)."""
    here, there = SINGLE, replace(SINGLE, span=timed(MONDAY, zone=NEW_YORK))
    daily = Recurrence(("RRULE:FREQ=DAILY;COUNT=3",))
    local, remote = replace(here, recurrence=WEEKLY.recurrence), replace(there, recurrence=daily)
    found = merge(Base(here, there), local, remote, prefer)
    mine, other = after(found, local, remote)
    assert mine == other
    assert mine.span.zone == zone


def test_a_side_that_holds_no_series_keeps_its_single_meeting():
    """Who could not take a rule at the agreement is given neither it nor its exceptions later."""
    repeated = series(overrides={SLOTS[1]: {"title": "Special"}})
    found = merge(Base(repeated, SINGLE), repeated, replace(SINGLE, location="Hall"), Side.LOCAL)
    assert found.for_local == MeetingChanges({"location": "Hall"})
    assert not found.for_remote
    assert not found.conflicts


@pytest.mark.parametrize("prefer", Side)
@pytest.mark.parametrize("repeats", Side)
def test_moved_while_it_begins_to_repeat(prefer, repeats):
    """Given times on both sides at once, it has one wall clock: of who repeats it (17)."""
    day = replace(SINGLE, span=date_span(2026, 3, 2))
    local = replace(day, span=timed(MONDAY + HOUR))
    remote = replace(day, span=timed(MONDAY + 2 * HOUR, zone=NEW_YORK))
    if repeats is Side.LOCAL:
        local = replace(local, recurrence=WEEKLY.recurrence)
    else:
        remote = replace(remote, recurrence=WEEKLY.recurrence)
    mine, other, _conflicts = of(day, local, remote, prefer)
    assert mine == other
    assert mine.span.zone == (VIENNA if repeats is Side.LOCAL else NEW_YORK)


@pytest.mark.parametrize("prefer", Side)
def test_whole_days_begin_to_repeat(prefer):
    """Days have no clock to take over: only the rule comes along."""
    day = replace(SINGLE, span=date_span(2026, 3, 2))
    repeated = replace(day, recurrence=Recurrence(("RRULE:FREQ=DAILY;COUNT=3",)))
    for local, remote in ((repeated, day), (day, repeated)):
        assert of(day, local, remote, prefer) == (repeated, repeated, ())


@pytest.mark.parametrize("side", Side)
def test_an_answer_to_a_series_reaches_an_occurrence_with_a_list_of_its_own(side):
    """Where only one side knows another's answer to an occurrence, what the guest of both says of
    the series goes there, too; and so does who is invited to it (promises 24, 36)."""
    ben, carl = guest(), guest("carl@example.com")
    asked = replace(ben, response=Response.NEEDS_ACTION)
    accepted = replace(ben, response=Response.ACCEPTED)
    knows = {SLOTS[1]: {"attendees": (accepted, replace(carl, response=Response.DECLINED))}}
    own = series(attendees=(accepted, carl), overrides=knows)
    plain = series(attendees=(accepted,))
    base = Base(own, plain) if side is Side.LOCAL else Base(plain, own)
    dora = guest("dora@example.com")
    for news in ((asked,), (accepted, dora)):
        told = series(attendees=news)
        sides = (own, told) if side is Side.LOCAL else (told, own)
        found = merge(base, *sides, Side.REMOTE)
        changes = found.for_local if side is Side.LOCAL else found.for_remote
        listed = occurrence(apply(changes, own), SLOTS[1]).attendees
        assert set(news) <= set(listed)
        assert replace(carl, response=Response.DECLINED) in listed
        assert found.conflicts == ()
