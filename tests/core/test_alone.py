"""Half a pass: what was fetched or written is agreed on, the other half stays to be done."""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core import alone
from odoo.addons.calendar_sync_base.core.actions import Role, UpdateRemote
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.values import Response

from .build import NEWEST, OWN, SINGLE, WEEKLY, guest, seen, series
from .cases import INVITED, answered
from .merging import SLOTS

BEN, CARL = guest("ben@example.com"), guest("carl@example.com")


def test_fetched_guests_do_not_hide_ours():
    """Somebody invited there was fetched, somebody invited here is still to be sent (promise 9)."""
    base = Base(SINGLE, SINGLE)
    there = replace(SINGLE, attendees=(BEN,))
    both = seen(replace(SINGLE, attendees=(CARL,)), there, base)
    agreed = alone.fetched(both, base, there)
    assert agreed == Base(there, there)
    (sent,) = plan(replace(both, base=agreed, local=replace(there, attendees=(BEN, CARL))), NEWEST)
    assert isinstance(sent, UpdateRemote)
    assert sent.changes.fields == {"attendees": (BEN, CARL)}


def test_a_fetched_occurrence_does_not_hide_ours():
    """A title from here and a place from there for one occurrence: the title is to be sent (9)."""
    base = Base(WEEKLY, WEEKLY)
    there = series(overrides={SLOTS[1]: {"location": "Garden"}})
    here = series(overrides={SLOTS[1]: {"title": "Special"}})
    assert alone.fetched(seen(here, there, base), base, there) == Base(there, there)


def test_what_was_written_does_not_hide_theirs():
    """Somebody invited here was written, what others changed there is still to be fetched (9)."""
    base = Base(SINGLE, SINGLE)
    here = replace(SINGLE, title="New", attendees=(CARL,))
    there = replace(SINGLE, location="Garden", attendees=(BEN,))
    agreed = alone.written(seen(here, there, base), base, here)
    assert agreed == Base(here, replace(SINGLE, title="New", attendees=(CARL,)))


def test_a_guest_writes_its_answer_only():
    """Of what a guest changed here, only the own answer was written (promise 11)."""
    base = Base(INVITED, INVITED)
    here = replace(answered(INVITED, Response.ACCEPTED, OWN), title="Mine")
    agreed = alone.written(seen(here, INVITED, base, role=Role.GUEST), base, here)
    assert agreed == Base(here, answered(INVITED, Response.ACCEPTED, OWN))


def test_what_may_not_pass_leaves_the_other_side_as_it_was():
    """Where a direction lets nothing through, half a pass agrees on what each side shows."""
    base = Base(SINGLE, SINGLE)
    edited = replace(SINGLE, title="New")
    unread = seen(SINGLE, edited, base, may_pull=False)
    assert alone.fetched(unread, base, edited) == Base(SINGLE, edited)
    unsent = seen(edited, SINGLE, base, may_push=False)
    assert alone.written(unsent, base, edited) == Base(edited, SINGLE)
