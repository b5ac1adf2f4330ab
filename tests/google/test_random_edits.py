"""Random meetings and random edits, all the way to Google and back over HTTP."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.actions import CreateRemote, DeleteRemote, UpdateRemote
from odoo.addons.calendar_sync_base.core.changes import diff
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.engine.ports import Window

from ..contracts.harness import OWN
from ..core.strategies import edited, meetings
from .harness import connect
from .held import held

examples = settings(
    max_examples=50,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
possible = meetings.filter(slots)


def make(provider, meeting, uid):
    """Create a meeting and return the event."""
    action = CreateRemote(1, meeting, uid, remote_id("db", uid, OWN))
    (outcome,) = provider.apply(OWN, [action])
    assert outcome.error is None, outcome.error
    return outcome.event


def listed(provider, event):
    """Return an event as a full listing shows it."""
    changes = provider.changes(OWN, "", Window())
    return next(one for one in changes.events if one.remote_id == event.remote_id)


@examples
@given(st.data())
def test_what_is_created_is_what_is_read(simulator, data):
    """Any meeting with any exceptions arrives at Google as what it is, and is read so again."""
    meeting = data.draw(possible)
    provider = connect(simulator)
    event = make(provider, meeting, f"create-{len(simulator.journal)}")
    assert event.meeting == held(meeting)
    assert provider.get(OWN, event.remote_id) == event
    assert listed(provider, event) == event


@examples
@given(st.data())
def test_any_edit_arrives(simulator, data):
    """Any edit of any meeting arrives as a difference, exceptions too, and is read so again."""
    meeting = data.draw(possible)
    after = data.draw(edited(meeting).filter(slots))
    provider = connect(simulator)
    event = make(provider, meeting, f"edit-{len(simulator.journal)}")
    changes = diff(event.meeting, held(after))
    action = UpdateRemote(1, event.remote_id, event.etag, event.meeting, changes)
    (outcome,) = provider.apply(OWN, [action])
    assert outcome.error is None, outcome.error
    assert outcome.event.meeting == held(after)
    assert provider.get(OWN, event.remote_id) == outcome.event
    (gone,) = provider.apply(OWN, [DeleteRemote(1, event.remote_id, outcome.event.etag)])
    assert gone.error is None


@examples
@given(st.data())
def test_following_changes_shows_what_a_full_listing_shows(simulator, data):
    """Whoever follows the changes has after each round what a full listing would give them."""
    writer, reader = connect(simulator), connect(simulator)
    known = {one.remote_id: one for one in reader.changes(OWN, "", Window()).events}
    cursor = reader.changes(OWN, "", Window()).cursor
    meeting = data.draw(possible)
    event = make(writer, meeting, f"follow-{len(simulator.journal)}")
    for _step in range(2):
        after = held(data.draw(edited(event.meeting).filter(slots)))
        action = UpdateRemote(
            1, event.remote_id, event.etag, event.meeting, diff(event.meeting, after)
        )
        (outcome,) = writer.apply(OWN, [action])
        event = outcome.event
        round_ = reader.changes(OWN, cursor, Window())
        cursor = round_.cursor
        known |= {one.remote_id: one for one in round_.events}
        full = {one.remote_id: one for one in reader.changes(OWN, "", Window()).events}
        assert known == full
    writer.apply(OWN, [DeleteRemote(1, event.remote_id, "")])
    assert reader.changes(OWN, cursor, Window()).events[0].meeting is None
