"""Reading events whole: a master with its exceptions and its cancelled occurrences.

https://learn.microsoft.com/graph/api/event-get
"""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.dirty import Json, text
from odoo.addons.calendar_sync_base.core.errors import Gone, Refused
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good

from ..core.calls import get_event, get_series
from ..core.kinds import is_cancelled, is_series
from ..core.series import is_whole, put_together


def whole_by_id(calendar_id: str, event_id: str, series: bool = False) -> Script[Whole]:
    """Return everything there is of an event; one that is known to be a series takes one request.

    Raises Gone, also for a meeting that was called off: it stays in its guests' calendars until
    they take it out.
    """
    call = get_series if series else get_event
    [reply] = yield [call(calendar_id, event_id)]
    event = good(reply).body
    if is_cancelled(event):
        raise Gone("the meeting was called off")
    if is_whole(event):
        return put_together(event)
    if series:
        raise Refused("Graph does not tell the occurrences of this series")
    return (yield from whole_by_id(calendar_id, event_id, series=True))


def whole_of(calendar_id: str, event: Json) -> Script[Whole]:
    """Return an event that was just written with its exceptions, if it is a series."""
    if not is_series(event):
        return Whole(event)
    return (yield from whole_by_id(calendar_id, text(event.get("id")), series=True))
