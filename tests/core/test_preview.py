"""Counting a plan: what a first synchronisation is said to do is what it would do."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.actions import AskFirst, Role, Skip, SkipReason
from odoo.addons.calendar_sync_base.core.observation import Policy
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.preview import Preview, Start, count, starts

from .build import NEWEST, NOW, SINGLE, WEEKLY, guest, seen

INVITING = replace(SINGLE, attendees=(guest(),))
OTHER = replace(SINGLE, title="Something else")
CASES = {
    "only here": (seen(SINGLE, None), {"created_there": 1}),
    "only there": (seen(None, SINGLE), {"created_here": 1}),
    "on both sides": (seen(SINGLE, SINGLE), {"matched": 1}),
    "a series on both sides": (seen(WEEKLY, WEEKLY), {"matched": 1}),
    "gone on both sides": (seen(None, None), {}),
    "deleted there": (seen(SINGLE, None, agreed=SINGLE), {"deleted_here": 1}),
    "deleted here": (seen(None, SINGLE, agreed=SINGLE), {"deleted_there": 1}),
    "not to be written": (seen(SINGLE, None, may_push=False), {"left_here": 1}),
    "not to be read": (seen(None, SINGLE, may_pull=False), {"left_there": 1}),
    "a colleague's": (seen(SINGLE, None, role=Role.GUEST), {"left_here": 1}),
    "in step": (seen(SINGLE, SINGLE, agreed=SINGLE), {"matched": 1}),
}


def counted(observation, policy=NEWEST):
    """Return the counts of a plan that are not nothing."""
    found = count([(observation, plan(observation, policy))], policy.silent)
    values = {name: getattr(found, name) for name in Preview.__slots__}
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("name", CASES)
def test_each_case(name):
    """Each meeting is counted for what would become of it."""
    observation, expected = CASES[name]
    assert counted(observation) == expected


def test_changes_are_counted_on_their_side():
    """A meeting that both sides have is counted as changed where it would be written."""
    found = counted(seen(SINGLE, OTHER))
    assert found["matched"] == 1
    assert found["changed_here"] == 1
    assert "created_here" not in found


def test_silent_provider_mails_nobody():
    """Where the provider can be silent, a first synchronisation causes no mail [promise 1]."""
    assert counted(seen(INVITING, None)) == {"created_there": 1}


def test_what_would_mail_is_asked():
    """Where it cannot, what would mail is counted apart, with the guests, and not as created."""
    found = counted(seen(INVITING, None), Policy(NOW, silent=False))
    assert found == {"asked": 1, "questions": (("ben@example.com", "invitation"),)}


def test_a_persons_mails_are_told():
    """What a person wanted to be mailed is counted as a mail."""
    later = replace(INVITING, span=replace(SINGLE.span, end=NOW.replace(year=2030)))
    found = counted(seen(later, None, notify=True))
    assert found == {"created_there": 1, "mails": (("ben@example.com", "invitation"),)}


def test_nothing_is_written_by_matching():
    """Where everything is on both sides there is nothing to ask."""
    assert not count([(one, plan(one, NEWEST)) for one in [seen(SINGLE, SINGLE)] * 3]).writes
    assert count([(CASES["only there"][0], plan(CASES["only there"][0], NEWEST))]).writes
    assert count([(seen(SINGLE, None), (AskFirst("key", ()),))]).writes


def test_ways_to_begin():
    """Only bringing in leaves alone what is only here, only new ones leave everything."""
    imported = Preview(created_here=5, matched=2, changed_here=1, changed_there=1, left_there=1)
    exported = Preview(created_there=3, asked=1, left_here=4, questions=(("a@b.example", "x"),))
    found = starts(imported, exported)
    assert found[Start.ALL] == imported + exported
    assert found[Start.IMPORT] == Preview(
        created_here=5, matched=2, changed_here=1, left_there=1, left_here=8
    )
    assert found[Start.NEW] == Preview(left_here=10, left_there=8)


@given(st.lists(st.sampled_from(sorted(CASES)), max_size=12))
def test_counts_add_up(names):
    """Whatever the plan, every meeting there is on a side is counted there once."""
    observations = [CASES[name][0] for name in names]
    found = count([(one, plan(one, NEWEST)) for one in observations])
    assert found.seen_here == sum(one.local is not None for one in observations)
    there = sum(bool(one.remote and one.remote.meeting) for one in observations)
    assert found.seen_there == there
    left = starts(found, Preview())[Start.NEW]
    assert (left.left_here, left.left_there) == (found.seen_here, found.seen_there)
    assert not left.writes


def test_in_sync_is_not_left_alone():
    """A meeting that is in step is not reported as one that is left alone."""
    observation = seen(SINGLE, SINGLE, agreed=SINGLE)
    assert plan(observation, NEWEST) == (Skip("key", SkipReason.IN_SYNC),)
    assert "left_here" not in counted(observation)
