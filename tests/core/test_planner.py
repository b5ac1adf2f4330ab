"""The decision table, case by case, and then every combination there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from odoo.addons.calendar_sync_base.core.actions import (
    Conflict,
    CreateLocal,
    CreateRemote,
    DeleteLocal,
    DeleteRemote,
    Notify,
    Relink,
    Respond,
    Role,
    Side,
    Skip,
    SkipReason,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import apply
from odoo.addons.calendar_sync_base.core.observation import Base, RemoteEvent
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import Reminders, Response

from .build import (
    EARLIER,
    LATER,
    LOCAL_WINS,
    NEWEST,
    NOW,
    OWN,
    REMOTE_WINS,
    SINGLE,
    WEEKLY,
    guest,
    seen,
    series,
)

MINE = guest(OWN)
INVITED = replace(SINGLE, attendees=(MINE, guest("ben@example.com")))
TITLE = replace(INVITED, title="New title")
ROOM = replace(INVITED, location="New room")


def answered(meeting, response, email=OWN):
    """Return the meeting with one person's answer."""
    people = tuple(
        replace(one, response=response) if one.email == email else one for one in meeting.attendees
    )
    return replace(meeting, attendees=people)


YES = answered(INVITED, Response.ACCEPTED)


def kinds(actions):
    """Return the classes of some actions."""
    return [type(one) for one in actions]


def reason(actions):
    """Return why nothing is done."""
    (skip,) = actions
    assert isinstance(skip, Skip)
    return skip.reason


# -- never agreed on -------------------------------------------------------------------------------


def test_new_here():
    """A meeting that is new here is made there, under the id chosen for it (promise 2)."""
    (made,) = plan(seen(SINGLE, None), NEWEST)
    assert made == CreateRemote("key", SINGLE, "uid", "remote1", Role.ORGANIZER, Notify.NOBODY)


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


def test_a_guest_creates_nothing():
    """The invitation comes from the organizer's calendar, not from a guest's (promise 11)."""
    assert reason(plan(seen(INVITED, None, role=Role.GUEST), NEWEST)) is SkipReason.WAITING


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


# -- guests ----------------------------------------------------------------------------------------


def test_a_guests_own_answer_goes_there():
    """A guest's answer given here is sent as an answer, nothing else (promises 11, 36)."""
    (answer,) = plan(seen(YES, INVITED, agreed=INVITED, role=Role.GUEST), NEWEST)
    assert answer == Respond("key", "remote1", '"7"', OWN, Response.ACCEPTED, INVITED)


def test_a_guests_answer_to_one_occurrence():
    """An answer to one occurrence of a series is one of that occurrence (promise 36)."""
    base = replace(WEEKLY, attendees=(MINE,))
    third = slots(WEEKLY)[2]
    no = (replace(MINE, response=Response.DECLINED),)
    local = series(overrides={third: {"attendees": no}}, attendees=(MINE,))
    (answer,) = plan(seen(local, base, agreed=base, role=Role.GUEST), NEWEST)
    assert (answer.response, answer.original) == (Response.DECLINED, third)
    (here,) = plan(
        seen(base, local, agreed=base, role=Role.GUEST, organizer_connected=True), NEWEST
    )
    assert apply(here.changes, base) == local


def test_a_guests_edit_goes_nowhere():
    """A guest's edit of what is the organizer's stays here (promise 11)."""
    assert kinds(plan(seen(TITLE, INVITED, agreed=INVITED, role=Role.GUEST), NEWEST)) == [Relink]


def test_others_answers_are_not_a_guests_to_give():
    """Only one's own answer is sent."""
    local = answered(INVITED, Response.ACCEPTED, "ben@example.com")
    assert kinds(plan(seen(local, INVITED, agreed=INVITED, role=Role.GUEST), NEWEST)) == [Relink]


def test_a_guest_of_a_stranger_follows_the_remote():
    """Without the organizer here, the guest's own calendar is what tells about the meeting."""
    (change,) = plan(seen(INVITED, TITLE, agreed=INVITED, role=Role.GUEST), NEWEST)
    assert change.changes.fields == {"title": "New title"}
    assert kinds(plan(seen(INVITED, None, agreed=INVITED, role=Role.GUEST), NEWEST)) == [
        DeleteLocal
    ]


def test_the_organizers_word_counts():
    """A guest's clash with the organizer's calendar is decided for it, and told."""
    remote = replace(INVITED, title="Their title")
    change, conflict = plan(
        seen(TITLE, remote, agreed=INVITED, role=Role.GUEST, changed_locally=LATER), NEWEST
    )
    assert change.changes.fields == {"title": "Their title"}
    assert conflict.winner is Side.REMOTE


@pytest.mark.parametrize("role", [Role.GUEST, Role.COPY])
def test_a_copys_own_matters_stay_there(role):
    """Reminders, privacy and the like of one guest's copy are not everybody's (promise 39)."""
    remote = replace(TITLE, reminders=Reminders(use_default=False))
    observation = seen(INVITED, remote, agreed=INVITED, role=role, organizer_connected=True)
    assert kinds(plan(observation, NEWEST)) == [Relink]


