"""Random meetings and random edits through the client: what it answers is what is there."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.actions import UpdateRemote
from odoo.addons.calendar_sync_base.core.changes import diff, ordered, override
from odoo.addons.calendar_sync_base.core.errors import NotExpressible, Refused
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import Recurrence

from ..core.strategies import FIELD_VALUES, edited, singles
from .test_random_edits import NAMES, examples, is_expressible, repeating
from .work import Work, create


def with_exceptions(data, meeting):
    """Return a series of which some occurrences are changed, and one may be cancelled."""
    first = slots(meeting, limit=4)
    chosen = data.draw(st.lists(st.sampled_from(first), max_size=3, unique=True))
    gone = frozenset(chosen[:1]) if len(first) > 1 and data.draw(st.booleans()) else frozenset()
    overrides = []
    for original in chosen:
        names = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
        changes = {name: data.draw(FIELD_VALUES[name]) for name in names}
        overrides.append(override(original, changes))
    kept = tuple(one for one in overrides if one.original not in gone)
    return replace(meeting, recurrence=Recurrence(meeting.recurrence.rules, gone, ordered(kept)))


def drawn(data):
    """Return any meeting that Outlook can hold."""
    meeting = data.draw(st.one_of(singles(), repeating))
    return with_exceptions(data, meeting) if meeting.recurrence else meeting


def assert_no_echo(work, event):
    """What a write answers is what is read of it, alone and in a listing."""
    assert work.get(event) == replace(event, marker=work.get(event).marker)
    listed = {one.remote_id: one for one in work.list().events}
    seen = listed.get(event.remote_id)
    assert seen is None or (seen.etag, seen.meeting) == (event.etag, event.meeting)


@examples
@given(st.data())
def test_any_creation(simulator, data):
    """Any meeting is made once, exceptions and all, and answered as it is then (promise 5)."""
    work = Work(simulator)
    action = create(drawn(data), uid=f"create-{simulator.world.tick}")
    event = work.do(action)
    assert_no_echo(work, event)
    (again,) = work.apply(action)
    assert (again.adopted, again.event) == (True, event)


@examples
@given(st.data())
def test_any_change(simulator, data):
    """Any edit ends as it was meant or is refused with a reason; nothing is left to write."""
    work = Work(simulator)
    event = work.make(drawn(data), uid=f"change-{simulator.world.tick}")
    wanted = data.draw(edited(event.meeting))
    changes = diff(event.meeting, wanted)
    (outcome,) = work.apply(UpdateRemote(1, event.remote_id, event.etag, event.meeting, changes))
    if outcome.error:
        assert isinstance(outcome.error, Refused)
        refused = isinstance(outcome.error, NotExpressible) or outcome.error.reason
        assert refused or not is_expressible(wanted), outcome.error.detail
        return
    assert_no_echo(work, outcome.event)
    assert outcome.event.remote_id == event.remote_id
