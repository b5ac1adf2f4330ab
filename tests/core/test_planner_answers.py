"""Whose account passes a guest's answer: the guest's own, where there is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core import alone
from odoo.addons.calendar_sync_base.core.actions import (
    Conflict,
    Relink,
    Respond,
    Role,
    Side,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import apply
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import Response

from .build import (
    EARLIER,
    HOUR,
    LATER,
    LOCAL_WINS,
    NEWEST,
    REMOTE_WINS,
    WEEKLY,
    guest,
    seen,
    series,
)
from .cases import INVITED, MINE, answered, kinds

BEN = "ben@example.com"
THEIRS = frozenset({BEN})
YES = answered(INVITED, Response.ACCEPTED, BEN)
NO = answered(INVITED, Response.DECLINED, BEN)
POLICIES = [NEWEST, LOCAL_WINS, REMOTE_WINS]


def test_a_guest_without_an_account_here_is_spoken_for():
    """The organizer's calendar is all that tells what a stranger answered (promise 36)."""
    (here,) = plan(seen(INVITED, YES, agreed=INVITED), NEWEST)
    assert isinstance(here, UpdateLocal)
    assert apply(here.changes, INVITED) == YES
    (there,) = plan(seen(YES, INVITED, agreed=INVITED), NEWEST)
    assert isinstance(there, UpdateRemote)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.GUEST])
@pytest.mark.parametrize(("local", "remote"), [(YES, INVITED), (INVITED, YES), (NO, YES)])
def test_only_the_own_account_passes_an_answer(policy, role, local, remote):
    """What another calendar shows of a guest's answer overrules nothing (promises 9, 36)."""
    for changed_locally in (None, EARLIER, LATER):
        observation = seen(
            local,
            remote,
            agreed=INVITED,
            role=role,
            answer_themselves=THEIRS,
            changed_locally=changed_locally,
        )
        assert kinds(plan(observation, policy)) == [Relink]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_rest_of_a_meeting_passes_without_the_answers(policy):
    """Edits of everything else go both ways meanwhile, and tell of no conflict (promise 24)."""
    local, remote = replace(NO, title="Mine"), replace(YES, location="Room 9")
    there, here = plan(
        seen(local, remote, agreed=INVITED, answer_themselves=THEIRS, changed_locally=EARLIER),
        policy,
    )
    assert apply(there.changes, remote) == replace(remote, title="Mine")
    assert apply(here.changes, local) == replace(local, location="Room 9")


def test_the_others_answers_pass():
    """Only the answers of those who have an account are left to it."""
    people = (MINE, guest(BEN), guest("carl@example.com"))
    before = replace(INVITED, attendees=people)
    carl = answered(before, Response.ACCEPTED, "carl@example.com")
    remote = answered(carl, Response.DECLINED, BEN)
    (here,) = plan(seen(before, remote, agreed=before, answer_themselves=THEIRS), NEWEST)
    assert apply(here.changes, before) == carl


def test_a_guest_who_comes_and_goes():
    """Who is invited and who no longer is the organizer's calendar tells, answers or not."""
    alone_now = replace(INVITED, attendees=(MINE,))
    (there,) = plan(seen(alone_now, YES, agreed=INVITED, answer_themselves=THEIRS), NEWEST)
    assert apply(there.changes, YES) == alone_now
    (here,) = plan(seen(alone_now, YES, agreed=alone_now, answer_themselves=THEIRS), NEWEST)
    assert apply(here.changes, alone_now) == YES


def test_an_optional_guest_with_an_account():
    """Whether somebody has to come is the organizer's to say, the answer is not."""
    people = (MINE, guest(BEN, optional=True))
    (there,) = plan(
        seen(replace(INVITED, attendees=people), YES, agreed=INVITED, answer_themselves=THEIRS),
        NEWEST,
    )
    wanted = (MINE, guest(BEN, optional=True, response=Response.ACCEPTED))
    assert apply(there.changes, YES).attendees == wanted


@pytest.mark.parametrize("policy", POLICIES)
def test_meeting_for_the_first_time_keeps_answers_apart(policy):
    """Two sides that were never compared keep what each says of such a guest."""
    observation = seen(NO, YES, answer_themselves=THEIRS, changed_locally=LATER)
    assert kinds(plan(observation, policy)) == [Relink]


@pytest.mark.parametrize("policy", POLICIES)
def test_answers_to_one_occurrence(policy):
    """An answer to one occurrence is the guest's account's as well, also one taken back."""
    base = replace(WEEKLY, attendees=(MINE, guest(BEN)))
    third = slots(WEEKLY)[2]
    no = (MINE, guest(BEN, response=Response.DECLINED))
    other = series(overrides={third: {"attendees": no}}, attendees=base.attendees)
    for local, remote, before in (
        (other, base, base),
        (base, other, base),
        (base, other, other),
        (other, base, other),
    ):
        observation = seen(local, remote, agreed=before, answer_themselves=THEIRS)
        assert kinds(plan(observation, policy)) == [Relink]


