"""The decision table, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import (
    Conflict,
    CreateLocal,
    CreateRemote,
    DeleteLocal,
    DeleteRemote,
    Notify,
    Part,
    Relink,
    Role,
    Side,
    SkipReason,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.observation import Base, Policy
from odoo.addons.calendar_sync_base.core.planner import plan

from .build import (
    EARLIER,
    LATER,
    LOCAL_WINS,
    NEWEST,
    NOW,
    REMOTE_WINS,
    SINGLE,
    seen,
)
from .cases import INVITED, MINE, ROOM, TITLE, YES, kinds, reason

# -- never agreed on -------------------------------------------------------------------------------


def test_new_here():
    """A meeting that is new here is made there, under the id chosen for it (promise 2)."""
    (made,) = plan(seen(SINGLE, None), NEWEST)
    assert made == CreateRemote("key", SINGLE, "uid", "remote1", Role.ORGANIZER, Notify.NOBODY)


def test_guests_who_were_told_are_not_told_again():
    """What is left of an edit that its guests heard of goes silently, where that can be (4)."""
    left = seen(TITLE, INVITED, agreed=INVITED, notify=True, told=True, changed_locally=LATER)
    (quiet,) = plan(left, NEWEST)
    assert quiet.notify is Notify.NOBODY
    (loud,) = plan(left, Policy(NOW, silent=False))
    assert loud.notify is Notify.ALL


def test_new_there():
    """A meeting that is new there is made here."""
    assert plan(seen(None, SINGLE), NEWEST) == (CreateLocal("key", SINGLE),)


def test_both_there_alike():
    """Two equal meetings that never met are linked, without a write (promises 5, 12)."""
    assert plan(seen(SINGLE, SINGLE), NEWEST) == (Relink("key", "remote1"),)


def test_both_there_different():
    """Meetings that meet are brought together, silently even after a person's edit (promise 1)."""
    there, here = plan(seen(TITLE, ROOM, notify=True, changed_locally=LATER), LOCAL_WINS)[:2]
    assert there.notify is Notify.NOBODY
    assert there.changes.fields == {"title": "New title", "location": "Room 1"}
    assert isinstance(here, Conflict)


def test_a_deletion_never_agreed_on():
    """A create whose event was deleted before it was recorded is made again (promise 2)."""
    (made,) = plan(seen(SINGLE, None, event={"updated": LATER}), NEWEST)
    assert isinstance(made, CreateRemote)


def test_deleted_here_before_its_making_was_recorded():
    """Made there by an attempt that was killed, deleted here since: it stays deleted (8)."""
    made = {"marker": "uid"}
    (gone,) = plan(seen(None, SINGLE, event=made, changed_locally=LATER), NEWEST)
    assert isinstance(gone, DeleteRemote)
    (parted,) = plan(
        seen(None, SINGLE, event=made, changed_locally=LATER, deletes_there=False), NEWEST
    )
    assert isinstance(parted, Part)


def test_brought_back_there():
    """What was deleted here long ago and is brought back there comes back here, too (promise 8)."""
    (back,) = plan(seen(None, SINGLE, event={"marker": "uid"}), NEWEST)
    assert back == CreateLocal("key", SINGLE)


def test_a_guest_creates_nothing():
    """The invitation comes from the organizer's calendar, not from a guest's (promise 11)."""
    assert reason(plan(seen(INVITED, None, role=Role.GUEST), NEWEST)) is SkipReason.WAITING
    assert reason(plan(seen(INVITED, None, awaited=True), NEWEST)) is SkipReason.WAITING


def test_a_copy_is_made_silently():
    """A private copy reaches nobody but its owner."""
    (made,) = plan(seen(INVITED, None, role=Role.COPY, notify=True), NEWEST)
    assert (made.role, made.notify) == (Role.COPY, Notify.NOBODY)


