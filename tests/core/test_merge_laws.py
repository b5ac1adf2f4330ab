"""What holds of every merge, whatever was edited."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.actions import Side
from odoo.addons.calendar_sync_base.core.changes import apply, diff
from odoo.addons.calendar_sync_base.core.merge import merge
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.text import same_text
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
)

from . import strategies as some
from .merging import after, of, sides


@given(some.meetings, some.meetings)
def test_diff_and_apply(before, now):
    """Whatever changed, the change turns the one into the other."""
    assert apply(diff(before, now), before) == now
    assert not diff(now, now)


@given(st.data(), some.meetings, sides)
def test_nothing_is_left_after_a_merge(data, base, prefer):
    """Once both sides did what the merge said, there is nothing more to do (promises 5, 24)."""
    local, remote = data.draw(some.edited(base)), data.draw(some.edited(base))
    found = merge(Base(base, base), local, remote, prefer)
    mine, other = after(found, local, remote)
    again = merge(Base(mine, other), mine, other, prefer)
    assert not again.for_local
    assert not again.for_remote
    assert not again.conflicts


@given(st.data(), some.meetings, sides)
def test_both_sides_become_the_same(data, base, prefer):
    """Two sides that once agreed fully agree fully again (promise 24)."""
    local, remote = data.draw(some.edited(base)), data.draw(some.edited(base))
    mine, other, _conflicts = of(base, local, remote, prefer)
    for name in set(FIELDS) - {"description"}:
        assert getattr(mine, name) == getattr(other, name), name
    assert same_text(mine.description, other.description)
    assert mine.recurrence == other.recurrence


@given(st.data(), some.meetings, sides)
def test_one_sided_edits_win_whatever_is_preferred(data, base, prefer):
    """An edit on one side only arrives whole on the other, without a conflict (promise 9)."""
    edited = data.draw(some.edited(base))
    assert of(base, edited, base, prefer) == (edited, edited, ())
    assert of(base, base, edited, prefer) == (edited, edited, ())


@given(st.data(), some.singles(), sides)
def test_no_edit_is_lost_silently(data, base, prefer):
    """A field changed on either side holds one of the new values, or the loser is told (9, 24)."""
    local, remote = data.draw(some.edited(base)), data.draw(some.edited(base))
    mine, _other, conflicts = of(base, local, remote, prefer)
    told = {one.field for one in conflicts}
    for name in set(FIELDS) - {"attendees"}:
        was, here, there = (getattr(one, name) for one in (base, local, remote))
        if here != was and there in (was, here):
            assert getattr(mine, name) == here
        elif there != was and here == was:
            assert getattr(mine, name) == there
        elif was not in (here, there) and name != "description":
            assert name in told


@given(st.data(), some.meetings)
def test_sides_are_equal_before_the_law(data, base):
    """Swapping the sides swaps the result, and nothing else."""
    local, remote = data.draw(some.edited(base)), data.draw(some.edited(base))
    one = of(base, local, remote, Side.LOCAL)
    other = of(base, remote, local, Side.REMOTE)
    assert one[:2] == (other[1], other[0])
    assert [(x.field, x.kept, x.lost) for x in one[2]] == [
        (x.field, x.kept, x.lost) for x in other[2]
    ]
