"""Guest lists are merged person by person; nobody is dropped because a list is different."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from odoo.addons.calendar_sync_base.core.actions import Side
from odoo.addons.calendar_sync_base.core.merge import adopt, merge
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.people import Sighting, merge_people
from odoo.addons.calendar_sync_base.core.values import Response

from . import strategies as some
from .build import SINGLE, guest

ANNA, BEN, CARL = guest("anna@x"), guest("ben@x"), guest("carl@x")
YES, NO = Response.ACCEPTED, Response.DECLINED


def merged(base_local, local, base_remote, remote, *, prefer=Side.LOCAL, complete=True):
    """Merge two guest lists, given then and now on both sides."""
    return merge_people(
        Sighting(base_local, local), Sighting(base_remote, remote, complete), prefer
    )


def test_added_on_one_side():
    """A guest invited on one side is invited on the other."""
    found = merged((BEN,), (BEN, CARL), (BEN,), (BEN,))
    assert found.remote == (BEN, CARL)
    assert found.clashes == ()


def test_both_sides_add():
    """Guests invited on both sides at once are all invited."""
    found = merged((), (BEN,), (), (CARL,))
    assert found.local == found.remote == (BEN, CARL)


def test_removed_on_one_side():
    """A guest removed on one side is removed on the other, and nobody else."""
    found = merged((BEN, CARL), (CARL,), (ANNA, BEN, CARL), (ANNA, BEN, CARL))
    assert found.remote == (ANNA, CARL)
    assert found.local == (CARL,)


def test_lists_that_differ_for_good():
    """An organizer or a stranger listed on one side only stays there, and only there."""
    answered = replace(BEN, response=YES)
    found = merged((BEN,), (answered,), (ANNA, BEN), (ANNA, BEN))
    assert found.remote == (ANNA, answered)
    assert found.local == (answered,)


def test_an_answer_of_somebody_unknown_here():
    """An answer of a guest whom only one side lists does not invite them on the other."""
    found = merged((), (), (ANNA,), (replace(ANNA, response=YES),))
    assert found.local == ()


def test_answer_and_option_are_separate():
    """An answer there and "optional" set here both survive (promise 36)."""
    found = merged((BEN,), (replace(BEN, optional=True),), (BEN,), (replace(BEN, response=YES),))
    both = replace(BEN, response=YES, optional=True)
    assert found.local == found.remote == (both,)
    assert found.clashes == ()


@pytest.mark.parametrize("prefer", Side)
def test_two_answers(prefer):
    """Two different answers of one person are a conflict that is reported."""
    yes, no = replace(BEN, response=YES), replace(BEN, response=NO)
    found = merged((BEN,), (yes,), (BEN,), (no,), prefer=prefer)
    winner = yes if prefer is Side.LOCAL else no
    assert found.local == found.remote == (winner,)
    (clash,) = found.clashes
    assert (clash.email, clash.local, clash.remote) == ("ben@x", yes, no)


@pytest.mark.parametrize("prefer", Side)
def test_removed_here_answered_there(prefer):
    """Removing somebody who answers at that moment is a conflict."""
    yes = replace(BEN, response=YES)
    found = merged((BEN,), (), (BEN,), (yes,), prefer=prefer)
    assert found.local == found.remote == (() if prefer is Side.LOCAL else (yes,))
    assert len(found.clashes) == 1


def test_an_answer_beats_being_asked():
    """Invited on both sides at once: the one answer there is stands."""
    yes = replace(BEN, response=YES)
    for local, remote in ((BEN, yes), (yes, BEN)):
        found = merged((), (local,), (), (remote,))
        assert found.local == found.remote == (yes,)
        assert found.clashes == ()


def test_a_list_cut_short_removes_nobody():
    """Guests missing from a list that was cut short are still guests (promise 48)."""
    found = merged((BEN, CARL), (BEN, CARL), (BEN, CARL), (BEN,), complete=False)
    assert found.local == (BEN, CARL)


def test_a_list_cut_short_is_never_written():
    """What cannot be written to a cut-short list is reported instead (promise 48)."""
    base = Base(replace(SINGLE, attendees=(BEN, CARL)), replace(SINGLE, attendees=(BEN,)))
    short = replace(SINGLE, attendees=(BEN,), attendees_complete=False)
    local = replace(SINGLE, attendees=(BEN,))
    found = merge(base, local, short, Side.LOCAL)
    assert not found.for_remote
    assert not found.for_local
    added = merge(base, replace(SINGLE, attendees=(ANNA, BEN, CARL)), short, Side.LOCAL)
    assert not added.for_remote
    assert [one.field for one in added.conflicts] == ["attendees"]


def test_what_the_provider_says_of_a_guest_is_carried_back():
    """The provider's own words about a guest stay with that guest (promise 10)."""
    known = replace(BEN, opaque='{"comment": "late"}', name="Benjamin")
    found = merged((BEN,), (replace(BEN, response=YES, name="Ben"),), (known,), (known,))
    assert found.remote[0].opaque == known.opaque
    assert found.remote[0].name == "Benjamin"


@given(some.guest_lists, some.guest_lists)
def test_adopting_removes_nobody(local, remote):
    """Two lists that meet for the first time are united (promise 3)."""
    found = adopt(replace(SINGLE, attendees=local), replace(SINGLE, attendees=remote), Side.REMOTE)
    both = {one.email for one in (*local, *remote)}
    for changes, before in ((found.for_local, local), (found.for_remote, remote)):
        after = changes.fields.get("attendees", before)
        assert {one.email for one in after} == both


@given(some.guest_lists, some.guest_lists, some.guest_lists, some.guest_lists)
def test_one_sided_changes_never_clash(base_local, local, base_remote, remote):
    """What only one side changed is never a conflict, and never comes back to that side."""
    found = merged(base_local, local, base_remote, base_remote)
    assert found.clashes == ()
    assert found.local == local
    found = merged(base_local, base_local, base_remote, remote)
    assert found.clashes == ()
    assert found.remote == remote
