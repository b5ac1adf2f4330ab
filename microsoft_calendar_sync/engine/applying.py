"""Which script carries out which action."""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.actions import (
    CreateRemote,
    DeleteRemote,
    RemoteAction,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.engine.rest.applying import Done
from odoo.addons.calendar_sync_base.engine.rest.batching import Script

from ..core.event import View
from .answering import delete, respond
from .creating import create
from .series import whole_by_id
from .updating import update
from .writing import seen


def script_of(action: RemoteAction, view: View) -> Script[Done]:
    """Return the script of an action."""
    if isinstance(action, CreateRemote):
        return create(action, view)
    if isinstance(action, UpdateRemote):
        return update(action, view)
    return delete(action, view) if isinstance(action, DeleteRemote) else respond(action, view)


def read(event_id: str, view: View) -> Script[RemoteEvent]:
    """Read one event, a series whole. Raises Gone, or Refused when it cannot be read."""
    whole = yield from whole_by_id(view.calendar_id, event_id)
    return seen(whole, view)
