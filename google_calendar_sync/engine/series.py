"""Reading series whole: the master, its exceptions, its cancelled occurrences."""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.dirty import Json, rows, text
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good
from odoo.addons.calendar_sync_base.engine.rest.trail import Trail

from ..core.calls import get_event, list_series
from ..core.series import is_cancelled, is_series, put_together


def items_of(calendar_id: str, master_id: str, uid: str = "") -> Script[list[Json]]:
    """Return everything there is under a series' iCalUID; the master alone when it was deleted.

    Google has no request for the exceptions of one series, only for all events of an iCalUID.
    Without `uid` the master is asked for it. Raises Gone when there is no such master.
    """
    if not uid:
        [reply] = yield [get_event(calendar_id, master_id)]
        master = good(reply).body
        uid = text(master.get("iCalUID"))
        if is_cancelled(master) or not uid:
            return [master]
    items: list[Json] = []
    page, trail = "", Trail("Google")
    while True:
        [reply] = yield [list_series(calendar_id, uid, page)]
        body = good(reply).body
        items += rows(body.get("items"))
        page = trail.step(text(body.get("nextPageToken")))
        if not page:
            return items


def whole_of(calendar_id: str, event: Json) -> Script[Whole]:
    """Return an event that was just read or written with its exceptions, if it is a series."""
    if not is_series(event) or is_cancelled(event):
        return Whole(event)
    master_id = text(event.get("id"))
    items = yield from items_of(calendar_id, master_id, text(event.get("iCalUID")))
    return put_together(master_id, items) or Whole(event)
