"""What people choose for a calendar: which kinds of meetings, and whether deletions pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import (
    DeleteLocal,
    DeleteRemote,
    Part,
    Relink,
    Role,
    SkipReason,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.traits import Trait, traits_of, with_traits
from odoo.addons.calendar_sync_base.core.values import Privacy, Response

from .build import MONDAY, NEWEST, OWN, SINGLE, WEEKLY, seen, series
from .cases import INVITED, ROOM, TITLE, answered, reason

PARTED = (Part("key"),)


@pytest.mark.parametrize(
    ("local", "remote", "agreed"),
    [(SINGLE, None, None), (None, SINGLE, None), (SINGLE, SINGLE, None), (TITLE, ROOM, INVITED)],
)
def test_left_out_is_left_alone(local, remote, agreed):
    """A meeting of an unwanted kind is neither made nor changed, on either side (promise 35)."""
    assert reason(plan(seen(local, remote, agreed=agreed, left_out=True), NEWEST)) is (
        SkipReason.LEFT_OUT
    )


@pytest.mark.parametrize(("local", "remote"), [(SINGLE, None), (None, SINGLE)])
def test_tidying_up_takes_nothing_from_the_other_side(local, remote):
    """Deleting what is left out deletes nothing on the other side: the two part."""
    assert plan(seen(local, remote, agreed=SINGLE, left_out=True), NEWEST) == PARTED


@pytest.mark.parametrize(
    ("local", "remote", "switch"),
    [(SINGLE, None, "deletes_here"), (None, SINGLE, "deletes_there")],
)
def test_a_deletion_that_may_not_pass(local, remote, switch):
    """With the switch off the meeting stays where it is, edited or not (promise 35)."""
    assert plan(seen(local, remote, agreed=SINGLE, **{switch: False}), NEWEST) == PARTED
    edited = replace(SINGLE, title="Edited")
    there = seen(local and edited, remote and edited, agreed=SINGLE, **{switch: False})
    assert plan(there, NEWEST) == PARTED


def test_the_other_direction_is_not_concerned():
    """Each switch stops deletions in its own direction only."""
    gone_there = plan(seen(SINGLE, None, agreed=SINGLE, deletes_there=False), NEWEST)
    gone_here = plan(seen(None, SINGLE, agreed=SINGLE, deletes_here=False), NEWEST)
    assert [type(one) for one in (*gone_there, *gone_here)] == [DeleteLocal, DeleteRemote]


@pytest.mark.parametrize(("local", "remote"), [(SINGLE, None), (None, SINGLE)])
def test_parted_for_good(local, remote):
    """What was deleted stays deleted there, whatever happens where it was kept (promise 8)."""
    assert reason(plan(seen(local, remote, parted=True), NEWEST)) is SkipReason.PARTED


def test_together_again():
    """A meeting that both sides have once more is kept in step again."""
    assert plan(seen(SINGLE, SINGLE, parted=True), NEWEST) == (Relink("key", "remote1"),)


def test_deleted_occurrences():
    """Occurrences are deleted, too: with the switch off the other side keeps them."""
    shorter = series(excluded=[MONDAY])
    kept_here = plan(seen(WEEKLY, shorter, agreed=WEEKLY, deletes_here=False), NEWEST)
    kept_there = plan(seen(shorter, WEEKLY, agreed=WEEKLY, deletes_there=False), NEWEST)
    assert kept_here == kept_there == (Relink("key", "remote1"),)


def test_what_else_changed_passes():
    """Of a series that lost an occurrence and got a title, the title passes."""
    changed = series(excluded=[MONDAY], title="New title")
    (here,) = plan(seen(WEEKLY, changed, agreed=WEEKLY, deletes_here=False), NEWEST)
    (there,) = plan(seen(changed, WEEKLY, agreed=WEEKLY, deletes_there=False), NEWEST)
    assert isinstance(here, UpdateLocal)
    assert isinstance(there, UpdateRemote)
    for one in (here, there):
        assert (one.changes.fields, one.changes.cancelled) == ({"title": "New title"}, frozenset())


def test_a_guest_who_leaves_still_declines():
    """A guest's deletion is an answer to the organizer, and answers pass."""
    local = seen(INVITED, None, agreed=INVITED, role=Role.GUEST, deletes_here=False,
                 organizer_connected=True)  # fmt: skip
    (answer,) = plan(local, NEWEST)
    assert isinstance(answer, UpdateLocal)


@pytest.mark.parametrize(
    ("meeting", "traits"),
    [
        (None, set()),
        (INVITED, set()),
        (replace(SINGLE, privacy=Privacy.PRIVATE), {Trait.PRIVATE}),
        (replace(SINGLE, privacy=Privacy.CONFIDENTIAL), {Trait.PRIVATE}),
        (answered(INVITED, Response.TENTATIVE), {Trait.TENTATIVE}),
        (answered(INVITED, Response.TENTATIVE, "ben@example.com"), set()),
    ],
)
def test_traits(meeting, traits):
    """Private is what the meeting says, tentative what its own person answered."""
    assert traits_of(meeting, OWN) == traits


def test_traits_of_an_event():
    """What only the provider knows is added to what the meeting says."""
    private = replace(SINGLE, privacy=Privacy.PRIVATE)
    event = RemoteEvent("r", meeting=private, traits=frozenset({Trait.OUT_OF_OFFICE}))
    assert with_traits(event, OWN).traits == {Trait.OUT_OF_OFFICE, Trait.PRIVATE}
