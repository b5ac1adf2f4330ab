"""Making events, and recognising those that an earlier attempt has made.

https://developers.google.com/workspace/calendar/api/v3/reference/events/insert
"""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.actions import CreateRemote, Notify, Role
from odoo.addons.calendar_sync_base.core.changes import ordered
from odoo.addons.calendar_sync_base.core.dirty import Json, Unreadable, text
from odoo.addons.calendar_sync_base.core.errors import Duplicate
from odoo.addons.calendar_sync_base.core.values import Meeting
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.applying import Done
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good

from ..core import calls, patch
from ..core.event import View
from ..core.ids import marker_of
from ..core.series import is_cancelled, read_meeting
from .series import whole_of
from .writing import seen, settle, shown_by, write


def create(action: CreateRemote, view: View) -> Script[Done]:
    """Make a meeting at Google; a COPY is imported, which mails nobody and may be repeated."""
    body = patch.new_body(action.meeting, action.uid, action.role, action.remote_id)
    if action.role is Role.COPY:
        call = calls.import_event(view.calendar_id, body)
    else:
        named = {"id": action.remote_id, **body}
        call = calls.insert_event(view.calendar_id, named, action.notify)
    try:
        event = yield from write(call)
    except Duplicate:
        return (yield from _taken(action, view))
    return Done(seen((yield from _with_occurrences(event, action.meeting, view)), view))


def _with_occurrences(event: Json, wanted: Meeting, view: View) -> Script[Whole]:
    """Give a series that was just made its exceptions; its invitation was mailed already."""
    if not wanted.recurrence or not wanted.recurrence.overrides:
        return Whole(event)
    return (yield from settle(view, Whole(event), wanted, Notify.NOBODY))


def _taken(action: CreateRemote, view: View) -> Script[Done]:
    """Go on with the event that has our id: ours, ours and deleted since, or somebody's."""
    [reply] = yield [calls.get_event(view.calendar_id, action.remote_id)]
    event = good(reply).body
    if marker_of(event) not in (action.uid, "" if is_cancelled(event) else action.uid):
        raise Duplicate("the id is taken by an event that is not ours")
    if is_cancelled(event):
        return (yield from _revive(action, view, event))
    return (yield from _adopt(action, view, event))


def _revive(action: CreateRemote, view: View, deleted: Json) -> Script[Done]:
    """Bring a deleted event back: its id stays taken for good, and so does all it had.

    https://developers.google.com/workspace/calendar/api/v3/reference/events#status
    """
    last, etag = _last_shown(deleted, view), text(deleted.get("etag"))
    body = patch.revived_body(last, action.meeting, action.uid, action.remote_id)
    event = yield from write(
        calls.patch_event(view.calendar_id, action.remote_id, body, action.notify, etag)
    )
    whole = yield from whole_of(view.calendar_id, event)
    return Done(seen((yield from settle(view, whole, action.meeting, Notify.NOBODY)), view))


def _last_shown(deleted: Json, view: View) -> Meeting | None:
    """Return what a deleted event was, None when not enough is left of it to tell."""
    try:
        return read_meeting(Whole(deleted), view)
    except Unreadable:
        return None


def _adopt(action: CreateRemote, view: View, event: Json) -> Script[Done]:
    """Take over what an earlier attempt made, as it stands; only what it left undone is done."""
    whole = yield from whole_of(view.calendar_id, event)
    wanted = _completed(shown_by(whole, view), action.meeting)
    return Done(seen((yield from settle(view, whole, wanted, Notify.NOBODY)), view), adopted=True)


def _completed(found: Meeting, wanted: Meeting) -> Meeting:
    """Return what was found with the exceptions it has not got; none is taken back or changed."""
    if found.recurrence is None or wanted.recurrence is None:
        return found
    taken = {one.original for one in found.recurrence.overrides} | found.recurrence.excluded
    missing = [one for one in wanted.recurrence.overrides if one.original not in taken]
    overrides = ordered((*found.recurrence.overrides, *missing))
    return replace(found, recurrence=replace(found.recurrence, overrides=overrides))
