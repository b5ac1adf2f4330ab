"""Carrying out the actions of a plan: a script each, all side by side.

Actions on one event take turns, so that a later one sees what an earlier one did.
"""

from __future__ import annotations

from collections.abc import Sequence

from odoo.addons.calendar_sync_base.core.actions import (
    CreateRemote,
    DeleteRemote,
    RemoteAction,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.errors import SyncError
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.engine.ports import Outcome

from ..core.calls import get_event
from ..core.event import View
from .answering import delete, respond
from .batching import Batcher, Script, caught, good
from .creating import create
from .series import whole_of
from .transport import Transport
from .updating import update
from .writing import Done, seen


def apply(transport: Transport, calendar_id: str, actions: Sequence[RemoteAction]) -> list[Outcome]:
    """Carry out actions on one calendar; one outcome each, in their order. Raises AccountError."""
    view = View(calendar_id)
    turns: dict[str, list[int]] = {}
    for at, action in enumerate(actions):
        turns.setdefault(action.remote_id, []).append(at)
    scripts = [_in_turn([actions[at] for at in turn], view) for turn in turns.values()]
    ended = Batcher(transport).run(scripts)
    found: dict[int, Outcome] = {}
    for turn, outcomes in zip(turns.values(), ended, strict=True):
        found |= dict(zip(turn, outcomes, strict=True))
    return [found[at] for at in range(len(actions))]


def _in_turn(actions: Sequence[RemoteAction], view: View) -> Script[list[Outcome]]:
    outcomes = []
    for action in actions:
        ended = yield from caught(_script(action, view))
        if isinstance(ended, SyncError):
            outcomes.append(Outcome(action, error=ended))
        else:
            outcomes.append(Outcome(action, ended.event, adopted=ended.adopted))
    return outcomes


def _script(action: RemoteAction, view: View) -> Script[Done]:
    if isinstance(action, CreateRemote):
        return create(action, view)
    if isinstance(action, UpdateRemote):
        return update(action, view)
    return delete(action, view) if isinstance(action, DeleteRemote) else respond(action, view)


def read(calendar_id: str, event_id: str) -> Script[RemoteEvent]:
    """Read one event, a series whole. Raises Gone, or Refused when it cannot be read."""
    [reply] = yield [get_event(calendar_id, event_id)]
    whole = yield from whole_of(calendar_id, good(reply).body)
    return seen(whole, View(calendar_id))
