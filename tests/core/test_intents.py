"""What an earlier attempt was about to write is told apart from what somebody edited since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import Side
from odoo.addons.calendar_sync_base.core.changes import apply, diff
from odoo.addons.calendar_sync_base.core.intents import Intent, acknowledged
from odoo.addons.calendar_sync_base.core.intents import told as is_told
from odoo.addons.calendar_sync_base.core.merge import merge
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.values import Conference, Response

from .build import MONDAY, SINGLE, WEEKLY, guest, series, timed

KEY = 7
BEN, CARL = guest(), guest("carl@example.com")
AGREED = Base(SINGLE, SINGLE)


def writing(base: Base, sent):
    """Return the intent of bringing the remote side of a base to what was edited here."""
    return Intent(KEY, Base(sent, apply(diff(base.local, sent), base.remote)))


def making(meeting):
    """Return the intent of making a meeting there."""
    return Intent(KEY, Base(meeting, meeting))


def told(base, remote, local):
    """Return what is still to be done there and here after an earlier attempt."""
    found = merge(base, local, remote, Side.REMOTE)
    return found.for_remote, found.for_local


def edited(**fields):
    return replace(SINGLE, **fields)


def test_our_own_write_is_no_edit():
    """What was written, and edited here once more, is sent; nothing comes back."""
    sent = edited(location="Room 2")
    base = acknowledged(AGREED, [writing(AGREED, sent)], sent)
    there, here = told(base, sent, edited(location="Room 3"))
    assert there.fields == {"location": "Room 3"}
    assert not here


def test_without_it_the_own_write_would_win():
    """This is what is protected against: the own write looks like somebody's edit."""
    sent = edited(location="Room 2")
    _there, here = told(AGREED, sent, edited(location="Room 3"))
    assert here.fields == {"location": "Room 2"}


def test_edited_back_is_an_edit():
    """What was sent and then taken back here is taken back there."""
    sent = edited(location="Room 2")
    base = acknowledged(AGREED, [writing(AGREED, sent)], sent)
    there, here = told(base, sent, SINGLE)
    assert there.fields == {"location": SINGLE.location}
    assert not here


def test_what_was_not_written_changes_nothing():
    """An attempt that never wrote leaves the agreement as it was."""
    assert acknowledged(AGREED, [writing(AGREED, edited(location="Room 2"))], SINGLE) == AGREED


def test_an_edit_made_there_since_comes_here():
    """Another field edited there after the write is pulled, the written one is not."""
    sent = edited(location="Room 2")
    remote = edited(location="Room 2", title="Renamed")
    there, here = told(acknowledged(AGREED, [writing(AGREED, sent)], remote), remote, sent)
    assert here.fields == {"title": "Renamed"}
    assert not there


def test_several_attempts_count_in_their_order():
    """Two attempts killed after writing: the second one's write is the agreement."""
    first, second = edited(location="Room 2"), edited(location="Room 3")
    halfway = Base(first, first)
    intents = [writing(AGREED, first), writing(halfway, second)]
    assert acknowledged(AGREED, intents, second) == Base(second, second)
    assert acknowledged(AGREED, intents, first) == halfway


def test_the_providers_own_words_are_taken_over():
    """A text in other markup, and the call that was asked for, are what was meant."""
    sent = edited(description="<p>Hello</p>", conference=Conference(requested=True))
    remote = edited(description="Hello", conference=Conference("https://meet.example"))
    base = acknowledged(AGREED, [writing(AGREED, sent)], remote)
    assert base == Base(sent, remote)


def test_guests_are_told_apart_one_by_one():
    """A guest invited who has answered since; another one somebody added there."""
    sent = edited(attendees=(BEN,))
    answered = replace(BEN, response=Response.ACCEPTED)
    remote = edited(attendees=(answered, CARL))
    base = acknowledged(AGREED, [writing(AGREED, sent)], remote)
    there, here = told(base, remote, sent)
    assert not there
    assert apply(here, sent).attendees == (answered, CARL)


def test_a_removed_guest_is_gone_on_both_sides():
    """A guest taken off the list there is not taken for somebody who is still invited."""
    before = edited(attendees=(BEN, CARL))
    sent = edited(attendees=(CARL,))
    base = Base(before, before)
    assert acknowledged(base, [writing(base, sent)], sent) == Base(sent, sent)


@pytest.mark.parametrize("written", [True, False])
def test_a_series_is_taken_up_where_it_was_left(written):
    """Of two occurrences that were to be written, the one that is there is agreed on."""
    second, third = MONDAY.replace(day=9), MONDAY.replace(day=16)
    base = Base(WEEKLY, WEEKLY)
    sent = series(overrides={second: {"title": "Moved"}}, excluded=[third])
    remote = series(overrides={second: {"title": "Moved"}} if written else None)
    there, here = told(acknowledged(base, [writing(base, sent)], remote), remote, sent)
    assert not here
    assert there.cancelled == {third}
    assert bool(there.overrides) is not written


