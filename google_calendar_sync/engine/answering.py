"""Answering invitations, and deleting.

https://developers.google.com/workspace/calendar/api/concepts/inviting-attendees-to-events
"""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.actions import DeleteRemote, Notify, Respond
from odoo.addons.calendar_sync_base.core.dirty import text
from odoo.addons.calendar_sync_base.core.errors import Gone, Refused
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.recurrence import occurrence
from odoo.addons.calendar_sync_base.core.values import Meeting, Original, Response
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.applying import Done
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good

from ..core import calls, patch
from ..core.event import View
from ..core.ids import instance_id
from ..core.series import put_together
from .series import items_of, whole_of
from .writing import Occurrences, seen, shown_by, write


def delete(action: DeleteRemote, view: View) -> Script[Done]:
    """Delete a meeting; one that is already gone is done."""
    [reply] = yield [
        calls.delete_event(view.calendar_id, action.remote_id, action.notify, action.etag)
    ]
    gone_already = isinstance(reply, Gone)
    if not gone_already:
        good(reply)
    return Done(RemoteEvent(action.remote_id), adopted=gone_already)


def respond(action: Respond, view: View) -> Script[Done]:
    """Send the person's own answer and nothing else.

    The organizer is told: a mail is the only way an answer reaches one outside Google.
    """
    if action.before.attendees_complete and action.before.attendee(action.email) is None:
        raise Refused("the account's own person is not invited")
    if action.original is not None:
        return (yield from _respond_once(action, action.original, view))
    body = patch.response_body(action.before, action.email, action.response)
    call = calls.patch_event(view.calendar_id, action.remote_id, body, Notify.ALL, action.etag)
    event = yield from write(call)
    whole = yield from whole_of(view.calendar_id, event)
    return Done(seen((yield from _keep_single_answers(action, whole, view)), view))


def _respond_once(action: Respond, original: Original, view: View) -> Script[Done]:
    at = occurrence(action.before, original)
    body = patch.response_body(at, action.email, action.response)
    occurrences = Occurrences(view, action.remote_id, {})
    event_id = occurrences.id_of(original)
    call = calls.patch_event(view.calendar_id, event_id, body, Notify.ALL)
    [reply] = yield [call]
    event = yield from occurrences.make_sure(original, call, reply)
    items = yield from items_of(view.calendar_id, action.remote_id, text(event.get("iCalUID")))
    whole = put_together(action.remote_id, items)
    if whole is None:
        raise Gone("Google no longer shows this series")
    return Done(seen(whole, view))


def _keep_single_answers(action: Respond, whole: Whole, view: View) -> Script[Whole]:
    """Give single occurrences back the answers that the one for all has replaced."""
    again = _replaced_answers(action, whole, view)
    if not again:
        return whole
    for reply in (yield again):
        good(reply)
    return (yield from whole_of(view.calendar_id, whole.master))


def _replaced_answers(action: Respond, whole: Whole, view: View) -> list[Call]:
    rule, now = action.before.recurrence, shown_by(whole, view)
    found = []
    for original in (one.original for one in rule.overrides) if rule and now.recurrence else ():
        answer = _answer(action.before, original, action.email)
        if _answer(action.before, None, action.email) == answer or answer is None:
            continue
        if _answer(now, original, action.email) != answer:
            body = patch.response_body(occurrence(now, original), action.email, answer)
            event_id = instance_id(action.remote_id, original)
            found.append(calls.patch_event(view.calendar_id, event_id, body, Notify.NOBODY))
    return found


def _answer(meeting: Meeting, original: Original | None, email: str) -> Response | None:
    at = meeting if original is None else occurrence(meeting, original)
    one = at.attendee(email)
    return one.response if one else None
