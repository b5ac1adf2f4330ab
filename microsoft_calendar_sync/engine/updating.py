"""Changing events: only what changed, and only if the event is still the one that was seen.

https://learn.microsoft.com/graph/api/event-update

A series that moves or repeats otherwise loses its exceptions in Outlook, so after such a write it
is read again and the occurrences that differ from what they shall be are written once more.
"""

from __future__ import annotations

from dataclasses import dataclass

from odoo.addons.calendar_sync_base.core.actions import Role, UpdateRemote
from odoo.addons.calendar_sync_base.core.changes import NO_RECURRENCE, MeetingChanges, apply
from odoo.addons.calendar_sync_base.core.dirty import text
from odoo.addons.calendar_sync_base.core.errors import ChangedMeanwhile, Refused
from odoo.addons.calendar_sync_base.core.values import Meeting
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.applying import Done
from odoo.addons.calendar_sync_base.engine.rest.batching import Script, good

from ..core import calls, patch
from ..core.event import View
from .creating import alone
from .series import whole_by_id, whole_of
from .writing import not_restorable, seen, settle

PRIVATE = frozenset({"reminders", "show_as", "privacy"})
"""What every copy of an event has for itself."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What to make of an event that was seen as `before` at `etag` (empty: whatever it is now)."""

    remote_id: str
    etag: str
    before: Meeting
    changes: MeetingChanges
    role: Role = Role.ORGANIZER

    @property
    def wanted(self) -> Meeting:
        """The meeting as it shall be; nobody is invited to a COPY."""
        after = apply(self.changes, self.before)
        return alone(after) if self.role is Role.COPY else after

    def has_exceptions(self) -> bool:
        """Tell whether occurrences have to be looked after when the master is written."""
        rules = (self.before.recurrence or NO_RECURRENCE, self.wanted.recurrence or NO_RECURRENCE)
        return any(one.excluded or one.overrides for one in rules)

    def restores_only(self) -> bool:
        """Tell whether deleted occurrences shall be back, and the series does not begin anew.

        When it moves or repeats otherwise, Outlook lets go of all exceptions. Writing the same rule
        again may do that, too, or not; no guest is mailed about a mere attempt.
        """
        begins_anew = self.changes.rules is not None or "span" in self.changes.fields
        return bool(self.changes.restored) and not begins_anew


def update(action: UpdateRemote, view: View) -> Script[Done]:
    """Change a meeting. Raises Refused for what is the organizer's alone or cannot be done.

    It is read first: Graph replaces the text and the place of an event as a whole, and what stands
    there beside our own has to go back along. Raises ChangedMeanwhile.
    """
    edit = Edit(action.remote_id, action.etag, action.before, action.changes, action.role)
    whole = yield from still_the_same(edit, view)
    if not _may_edit(action, whole, view):
        raise Refused("not the organizer's own calendar", reason="not_organizer")
    if edit.restores_only() and whole.master.get("attendees"):
        raise not_restorable()
    return Done(seen((yield from _change(edit, whole, view)), view))


def _may_edit(action: UpdateRemote, whole: Whole, view: View) -> bool:
    """Tell whether the write stays what it is: a guest's change is undone by the next update."""
    return view.organizes(whole.master) or action.changes.names() <= PRIVATE


def _change(edit: Edit, whole: Whole, view: View) -> Script[Whole]:
    body = patch.master_body(edit.before, edit.changes, whole.master, view, edit.role)
    if not body:
        return (yield from settle(view, whole, edit.wanted))
    [reply] = yield [calls.patch_event(view.calendar_id, edit.remote_id, body, _tag(whole))]
    whole = yield from whole_of(view.calendar_id, good(reply).body)
    if not edit.has_exceptions():
        return whole
    return (yield from settle(view, whole, edit.wanted))


def _tag(whole: Whole) -> str:
    return text(whole.master.get("@odata.etag"))


def still_the_same(edit: Edit, view: View) -> Script[Whole]:
    """Read an event before it is written. Raises ChangedMeanwhile if it says something else now.

    Its etag alone tells little: Exchange works on events by itself, and answers of guests count.
    """
    series = edit.before.recurrence is not None
    whole = yield from whole_by_id(view.calendar_id, edit.remote_id, series)
    event = seen(whole, view)
    if edit.etag not in ("", event.etag) and event.meeting != edit.before:
        raise ChangedMeanwhile("the event changed since it was read")
    return whole