def test_a_moved_occurrence_with_an_answer():
    """An occurrence moved here moves there, and keeps there what the guest answered."""
    base = replace(WEEKLY, attendees=(MINE, guest(BEN)))
    third = slots(WEEKLY)[2]
    no = (MINE, guest(BEN, response=Response.DECLINED))
    local = series(overrides={third: {"location": "Room 9"}}, attendees=base.attendees)
    remote = series(overrides={third: {"attendees": no}}, attendees=base.attendees)
    (there,) = plan(seen(local, remote, agreed=base, answer_themselves=THEIRS), NEWEST)
    both = {third: {"attendees": no, "location": "Room 9"}}
    assert apply(there.changes, remote) == series(overrides=both, attendees=base.attendees)


def test_a_copy_follows_the_answers_here():
    """A private copy is of no guest's account: it shows what is known here."""
    (there,) = plan(
        seen(YES, INVITED, agreed=INVITED, role=Role.COPY, answer_themselves=THEIRS), NEWEST
    )
    assert apply(there.changes, INVITED) == YES


def test_what_was_written_says_nothing_of_the_answers():
    """An attempt that is made again knows that it did not write a guest's answer."""
    local = replace(NO, title="Mine")
    observation = seen(local, INVITED, agreed=INVITED, answer_themselves=THEIRS)
    agreed = alone.written(observation, observation.base, local)
    assert agreed.remote == replace(INVITED, title="Mine")


def test_no_conflict_is_told_of_an_answer():
    """A guest who answered twice is in conflict with nobody."""
    local, remote = replace(NO, title="Mine"), replace(YES, title="Theirs")
    found = plan(seen(local, remote, agreed=INVITED, answer_themselves=THEIRS), NEWEST)
    assert [one.field for one in found if isinstance(one, Conflict)] == ["title"]


OWN_YES = answered(INVITED, Response.ACCEPTED)
OWN_NO = answered(INVITED, Response.DECLINED)


@pytest.mark.parametrize("organizer_connected", [True, False])
@pytest.mark.parametrize(
    ("policy", "changed_locally", "answer"),
    [
        (NEWEST, LATER, Response.DECLINED),
        (NEWEST, EARLIER - HOUR, Response.ACCEPTED),
        (LOCAL_WINS, EARLIER - HOUR, Response.DECLINED),
        (REMOTE_WINS, LATER, Response.ACCEPTED),
    ],
)
def test_a_guest_who_answered_on_both_sides(policy, changed_locally, answer, organizer_connected):
    """Of a guest's two answers the policy takes one, as of all that is one's own (promise 24)."""
    found = plan(
        seen(
            OWN_NO,
            OWN_YES,
            agreed=INVITED,
            role=Role.GUEST,
            organizer_connected=organizer_connected,
            changed_locally=changed_locally,
        ),
        policy,
    )
    if answer is Response.DECLINED:
        (one,) = [one for one in found if isinstance(one, Respond)]
        assert one.response is answer
    else:
        (one,) = [one for one in found if isinstance(one, UpdateLocal)]
        assert apply(one.changes, OWN_NO) == OWN_YES
    told = [one for one in found if isinstance(one, Conflict)]
    assert len(found) == 1 + len(told)
    if not organizer_connected:
        (conflict,) = told
        assert answer.value in conflict.kept


def test_the_rest_is_the_organizers():
    """Whoever answered last, a title is the organizer's, and each conflict says who won."""
    local, remote = replace(OWN_NO, title="Mine"), replace(OWN_YES, title="Theirs")
    found = plan(
        seen(local, remote, agreed=INVITED, role=Role.GUEST, changed_locally=LATER), NEWEST
    )
    winners = {one.field: one.winner for one in found if isinstance(one, Conflict)}
    assert winners == {"attendees": Side.LOCAL, "title": Side.REMOTE}


def test_a_clash_about_somebody_else_is_told():
    """Whoever speaks for themselves hides no conflict about another guest (promise 24)."""
    carl = guest("carl@example.com")
    before = replace(INVITED, attendees=(*INVITED.attendees, carl))
    local = replace(NO, attendees=(*NO.attendees, replace(carl, optional=True)))
    found = plan(seen(local, YES, agreed=before, answer_themselves=THEIRS), NEWEST)
    (told,) = [one for one in found if isinstance(one, Conflict)]
    assert told.field == "attendees"