@pytest.mark.parametrize("role", [Role.GUEST, Role.COPY])
def test_an_answer_given_there_comes_here(role):
    """An answer given in the guest's own calendar is theirs here too (promise 36)."""
    remote = replace(YES, title="Not this")
    observation = seen(INVITED, remote, agreed=INVITED, role=role, organizer_connected=True)
    (change,) = plan(observation, NEWEST)
    assert apply(change.changes, INVITED) == YES


@pytest.mark.parametrize("role", [Role.GUEST, Role.COPY])
def test_throwing_away_a_copy_declines(role):
    """A guest who deletes the own copy declines; the meeting stays (promises 3, 8)."""
    observation = seen(INVITED, None, agreed=INVITED, role=role, organizer_connected=True)
    (change,) = plan(observation, NEWEST)
    assert apply(change.changes, INVITED) == answered(INVITED, Response.DECLINED)


def test_one_of_several_guests():
    """A meeting of a stranger that others here have too survives one guest's deletion."""
    observation = seen(INVITED, None, agreed=INVITED, role=Role.GUEST, held_by_others=True)
    assert kinds(plan(observation, NEWEST)) == [UpdateLocal]


def test_somebody_not_invited_has_nothing_to_decline():
    """A deleted copy of somebody who is no longer invited changes nothing."""
    observation = seen(SINGLE, None, agreed=SINGLE, role=Role.COPY)
    assert reason(plan(observation, NEWEST)) is SkipReason.IN_SYNC


def test_a_guests_copy_goes_with_the_meeting():
    """A meeting deleted here disappears from the guest's calendar, whatever happened there."""
    for role in (Role.GUEST, Role.COPY):
        (deletion,) = plan(seen(None, TITLE, agreed=INVITED, role=role, notify=True), NEWEST)
        assert isinstance(deletion, DeleteRemote)
        assert deletion.notify is Notify.NOBODY


def test_a_copy_is_updated_silently():
    """A copy follows the meeting here, and mails nobody."""
    (change,) = plan(seen(TITLE, INVITED, agreed=INVITED, role=Role.COPY, notify=True), NEWEST)
    assert change.changes.fields == {"title": "New title"}
    assert (change.role, change.notify) == (Role.COPY, Notify.NOBODY)


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
    assert reason(plan(seen(None, INVITED, **one_way), NEWEST)) is SkipReason.DIRECTION
    assert reason(plan(seen(SINGLE, None, may_push=False), NEWEST)) is SkipReason.DIRECTION
    other = replace(INVITED, title="Theirs")
    assert kinds(plan(seen(TITLE, other, **one_way), LOCAL_WINS)) == [UpdateLocal, Conflict]
    assert kinds(plan(seen(TITLE, None, **one_way), LOCAL_WINS)) == [DeleteLocal, Conflict]


def test_only_from_odoo():
    """A calendar that is only written gives nothing, and Odoo's word counts (promise 35)."""
    one_way = {"agreed": INVITED, "may_pull": False}
    assert reason(plan(seen(INVITED, TITLE, **one_way), REMOTE_WINS)) is SkipReason.DIRECTION
    assert reason(plan(seen(INVITED, None, **one_way), NEWEST)) is SkipReason.DIRECTION
    assert reason(plan(seen(None, SINGLE, may_pull=False), NEWEST)) is SkipReason.DIRECTION
    other = replace(INVITED, title="Theirs")
    assert kinds(plan(seen(TITLE, other, **one_way), REMOTE_WINS)) == [UpdateRemote, Conflict]


# -- everything ------------------------------------------------------------------------------------

LOCAL_STATES = {"same": INVITED, "title": TITLE, "answer": YES, "gone": None}
REMOTE_STATES = {
    "same": INVITED,
    "room": ROOM,
    "title": replace(INVITED, title="Other title"),
    "answer": answered(INVITED, Response.TENTATIVE),
    "gone": None,
}
SCOPE = list(
    product(
        [True, False],  # agreed before
        LOCAL_STATES,
        REMOTE_STATES,
        Role,
        [True, False],  # organizer connected
        [True, False],  # may pull
        [True, False],  # may push
        [True, False],  # read-only
        [NEWEST, LOCAL_WINS, REMOTE_WINS],
    )
)


def every():
    """Yield an observation, its policy and its plan for every combination of the small scope."""
    for agreed, local, remote, role, connected, pull, push, locked, policy in SCOPE:
        observation = seen(
            LOCAL_STATES[local],
            REMOTE_STATES[remote],
            agreed=INVITED if agreed else None,
            role=role,
            organizer_connected=connected,
            may_pull=pull,
            may_push=push,
            notify=True,
            changed_locally=LATER,
            event={"read_only": locked},
        )
        yield observation, policy, plan(observation, policy)


@pytest.fixture(scope="module")
def everything():
    """Return all of `every`."""
    return list(every())