def test_an_orphaned_copy_stays_out():
    """A copy whose meeting is gone does not come back as a meeting of its own (promise 8)."""
    assert reason(plan(seen(None, INVITED, role=Role.COPY), NEWEST)) is SkipReason.OUT_OF_SCOPE


# -- agreed on, both there -------------------------------------------------------------------------


def test_nothing_changed():
    """Nothing changed is nothing to do (promise 5)."""
    assert reason(plan(seen(SINGLE, SINGLE, agreed=SINGLE), NEWEST)) is SkipReason.IN_SYNC


def test_changed_here():
    """An edit here goes there, on condition that nothing changed there meanwhile (promise 9)."""
    (change,) = plan(seen(TITLE, INVITED, agreed=INVITED, notify=True), NEWEST)
    assert (change.etag, change.before) == ('"7"', INVITED)
    assert change.changes.fields == {"title": "New title"}
    assert change.notify is Notify.ALL


def test_changed_there():
    """An edit there comes here, and mails nobody (promise 4)."""
    (change,) = plan(seen(INVITED, TITLE, agreed=INVITED), NEWEST)
    assert change.changes.fields == {"title": "New title"}
    assert isinstance(change, UpdateLocal)


def test_changed_on_both():
    """Edits of different fields cross (promise 24)."""
    there, here = plan(seen(TITLE, ROOM, agreed=INVITED), NEWEST)
    assert there.changes.fields == {"title": "New title"}
    assert here.changes.fields == {"location": "New room"}


@pytest.mark.parametrize(
    ("policy", "changed_locally", "winner"),
    [
        (NEWEST, LATER, Side.LOCAL),
        (NEWEST, EARLIER.replace(hour=1), Side.REMOTE),
        (NEWEST, None, Side.REMOTE),
        (LOCAL_WINS, None, Side.LOCAL),
        (REMOTE_WINS, LATER, Side.REMOTE),
    ],
)
def test_a_clash(policy, changed_locally, winner):
    """The policy decides a clash, and the value that lost is kept (promise 24)."""
    other = replace(INVITED, title="Other title")
    change, conflict = plan(
        seen(TITLE, other, agreed=INVITED, changed_locally=changed_locally), policy
    )
    assert isinstance(change, UpdateRemote if winner is Side.LOCAL else UpdateLocal)
    assert conflict.winner is winner
    assert {conflict.kept, conflict.lost} == {"New title", "Other title"}


def test_the_same_edit_on_both():
    """The same edit on both sides is a new agreement, without a write."""
    assert kinds(plan(seen(TITLE, TITLE, agreed=INVITED), NEWEST)) == [Relink]


# -- gone ------------------------------------------------------------------------------------------


def test_deleted_here():
    """What is deleted here is deleted there, and the guests are told once (promises 4, 8)."""
    (deletion,) = plan(seen(None, INVITED, agreed=INVITED, notify=True), NEWEST)
    assert deletion == DeleteRemote("key", "remote1", '"7"', Notify.ALL, INVITED)


def test_deleted_there():
    """What is deleted there is deleted here (promise 8)."""
    assert plan(seen(INVITED, None, agreed=INVITED), NEWEST) == (DeleteLocal("key", INVITED),)


def test_deleted_on_both():
    """What is gone on both sides is done with."""
    assert reason(plan(seen(None, None, agreed=SINGLE), NEWEST)) is SkipReason.BOTH_GONE


def test_deleted_here_edited_there_later():
    """An edit later than the deletion brings the meeting back, and that is told (promise 9)."""
    observation = seen(
        None, TITLE, agreed=INVITED, changed_locally=EARLIER, event={"updated": LATER}
    )
    made, conflict = plan(observation, NEWEST)
    assert made == CreateLocal("key", TITLE)
    assert (conflict.field, conflict.winner) == ("deletion", Side.REMOTE)


def test_deleted_here_later_than_edited_there():
    """A deletion later than the edit stands, and the lost edit is told."""
    observation = seen(None, TITLE, agreed=INVITED, changed_locally=LATER)
    assert kinds(plan(observation, NEWEST)) == [DeleteRemote, Conflict]


