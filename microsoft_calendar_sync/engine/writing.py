"""Scripts of writes that every kind of remote action is made of.

A script yields calls and is sent their answers (see `batching`); it raises the error of its action.
Each may be run again after a crash or a lost answer and then finds done what was done.

Graph mails the guests about every write they can see, and cannot be told not to: what must not be
mailed is never planned without a person's yes, so nothing here looks at who shall be mailed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from odoo.addons.calendar_sync_base.core.changes import diff
from odoo.addons.calendar_sync_base.core.dirty import Json, Unreadable, rows, text
from odoo.addons.calendar_sync_base.core.errors import (
    ChangedMeanwhile,
    Gone,
    NotExpressible,
)
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.values import Meeting, Original
from odoo.addons.calendar_sync_base.core.whole import Whole, given_by, readable
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good

from ..core import calls, patch
from ..core.event import View
from ..core.series import original_of, read_event, read_meeting
from .series import whole_by_id

_ASIDE = timedelta(days=1)
"""How far an occurrence is looked for beside its slot; whole days have no instant."""


@readable("written, but then unreadable")
def seen(whole: Whole, view: View) -> RemoteEvent:
    """Return an event that was just written. Raises Refused when it cannot be read back."""
    return read_event(whole, view)


def read(event_id: str, view: View) -> Script[RemoteEvent]:
    """Read one event, a series whole. Raises Gone, or Refused when it cannot be read."""
    whole = yield from whole_by_id(view.calendar_id, event_id)
    return seen(whole, view)


@readable()
def shown_by(whole: Whole, view: View) -> Meeting:
    """Return a live event as a meeting. Raises Refused when it cannot be read."""
    return read_meeting(whole, view)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The occurrences of one series, for writing them one by one."""

    view: View
    whole: Whole

    def find(self, wanted: Iterable[Original]) -> Script[dict[Original, Json]]:
        """Return occurrences by their original start, as Graph shows them; no gone ones.

        Exceptions are known, the others are looked for where the rule puts them.
        https://learn.microsoft.com/graph/api/event-list-instances
        """
        known = {self._original(one): one for one in self.whole.exceptions}
        asked = list(wanted)
        found = {one: known[one] for one in asked if one in known}
        others = [one for one in asked if one not in known]
        replies = (yield [self._around(one) for one in others]) if others else []
        for original, reply in zip(others, replies, strict=True):
            for row in rows(good(reply).body.get("value")):
                if self._original(row) == original:
                    found[original] = row
        return found

    def _around(self, original: Original) -> Call:
        at = original if isinstance(original, datetime) else datetime.combine(original, time(), UTC)
        master_id = self.whole.remote_id
        return calls.list_instances(self.view.calendar_id, master_id, at - _ASIDE, at + _ASIDE)

    def _original(self, occurrence: Json) -> Original | None:
        span = shown_by(self.whole, self.view).span
        try:
            return original_of(occurrence, span, self.view)
        except Unreadable:
            return None


def settle(view: View, whole: Whole, wanted: Meeting) -> Script[Whole]:
    """Bring the occurrences of a series to what they shall be; return it as it is then."""
    now = shown_by(whole, view)
    if now.recurrence is None or wanted.recurrence is None:
        return whole
    change = diff(now, wanted)
    # An exception that the rule no longer gives has no place any more.
    touched = {*change.restored, *change.cancelled, *change.overrides}
    there = given_by(now.span, now.recurrence.rules, touched)
    if change.restored & there:
        raise not_restorable()
    if not there:
        return whole
    occurrences = yield from Occurrences(view, whole).find(there)
    planned = _planned(occurrences, now, wanted, view)
    if not planned:
        return whole
    for call in planned:
        # One after the other: each of them changes the series, and Exchange refuses to merge.
        [reply] = yield [call]
        if isinstance(reply, ChangedMeanwhile):
            # Nothing was demanded of it: Exchange was at work on the series itself.
            [reply] = yield [call]
        if call.method != "DELETE" or not isinstance(reply, Gone):
            good(reply)
    # The answer about the master is older than its occurrences now.
    return (yield from whole_by_id(view.calendar_id, whole.remote_id, series=True))


def _planned(
    occurrences: Mapping[Original, Json], now: Meeting, wanted: Meeting, view: View
) -> list[Call]:
    """Return the writes that get occurrences from `now` to `wanted`; one gone already is deleted.

    Raises Gone for one that shall be changed.
    """
    change = diff(now, wanted)
    found = []
    for original in change.overrides:
        if original not in occurrences:
            raise Gone("an occurrence to change is no longer there")
        shown = occurrences[original]
        if body := patch.occurrence_body(now, wanted, original, shown, view):
            found.append(calls.patch_event(view.calendar_id, text(shown.get("id")), body))
    for original in change.cancelled & occurrences.keys():
        event_id = text(occurrences[original].get("id"))
        found.append(calls.delete_event(view.calendar_id, event_id))
    return found


def not_restorable() -> NotExpressible:
    """Return why an occurrence that was deleted in Outlook stays deleted there."""
    return NotExpressible("Graph cannot bring a deleted occurrence back", reason="restored")
