"""What one side would show had only the other changed since both agreed.

A pass may get only half of its work recorded: what was fetched while a write waits or failed, what
was written by an attempt that was rolled back. That half is agreed on; an edit of the other side
that is still under way must stay a difference, also where both are about the same list of guests or
the same occurrence. So it is planned once more as if that other edit were not there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from .actions import Action, Respond, UpdateLocal, UpdateRemote
from .answers import answering
from .changes import apply
from .observation import Base, Observation, Policy
from .planner import plan
from .values import Meeting

_POLICY = Policy(datetime(1970, 1, 1, tzinfo=UTC))
"""Without a clash there is nothing to decide, and nobody is mailed by what is not carried out."""


def fetched(seen: Observation, base: Base, remote: Meeting) -> Base:
    """Return the agreement after what changed there was fetched, and nothing was written."""
    local = base.local
    for action in plan(replace(seen, local=local), _POLICY):
        if isinstance(action, UpdateLocal):
            local = apply(action.changes, local)
    return Base(local, remote)


def written(seen: Observation, base: Base, local: Meeting) -> Base:
    """Return the agreement after what changed here was written, and nothing was fetched."""
    remote = base.remote
    unchanged = seen.remote and replace(seen.remote, meeting=remote)
    for action in plan(replace(seen, remote=unchanged), _POLICY):
        remote = _after(action, remote)
    return Base(local, remote)


def _after(action: Action, meeting: Meeting) -> Meeting:
    """Return what becomes of a meeting at the provider by one action."""
    if isinstance(action, UpdateRemote):
        return apply(action.changes, meeting)
    if isinstance(action, Respond):
        answer = answering(meeting, action.email, action.response, action.original)
        return apply(answer, meeting)
    return meeting
