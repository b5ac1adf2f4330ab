"""Answering invitations, and deleting.

https://learn.microsoft.com/graph/api/event-accept
https://learn.microsoft.com/graph/api/event-delete
"""

from __future__ import annotations

from collections.abc import Mapping

from odoo.addons.calendar_sync_base.core.actions import DeleteRemote, Respond
from odoo.addons.calendar_sync_base.core.dirty import text
from odoo.addons.calendar_sync_base.core.errors import ChangedMeanwhile, Gone, Refused
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.recurrence import occurrence, occurrence_span
from odoo.addons.calendar_sync_base.core.values import Meeting, Original, Response, Span
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.applying import Done
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good

from ..core import calls
from ..core.event import View
from .series import whole_by_id
from .writing import Occurrences, seen, shown_by


def delete(action: DeleteRemote, view: View) -> Script[Done]:
    """Delete a meeting; one that is already gone is done.

    The organizer's deletion is mailed to the guests; a guest's takes the own copy away, no more.
    """
    [reply] = yield [calls.delete_event(view.calendar_id, action.remote_id, action.etag)]
    gone_already = isinstance(reply, Gone)
    if not gone_already:
        good(reply)
    return Done(RemoteEvent(action.remote_id), adopted=gone_already)


def respond(action: Respond, view: View) -> Script[Done]:
    """Send the person's own answer and nothing else; the organizer is told of it.

    No precondition covers an answer, so the event is read first: nobody accepts a time they have
    not seen. Who declines may find the meeting taken out of their calendar.
    """
    series = action.before.recurrence is not None
    whole = yield from whole_by_id(view.calendar_id, action.remote_id, series)
    _check(action, whole, view)
    event_id = action.remote_id
    if action.original is not None:
        event_id = yield from _occurrence_id(action.original, whole, view)
    yield from _send(view, {event_id: action.response})
    try:
        whole = yield from whole_by_id(view.calendar_id, action.remote_id, series)
    except Gone:
        return Done(RemoteEvent(action.remote_id))
    if action.original is None:
        whole = yield from _keep_single_answers(action, whole, view)
    return Done(seen(whole, view))


def _check(action: Respond, whole: Whole, view: View) -> None:
    """Raise Refused for one's own meeting, ChangedMeanwhile for one that is at another time now."""
    if view.organizes(whole.master):
        raise Refused("the account's own person organizes this", reason="own_meeting")
    if _times(shown_by(whole, view), action) != _times(action.before, action):
        raise ChangedMeanwhile("the meeting was moved since it was read")


def _times(meeting: Meeting, action: Respond) -> tuple[Span, tuple[str, ...]]:
    if action.original is not None:
        return occurrence_span(meeting, action.original), ()
    return meeting.span, meeting.recurrence.rules if meeting.recurrence else ()


def _send(view: View, answers: Mapping[str, Response]) -> Script[None]:
    """Answer events by their ids, one after the other, as they may be of one series.

    One that is declined may be gone with that: a lost answer is asked for again, and then it is.
    """
    for event_id, response in answers.items():
        [reply] = yield [calls.respond(view.calendar_id, event_id, response)]
        if not (isinstance(reply, Gone) and response is Response.DECLINED):
            good(reply)


def _occurrence_id(original: Original, whole: Whole, view: View) -> Script[str]:
    found = yield from Occurrences(view, whole).find([original])
    if original not in found:
        raise Gone("this occurrence is no longer there")
    return text(found[original].get("id"))


def _keep_single_answers(action: Respond, whole: Whole, view: View) -> Script[Whole]:
    """Give single occurrences back the answers that the one for all has replaced."""
    again = _replaced_answers(action, shown_by(whole, view))
    if not again:
        return whole
    found = yield from Occurrences(view, whole).find(again)
    yield from _send(view, {text(row.get("id")): again[one] for one, row in found.items()})
    return (yield from whole_by_id(view.calendar_id, whole.remote_id, series=True))


def _replaced_answers(action: Respond, now: Meeting) -> dict[Original, Response]:
    rule = action.before.recurrence
    found: dict[Original, Response] = {}
    for original in (one.original for one in rule.overrides) if rule and now.recurrence else ():
        answer = _answer(action.before, original, action.email)
        if answer in (None, Response.NEEDS_ACTION, _answer(action.before, None, action.email)):
            continue
        if answer and _answer(now, original, action.email) != answer:
            found[original] = answer
    return found


def _answer(meeting: Meeting, original: Original | None, email: str) -> Response | None:
    at = meeting if original is None else occurrence(meeting, original)
    one = at.attendee(email)
    return one.response if one else None