def test_a_made_meeting_is_known():
    """A meeting that was made, and edited here since, is changed there and not here."""
    made = edited(attendees=(BEN,))
    intent = making(made)
    base = acknowledged(None, [intent], made)
    there, here = told(base, made, replace(made, span=timed(MONDAY, 2)))
    assert set(there.fields) == {"span"}
    assert not here


def test_a_series_made_without_its_exceptions_gets_them():
    """Exceptions that were not written yet are not taken for ones undone there."""
    made = series(excluded=[MONDAY.replace(day=9)])
    intent = making(made)
    there, here = told(acknowledged(None, [intent], WEEKLY), WEEKLY, made)
    assert there.cancelled == {MONDAY.replace(day=9)}
    assert not here


def test_a_zone_by_another_name_is_no_edit():
    """An occurrence moved here is sent, although the provider calls the series' zone otherwise."""
    made = series(overrides={MONDAY.replace(day=9): {"span": timed(MONDAY.replace(day=10))}})
    intent = making(made)
    remote = replace(WEEKLY, span=timed(MONDAY, zone="Europe/Berlin"))
    moved = {MONDAY.replace(day=9): {"span": timed(MONDAY.replace(day=10), zone="Europe/Berlin")}}
    done = acknowledged(None, [intent], series(span=remote.span, overrides=moved))
    assert done and done.remote.recurrence.overrides
    there, here = told(acknowledged(None, [intent], remote), remote, made)
    assert set(there.overrides) == {MONDAY.replace(day=9)}
    assert not here


def test_another_zone_that_was_not_written_is_still_to_be_written():
    """A series that gets another zone here, at the same time, has not got it there by itself."""
    base = Base(WEEKLY, WEEKLY)
    sent = replace(WEEKLY, span=timed(MONDAY, zone="Africa/Tunis"))
    assert acknowledged(base, [writing(base, sent)], WEEKLY) == base


def test_guests_that_are_not_listed_are_not_uninvited():
    """A provider that does not list everybody takes nobody off the list here."""
    made = edited(attendees=(BEN, CARL))
    intent = making(made)
    remote = edited(attendees=(BEN,))
    _there, here = told(acknowledged(None, [intent], remote), remote, made)
    assert not here


def test_never_made_is_never_agreed():
    """An event that is not there was not made."""
    intent = making(SINGLE)
    assert acknowledged(None, [intent], None) is None


def test_an_answer_is_known():
    """An answer that was sent and changed here since is sent again."""
    asked = edited(attendees=(BEN,))
    sent = edited(attendees=(replace(BEN, response=Response.ACCEPTED),))
    base = Base(asked, asked)
    assert acknowledged(base, [writing(base, sent)], sent) == Base(sent, sent)


def test_what_was_deleted_as_meant_is_no_deletion_there():
    """A meeting brought back here after its deletion was sent is new; nobody deleted it there."""
    intent = Intent(KEY, None)
    assert acknowledged(AGREED, [intent], None) is None
    assert acknowledged(AGREED, [intent], SINGLE) == AGREED


SPECIAL = series(overrides={MONDAY: {"location": "Garden"}}, attendees=(BEN,))


def heard(base, sent, remote, local=None):
    """Tell whether guests know all, after a write of which `remote` is what the provider shows."""
    intents = [writing(base, sent)]
    return is_told(base, acknowledged(base, intents, remote), intents, local or sent)


def test_guests_are_told_of_a_series_once():
    """A series whose master was written tells nobody once more for its occurrences (promise 4)."""
    base = Base(SPECIAL, SPECIAL)
    renamed = replace(SPECIAL, title="New")
    followed = replace(renamed, recurrence=WEEKLY.recurrence)
    assert heard(base, renamed, followed)
    assert not heard(base, renamed, SPECIAL)
    assert not heard(base, renamed, followed, local=replace(renamed, location="Hall"))


def test_an_occurrence_of_its_own_is_news():
    """Where only occurrences are written, each one that is left has told nobody (promise 9)."""
    base = Base(WEEKLY, WEEKLY)
    assert not heard(base, SPECIAL.with_changes({"attendees": ()}), WEEKLY)


def test_a_new_series_was_told_when_it_was_made():
    """The invitation to a series whose exceptions are still to be written is not repeated (4)."""
    intents = [making(SPECIAL)]
    made = replace(SPECIAL, recurrence=WEEKLY.recurrence)
    assert is_told(None, acknowledged(None, intents, made), intents, SPECIAL)
    assert not is_told(None, None, intents, SPECIAL)


def test_an_edit_after_the_one_that_was_told():
    """Guests heard of one edit; of the next, not yet written, they hear when it is (promise 9)."""
    base = Base(SPECIAL, SPECIAL)
    first, second = replace(SPECIAL, title="New"), replace(SPECIAL, title="New", location="Hall")
    intents = [writing(base, first), writing(base, second)]
    assert not is_told(base, acknowledged(base, intents, first), intents, second)
    assert not is_told(base, base, [Intent(KEY, None)], second)
