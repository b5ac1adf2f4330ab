"""The meetings of the planner's tests, and how its plans are read."""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.actions import (
    Skip,
)
from odoo.addons.calendar_sync_base.core.values import Response

from .build import (
    OWN,
    SINGLE,
    guest,
)

MINE = guest(OWN)
INVITED = replace(SINGLE, attendees=(MINE, guest("ben@example.com")))
TITLE = replace(INVITED, title="New title")
ROOM = replace(INVITED, location="New room")


def answered(meeting, response, email=OWN):
    """Return the meeting with one person's answer."""
    people = tuple(
        replace(one, response=response) if one.email == email else one for one in meeting.attendees
    )
    return replace(meeting, attendees=people)


YES = answered(INVITED, Response.ACCEPTED)


def kinds(actions):
    """Return the classes of some actions."""
    return [type(one) for one in actions]


def reason(actions):
    """Return why nothing is done."""
    (skip,) = actions
    assert isinstance(skip, Skip)
    return skip.reason
