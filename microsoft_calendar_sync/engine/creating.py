"""Making events, and recognising those that an earlier attempt has made.

https://learn.microsoft.com/graph/api/calendar-post-events

Every POST of a meeting with attendees invites them, and every later write of it tells them again.
A series with exceptions is therefore made without anybody, its occurrences are put right, and its
attendees come last: each has one invitation.
"""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.actions import CreateRemote, Role
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, ordered, override
from odoo.addons.calendar_sync_base.core.dirty import Json, rows, text
from odoo.addons.calendar_sync_base.core.errors import Duplicate, Gone
from odoo.addons.calendar_sync_base.core.values import Meeting
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.applying import Done
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good

from ..core import calls, patch
from ..core.errors import AlreadyMade
from ..core.event import View
from ..core.ids import transaction_id
from .series import whole_by_id, whole_of
from .writing import seen, settle, shown_by

GENERATIONS = 8
"""So often a meeting may have been deleted and made anew while nobody here was told."""


def create(action: CreateRemote, view: View) -> Script[Done]:
    """Make a meeting in Outlook; a COPY has no attendees, so that it mails nobody."""
    for generation in range(GENERATIONS):
        body = _body(action, view, generation)
        [reply] = yield [calls.insert_event(view.calendar_id, body)]
        if not isinstance(reply, Duplicate):
            whole = yield from _finished(action, view, Whole(good(reply).body))
            return _done(action, view, whole)
        if known := (yield from _made_before(action, view, body, reply)):
            return (yield from _adopt(action, view, known))
    raise Duplicate("every id of this meeting is used up")


def _body(action: CreateRemote, view: View, generation: int) -> Json:
    first = alone(action.meeting) if _has_exceptions(action.meeting) else action.meeting
    transaction = transaction_id(action.uid, action.remote_id, generation)
    return patch.new_body(first, action.uid, action.role, transaction, view)


def _has_exceptions(meeting: Meeting) -> bool:
    rule = meeting.recurrence
    return bool(rule and (rule.overrides or rule.excluded))


def alone(meeting: Meeting) -> Meeting:
    """Return a meeting, and each of its occurrences, with nobody invited."""
    rule = meeting.recurrence
    if rule is None:
        return replace(meeting, attendees=())
    overrides = (
        override(one.original, {k: v for k, v in one.changes if k != "attendees"})
        for one in rule.overrides
    )
    kept = tuple(one for one in overrides if one.changes)
    return replace(meeting, attendees=(), recurrence=replace(rule, overrides=kept))


def _done(action: CreateRemote, view: View, whole: Whole, adopted: bool = False) -> Done:
    # The answer to a write does not show our marker.
    return Done(replace(seen(whole, view), marker=action.uid), adopted)


def _finished(action: CreateRemote, view: View, whole: Whole) -> Script[Whole]:
    """Give a new series its exceptions, and then its people."""
    if not _has_exceptions(action.meeting):
        return whole
    whole = yield from settle(view, whole, alone(action.meeting))
    return (yield from _invite(action, view, whole))


def _invite(action: CreateRemote, view: View, whole: Whole) -> Script[Whole]:
    """Add the attendees of a series that has none yet; nobody but them is mailed.

    https://learn.microsoft.com/graph/api/event-update (a PATCH of the attendees alone)
    """
    now = shown_by(whole, view)
    if action.role is Role.COPY or now.attendees or not action.meeting.attendees:
        return whole
    changes = MeetingChanges({"attendees": action.meeting.attendees})
    body = patch.master_body(now, changes, whole.master, view, action.role)
    [reply] = yield [calls.patch_event(view.calendar_id, whole.remote_id, body)]
    whole = yield from whole_of(view.calendar_id, good(reply).body)
    return (yield from settle(view, whole, _peopled(shown_by(whole, view), action.meeting)))


def _peopled(found: Meeting, wanted: Meeting) -> Meeting:
    """Return what was found with the people that only some of its occurrences have."""
    old, new = found.recurrence, wanted.recurrence
    if old is None or new is None:
        return found
    changes = {one.original: dict(one.changes) for one in old.overrides}
    for one in new.overrides:
        people = dict(one.changes).get("attendees")
        if people is not None and one.original not in old.excluded:
            changes[one.original] = {**changes.get(one.original, {}), "attendees": people}
    overrides = ordered(override(original, values) for original, values in changes.items())
    return replace(found, recurrence=replace(old, overrides=overrides))


def _made_before(
    action: CreateRemote, view: View, body: Json, refusal: Duplicate
) -> Script[Whole | None]:
    """Return the event that the same request has made, None when it was deleted since."""
    event_id = refusal.event_id if isinstance(refusal, AlreadyMade) else ""
    for one in [event_id] if event_id else (yield from _marked(action, view, body)):
        try:
            series = action.meeting.recurrence is not None
            return (yield from whole_by_id(view.calendar_id, one, series))
        except Gone:
            continue
    return None


def _marked(action: CreateRemote, view: View, body: Json) -> Script[list[str]]:
    """Return the ids of what bears our marker and comes from the same request."""
    [reply] = yield [calls.find_marked(view.calendar_id, action.uid)]
    found = rows(good(reply).body.get("value"))
    same = (one for one in found if one.get("transactionId") == body["transactionId"])
    return [text(one.get("id")) for one in same]


def _adopt(action: CreateRemote, view: View, whole: Whole) -> Script[Done]:
    """Take over what an earlier attempt made, as it stands; only what it left undone is done."""
    if _has_exceptions(action.meeting):
        wanted = _completed(shown_by(whole, view), alone(action.meeting))
        whole = yield from settle(view, whole, wanted)
        whole = yield from _invite(action, view, whole)
    return _done(action, view, whole, adopted=True)


def _completed(found: Meeting, wanted: Meeting) -> Meeting:
    """Return what was found with the exceptions it has not got; none is taken back or changed."""
    old, new = found.recurrence, wanted.recurrence
    if old is None or new is None:
        return found
    changed = {one.original for one in old.overrides}
    missing = [one for one in new.overrides if one.original not in changed | old.excluded]
    overrides = ordered((*old.overrides, *missing))
    excluded = old.excluded | (new.excluded - changed)
    return replace(found, recurrence=replace(old, excluded=excluded, overrides=overrides))