REMOTE_WRITES = (CreateRemote, UpdateRemote, DeleteRemote, Respond)
LOCAL_WRITES = (CreateLocal, UpdateLocal, DeleteLocal)


def test_every_case_is_decided(everything):
    """There is a plan for each combination, at most one write a side, and a Skip stands alone."""
    assert len(everything) == 2 * 4 * 5 * 3 * 2 * 2 * 2 * 2 * 3
    for _seen, _policy, actions in everything:
        assert actions
        assert sum(isinstance(one, REMOTE_WRITES) for one in actions) <= 1
        assert sum(isinstance(one, LOCAL_WRITES) for one in actions) <= 1
        assert len(actions) == 1 or not any(isinstance(one, Skip | Relink) for one in actions)
        assert all(one.key == "key" for one in actions)


def test_every_direction_is_kept(everything):
    """Nothing is written against the direction, or to what is read-only (promises 34, 35)."""
    for observation, _policy, actions in everything:
        if not observation.may_push or observation.remote.read_only:
            assert not any(isinstance(one, REMOTE_WRITES) for one in actions)
        if not observation.may_pull:
            assert not any(isinstance(one, LOCAL_WRITES) for one in actions)


def test_no_deletion_without_one_on_the_other_side(everything):
    """Only what was agreed on and is gone on one side is deleted on the other (6, 8)."""
    for observation, _policy, actions in everything:
        for action in actions:
            if isinstance(action, DeleteRemote):
                assert observation.base
                assert observation.local is None
            if isinstance(action, DeleteLocal):
                assert observation.base
                assert observation.remote.meeting is None


def test_guests_write_only_answers(everything):
    """A guest's account never writes what is the organizer's (promise 11)."""
    for observation, _policy, actions in everything:
        if observation.role is Role.GUEST:
            assert not any(isinstance(one, CreateRemote | UpdateRemote) for one in actions)


def test_only_organizers_mail(everything):
    """Nobody is mailed by a guest's or a copy's account (promises 1, 4)."""
    for observation, _policy, actions in everything:
        if observation.role is not Role.ORGANIZER or observation.base is None:
            told = [one for one in actions if getattr(one, "notify", None) is Notify.ALL]
            assert all(isinstance(one, CreateRemote) for one in told)
            assert observation.role is Role.ORGANIZER or not told


def carry_out(observation, actions):
    """Return the observation after its plan was carried out and recorded."""
    local, remote = observation.local, observation.remote.meeting
    for action in actions:
        if isinstance(action, CreateRemote):
            remote = action.meeting
        elif isinstance(action, UpdateRemote):
            remote = apply(action.changes, remote)
        elif isinstance(action, Respond):
            remote = answered(remote, action.response, action.email)
        elif isinstance(action, DeleteRemote):
            remote = None
        elif isinstance(action, CreateLocal):
            local = action.meeting
        elif isinstance(action, UpdateLocal):
            local = apply(action.changes, local)
        elif isinstance(action, DeleteLocal):
            local = None
    base = Base(local, remote) if local and remote else observation.base
    return replace(
        observation,
        local=local,
        remote=replace(observation.remote, meeting=remote),
        base=base,
        changed_locally=None,
        notify=False,
    )


def test_every_plan_settles(everything):
    """After one pass, the next one has nothing to write (promise 5)."""
    for observation, policy, actions in everything:
        again = plan(carry_out(observation, actions), policy)
        assert not any(isinstance(one, REMOTE_WRITES + LOCAL_WRITES) for one in again), (
            observation,
            actions,
            again,
        )


def test_two_way_organizers_end_up_the_same(everything):
    """Where both sides may be written, both end up with the same meeting, or none (promise 24)."""
    for observation, _policy, actions in everything:
        both = observation.may_pull and observation.may_push and not observation.remote.read_only
        if observation.role is Role.ORGANIZER and both:
            done = carry_out(observation, actions)
            assert done.local == done.remote.meeting


def test_no_edit_is_lost_in_any_case(everything):
    """Where both sides may be written, an edit survives on both or is told (promise 9)."""
    for observation, _policy, actions in everything:
        both = observation.may_pull and observation.may_push and not observation.remote.read_only
        if observation.role is not Role.ORGANIZER or not both:
            continue
        done = carry_out(observation, actions)
        told = "".join(f"{x.kept}|{x.lost}|" for x in actions if isinstance(x, Conflict))
        for side in (observation.local, observation.remote.meeting):
            for edit in {"New title", "Other title", "New room"} & {
                getattr(side, "title", ""),
                getattr(side, "location", ""),
            }:
                kept = done.local and edit in (done.local.title, done.local.location)
                assert kept or edit in told or "deleted" in told, (observation, actions)


def test_without_an_event_at_all():
    """An event that is not there at all is treated like one that was deleted."""
    missing = seen(INVITED, None, agreed=INVITED)
    assert missing.remote is None
    gone = replace(missing, remote=RemoteEvent("remote1"))
    assert plan(missing, NEWEST) == plan(gone, NEWEST)
    assert NOW.tzinfo is not None
