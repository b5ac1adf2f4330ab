"""The decision table over every combination there is."""

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
    Skip,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import apply
from odoo.addons.calendar_sync_base.core.observation import Base, RemoteEvent
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.values import Response

from .build import (
    LATER,
    LOCAL_WINS,
    NEWEST,
    NOW,
    REMOTE_WINS,
    seen,
)
from .cases import INVITED, ROOM, TITLE, YES, answered

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
