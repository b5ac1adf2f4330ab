"""Guest lists that a provider cut short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from odoo.addons.calendar_sync_base.core.actions import Respond, Role
from odoo.addons.calendar_sync_base.core.observation import Base, Observation, Policy, RemoteEvent
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.values import Attendee, Meeting, Response, Timed

SPAN = Timed(datetime(2027, 5, 1, 9, tzinfo=UTC), datetime(2027, 5, 1, 10, tzinfo=UTC))
ANNA, BEN = Attendee("anna@example.com"), Attendee("ben@example.com")


def test_own_answer_goes_out() -> None:
    """A guest who sees nobody else on the list still answers for themselves (promise 48)."""
    hidden = Meeting(SPAN, attendees=(ANNA,), attendees_complete=False)
    both = Meeting(SPAN, attendees=(ANNA, BEN))
    accepted = replace(ANNA, response=Response.ACCEPTED)
    seen = Observation(
        key=1,
        uid="u",
        role=Role.GUEST,
        remote_id="r",
        own_email=ANNA.email,
        base=Base(both, hidden),
        local=both.with_changes({"attendees": (accepted, BEN)}),
        remote=RemoteEvent("r", meeting=hidden, organizer_self=False),
    )
    (action,) = [
        one
        for one in plan(seen, Policy(datetime(2027, 1, 1, tzinfo=UTC)))
        if isinstance(one, Respond)
    ]
    assert action.response is Response.ACCEPTED