def test_edited_here_deleted_there():
    """Likewise the other way round."""
    gone = {"updated": EARLIER}
    kept = seen(TITLE, None, agreed=INVITED, changed_locally=LATER, event=gone)
    assert kinds(plan(kept, NEWEST)) == [CreateRemote, Conflict]
    assert kinds(plan(kept, REMOTE_WINS)) == [DeleteLocal, Conflict]


def test_when_nobody_knows_who_was_later_the_edit_stays():
    """Without times, keeping a meeting is the smaller mistake (promise 9)."""
    assert kinds(plan(seen(TITLE, None, agreed=INVITED), NEWEST)) == [CreateRemote, Conflict]
    silent = seen(None, TITLE, agreed=INVITED, event={"updated": None})
    assert kinds(plan(silent, NEWEST)) == [CreateLocal, Conflict]


def test_an_answer_is_no_edit():
    """Somebody's answer does not bring back a meeting that was deleted (promise 8)."""
    assert kinds(plan(seen(YES, None, agreed=INVITED, changed_locally=LATER), NEWEST)) == [
        DeleteLocal
    ]
    assert kinds(plan(seen(None, YES, agreed=INVITED, event={"updated": LATER}), NEWEST)) == [
        DeleteRemote
    ]


def test_a_list_cut_short_is_not_written():
    """An organizer's guest list that was cut short is left alone, answers and all (promise 48)."""
    short = replace(INVITED, attendees=(MINE,), attendees_complete=False)
    local = replace(YES, title="New title")
    (change,) = plan(seen(local, short, Base(INVITED, short)), NEWEST)
    assert change.changes.fields == {"title": "New title"}
    assert kinds(plan(seen(YES, short, Base(INVITED, short)), NEWEST)) == [Relink]


# -- directions and what cannot be written ---------------------------------------------------------


def test_read_only_is_never_written():
    """What may only be read still comes here, and nothing goes there (promises 11, 34)."""
    locked = {"read_only": True}
    assert kinds(plan(seen(SINGLE, TITLE, agreed=SINGLE, event=locked), NEWEST)) == [UpdateLocal]
    for local in (TITLE, None):
        skipped = plan(seen(local, INVITED, agreed=INVITED, event=locked), NEWEST)
        assert reason(skipped) is SkipReason.NOT_WRITABLE


def test_only_to_odoo():
    """A calendar that is only read gets nothing, and its word counts (promise 35)."""
    one_way = {"agreed": INVITED, "may_push": False}
    assert reason(plan(seen(TITLE, INVITED, **one_way), LOCAL_WINS)) is SkipReason.DIRECTION
    assert plan(seen(None, INVITED, **one_way), NEWEST) == (Part("key"),)
    assert reason(plan(seen(SINGLE, None, may_push=False), NEWEST)) is SkipReason.DIRECTION
    other = replace(INVITED, title="Theirs")
    assert kinds(plan(seen(TITLE, other, **one_way), LOCAL_WINS)) == [UpdateLocal, Conflict]
    assert kinds(plan(seen(TITLE, None, **one_way), LOCAL_WINS)) == [DeleteLocal, Conflict]


def test_only_from_odoo():
    """A calendar that is only written gives nothing, and Odoo's word counts (promise 35)."""
    one_way = {"agreed": INVITED, "may_pull": False}
    assert reason(plan(seen(INVITED, TITLE, **one_way), REMOTE_WINS)) is SkipReason.DIRECTION
    assert plan(seen(INVITED, None, **one_way), NEWEST) == (Part("key"),)
    assert reason(plan(seen(None, SINGLE, may_pull=False), NEWEST)) is SkipReason.DIRECTION
    other = replace(INVITED, title="Theirs")
    assert kinds(plan(seen(TITLE, other, **one_way), REMOTE_WINS)) == [UpdateRemote, Conflict]
