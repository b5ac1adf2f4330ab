"""What guests' and copies' accounts may and may not do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import (
    DeleteLocal,
    DeleteRemote,
    Notify,
    Relink,
    Respond,
    Role,
    Side,
    SkipReason,
    UpdateLocal,
)
from odoo.addons.calendar_sync_base.core.changes import apply
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import Reminders, Response

from .build import (
    LATER,
    NEWEST,
    OWN,
    SINGLE,
    WEEKLY,
    seen,
    series,
)
from .cases import INVITED, MINE, TITLE, YES, answered, kinds, reason


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


@pytest.mark.parametrize(
    ("role", "compared"), [(Role.GUEST, False), (Role.GUEST, True), (Role.COPY, True)]
)
def test_throwing_away_an_occurrence_declines_it(role, compared):
    """What is gone from a guest's calendar is declined, also at first sight (promise 36)."""
    local = replace(WEEKLY, attendees=(MINE,))
    agreed = local if compared else None
    third = slots(WEEKLY)[2]
    remote = series(excluded={third}, attendees=(MINE,))
    actions = plan(seen(local, remote, agreed=agreed, role=role, organizer_connected=True), NEWEST)
    (here,) = [one for one in actions if isinstance(one, UpdateLocal)]
    no = (replace(MINE, response=Response.DECLINED),)
    assert apply(here.changes, local) == series(
        overrides={third: {"attendees": no}}, attendees=(MINE,)
    )
    assert here.changes.cancelled == frozenset()


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


def test_a_guests_copy_waits_for_the_organizers():
    """A meeting deleted here stays on a guest's calendar until its organizer's decides."""
    for agreed in (INVITED, TITLE, None):
        deleted = seen(None, INVITED, agreed=agreed, role=Role.GUEST, follows=True)
        assert reason(plan(replace(deleted, changed_locally=LATER), NEWEST)) is SkipReason.WAITING
    gone = seen(None, None, agreed=INVITED, role=Role.GUEST, follows=True)
    assert reason(plan(gone, NEWEST)) is SkipReason.BOTH_GONE


def test_a_copy_is_updated_silently():
    """A copy follows the meeting here, and mails nobody."""
    (change,) = plan(seen(TITLE, INVITED, agreed=INVITED, role=Role.COPY, notify=True), NEWEST)
    assert change.changes.fields == {"title": "New title"}
    assert (change.role, change.notify) == (Role.COPY, Notify.NOBODY)
