"""What a wrong clock may do to a plan: decide a clash that is close, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from odoo.addons.calendar_sync_base.core.planner import plan

from .build import LATER, LOCAL_WINS, NEWEST, REMOTE_WINS, SINGLE, guest, seen
from .cases import INVITED, ROOM, TITLE, YES

SKEWS = [timedelta(minutes=minutes) for minutes in (-10, -1, 1, 10)]
OTHER = replace(INVITED, title="Other title")
STATES = (None, INVITED, TITLE, ROOM, YES, OTHER, replace(SINGLE, attendees=(guest(),)))
APART = timedelta(minutes=10, seconds=1)


def planned(here, there, policy, edited, skew, apart=timedelta()):
    """Return the plan for both sides' states, the remote's clock being wrong by `skew`."""
    stamped = {"updated": edited + skew}
    observation = seen(
        here, there, agreed=INVITED, event=stamped, changed_locally=edited + apart, notify=True
    )
    return plan(observation, replace(policy, now=policy.now + skew))


def is_clash(here, there):
    """Tell whether both sides changed to something else, or one did what the other deleted."""
    return INVITED not in (here, there) and here != there


@pytest.mark.parametrize("skew", SKEWS, ids=str)
@pytest.mark.parametrize("policy", [NEWEST, LOCAL_WINS, REMOTE_WINS], ids=lambda one: one.conflict)
def test_a_wrong_clock_changes_no_plan(policy, skew):
    """Ten minutes of skew change no plan but that of a close clash (promise 24)."""
    for here, there in product(STATES, STATES):
        if policy is NEWEST and is_clash(here, there):
            continue
        right = planned(here, there, policy, LATER, timedelta())
        assert planned(here, there, policy, LATER, skew) == right


@pytest.mark.parametrize("skew", SKEWS, ids=str)
@pytest.mark.parametrize("apart", [-APART, APART], ids=str)
def test_edits_further_apart_than_the_clocks_are_decided_as_ever(apart, skew):
    """The later edit stays if it is later by more than the clocks differ (promise 24)."""
    for here, there in product(STATES, STATES):
        right = planned(here, there, NEWEST, LATER, timedelta(), apart)
        assert planned(here, there, NEWEST, LATER, skew, apart) == right


@pytest.mark.parametrize("skew", SKEWS, ids=str)
def test_a_close_clash_loses_nothing(skew):
    """Whichever edit a wrong clock prefers, the other value is told (promise 24)."""
    change, conflict = planned(TITLE, OTHER, NEWEST, LATER, skew)
    assert {conflict.kept, conflict.lost} == {TITLE.title, OTHER.title}
    assert change.changes.fields == {"title": conflict.kept}
