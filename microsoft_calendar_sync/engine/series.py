"""Reading events whole: a master with its exceptions and its cancelled occurrences.

https://learn.microsoft.com/graph/api/event-get
"""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.dirty import Json, text
from odoo.addons.calendar_sync_base.core.errors import Gone
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good

from ..core.calls import get_series
from ..core.kinds import is_cancelled, is_series
from ..core.series import Whole, put_together


def whole_by_id(calendar_id: str, event_id: str) -> Script[Whole]:
    """Return everything there is of an event. Raises Gone, also for a meeting that was called off.

    A called-off meeting stays in its guests' calendars until they take it out.
    """
    [reply] = yield [get_series(calendar_id, event_id)]
    event = good(reply).body
    if is_cancelled(event):
        raise Gone("the meeting was called off")
    return put_together(event)


def whole_of(calendar_id: str, event: Json) -> Script[Whole]:
    """Return an event that was just written with its exceptions, if it is a series."""
    if not is_series(event):
        return Whole(event)
    return (yield from whole_by_id(calendar_id, text(event.get("id"))))
