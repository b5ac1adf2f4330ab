"""Scripts of writes that every kind of remote action is made of.

A script yields calls and is sent their answers (see `batching`); it raises the error of its action.
Each may be run again after a crash or a lost answer and then finds done what was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from odoo.addons.calendar_sync_base.core.actions import Notify
from odoo.addons.calendar_sync_base.core.changes import diff
from odoo.addons.calendar_sync_base.core.dirty import Json, rows, text
from odoo.addons.calendar_sync_base.core.errors import Gone, Refused
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.values import Meeting, Original
from odoo.addons.calendar_sync_base.core.whole import Whole, given_by, readable
from odoo.addons.calendar_sync_base.engine.rest.batching import Reply, Script, good

from ..core import calls, patch
from ..core.event import View
from ..core.ids import instance_id
from ..core.series import instances, read_event, read_meeting
from ..core.times import rfc3339
from .series import whole_of


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The occurrences of one series, for writing them one by one.

    `known` are the ids of the exceptions that were seen; other occurrences have the usual id.
    """

    view: View
    master_id: str
    known: Mapping[Original, str]

    def id_of(self, original: Original) -> str:
        """Return the id of an occurrence."""
        return self.known.get(original) or instance_id(self.master_id, original)

    def make_sure(self, original: Original, call: Call, reply: Reply) -> Script[Json]:
        """Return the answer to a write; made once more when the occurrence has another id.

        https://developers.google.com/workspace/calendar/api/v3/reference/events/instances
        """
        if not isinstance(reply, Gone):
            return good(reply).body
        start = rfc3339(original) if isinstance(original, datetime) else original.isoformat()
        [found] = yield [calls.find_instance(self.view.calendar_id, self.master_id, start)]
        ids = [text(one.get("id")) for one in rows(good(found).body.get("items"))]
        if not ids or ids[0] == self.id_of(original):
            if call.method == "DELETE":
                return {}
            raise reply
        [again] = yield [replace(call, path=calls.event_path(self.view.calendar_id, ids[0]))]
        return good(again).body


@readable("written, but then unreadable")
def seen(whole: Whole, view: View) -> RemoteEvent:
    """Return an event that was just written. Raises Refused when it cannot be read back."""
    return read_event(whole, view)


def read(calendar_id: str, event_id: str) -> Script[RemoteEvent]:
    """Read one event, a series whole. Raises Gone, or Refused when it cannot be read."""
    [reply] = yield [calls.get_event(calendar_id, event_id)]
    whole = yield from whole_of(calendar_id, good(reply).body)
    return seen(whole, View(calendar_id))


@readable()
def shown_by(whole: Whole, view: View) -> Meeting:
    """Return a live event as a meeting. Raises Refused when it cannot be read."""
    return read_meeting(whole, view)


def write(call: Call) -> Script[Json]:
    """Make one write and return the event; a video call Google will not have is left out.

    Which calls it takes depends on the calendar and the organization; the meeting matters more.
    """
    [reply] = yield [call]
    about_call = isinstance(reply, Refused) and "conference" in reply.detail.lower()
    if about_call and "conferenceData" in (call.body or {}):
        [reply] = yield [calls.without_video_call(call)]
    return good(reply).body


def settle(view: View, whole: Whole, wanted: Meeting, notify: Notify) -> Script[Whole]:
    """Bring the occurrences of a series to what they shall be; return it as it is then."""
    now = shown_by(whole, view)
    if now.recurrence is None or wanted.recurrence is None:
        return whole
    occurrences = Occurrences(view, whole.remote_id, instances(whole, view))
    planned = _planned(occurrences, now, wanted, notify)
    # An exception that the rule no longer gives has no place any more.
    there = given_by(now.span, now.recurrence.rules, planned)
    planned = {original: call for original, call in planned.items() if original in there}
    if not planned:
        return whole
    replies = yield list(planned.values())
    for original, reply in zip(planned, replies, strict=True):
        yield from occurrences.make_sure(original, planned[original], reply)
    # The answer about the master is older than its occurrences now.
    return (yield from whole_of(view.calendar_id, whole.master))


def _planned(
    occurrences: Occurrences, now: Meeting, wanted: Meeting, notify: Notify
) -> dict[Original, Call]:
    """Return the write each occurrence needs to get from `now` to `wanted`."""
    change = diff(now, wanted)
    calendar_id = occurrences.view.calendar_id
    found: dict[Original, Call] = {}
    for original in change.restored | change.overrides.keys():
        event_id = occurrences.id_of(original)
        if original in change.restored:
            body = patch.restored_body(now, wanted, original, event_id)
        else:
            body = patch.occurrence_body(now, wanted, original, event_id)
        if body:
            found[original] = calls.patch_event(calendar_id, event_id, body, notify)
    for original in change.cancelled:
        found[original] = calls.delete_event(calendar_id, occurrences.id_of(original), notify)
    return found
