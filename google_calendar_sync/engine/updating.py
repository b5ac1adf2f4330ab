"""Changing events: only what changed, and only if the event is still the one that was seen.

https://developers.google.com/workspace/calendar/api/guides/version-resources

Google lets exceptions follow when their master changes, so after such a write the series is read
again and the occurrences that differ from what they shall be are written once more, quietly.
"""

from __future__ import annotations

from dataclasses import dataclass

from odoo.addons.calendar_sync_base.core.actions import Notify, Role, UpdateRemote
from odoo.addons.calendar_sync_base.core.changes import NO_RECURRENCE, MeetingChanges, apply
from odoo.addons.calendar_sync_base.core.dirty import Json, texts
from odoo.addons.calendar_sync_base.core.errors import ChangedMeanwhile, Gone, Refused
from odoo.addons.calendar_sync_base.core.recurrence import read_recurrence
from odoo.addons.calendar_sync_base.core.values import Meeting
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.rest.applying import Done
from odoo.addons.calendar_sync_base.engine.rest.batching import Script

from ..core import calls, patch
from ..core.errors import ADVICE
from ..core.event import View
from ..core.series import put_together
from .series import items_of, whole_of
from .writing import seen, settle, write

PRIVATE = frozenset({"reminders", "show_as"})
"""What every copy of an event has for itself."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What to make of an event that was seen as `before` at `etag` (empty: whatever it is now)."""

    remote_id: str
    etag: str
    before: Meeting
    changes: MeetingChanges
    role: Role = Role.ORGANIZER
    notify: Notify = Notify.NOBODY

    @property
    def wanted(self) -> Meeting:
        """The meeting as it shall be."""
        return apply(self.changes, self.before)

    @property
    def seed(self) -> str:
        """What a requested call's id is made from: another one for another edit."""
        return f"{self.remote_id} {self.etag}"

    def has_exceptions(self) -> bool:
        """Tell whether occurrences have to be looked after when the master is written."""
        rules = (self.before.recurrence or NO_RECURRENCE, self.wanted.recurrence or NO_RECURRENCE)
        return any(one.excluded or one.overrides for one in rules)


def update(action: UpdateRemote, view: View) -> Script[Done]:
    """Change a meeting; a COPY mails nobody. Raises Refused for what is the organizer's alone."""
    if not _may_edit(action, view):
        raise Refused("not the organizer's own calendar", advice=ADVICE["forbiddenForNonOrganizer"])
    quiet = action.role is Role.COPY
    edit = Edit(
        action.remote_id,
        action.etag,
        action.before,
        action.changes,
        action.role,
        Notify.NOBODY if quiet else action.notify,
    )
    return Done(seen((yield from change(edit, view)), view))


def _may_edit(action: UpdateRemote, view: View) -> bool:
    """Tell whether the write stays what it is: Google overwrites a guest's changes of the rest.

    https://developers.google.com/workspace/calendar/api/concepts/sharing#shared_properties
    """
    organizer = action.before.organizer
    own = organizer is None or organizer.email == view.calendar_id.lower()
    allowed = own or action.role is Role.COPY or action.before.guest_rights.modify
    return allowed or action.changes.names() <= PRIVATE


def change(edit: Edit, view: View) -> Script[Whole]:
    """Carry out an edit and return the event as it is then. Raises ChangedMeanwhile."""
    body = patch.master_body(edit.before, edit.changes, edit.role, edit.seed)
    if body:
        return (yield from _write_master(edit, body, view))
    whole = yield from _still_the_same(edit, view)
    if lines := _lines_without(whole, edit):
        return (yield from _write_master(edit, lines, view))
    return (yield from settle(view, whole, edit.wanted, edit.notify))


def _write_master(edit: Edit, body: Json, view: View) -> Script[Whole]:
    call = calls.patch_event(view.calendar_id, edit.remote_id, body, edit.notify, edit.etag)
    event = yield from write(call)
    if not edit.has_exceptions():
        return Whole(event)
    whole = yield from whole_of(view.calendar_id, event)
    return (yield from settle(view, whole, edit.wanted, Notify.NOBODY))


def _still_the_same(edit: Edit, view: View) -> Script[Whole]:
    """Read a series of which only occurrences are written: no precondition covers them all."""
    items = yield from items_of(view.calendar_id, edit.remote_id)
    whole = put_together(edit.remote_id, items)
    if whole is None:
        raise Gone("Google no longer shows this event")
    if edit.etag and seen(whole, view).etag != edit.etag:
        raise ChangedMeanwhile("the series changed since it was read")
    return whole


def _lines_without(whole: Whole, edit: Edit) -> Json:
    """Return the master's lines if an occurrence to restore is taken out by an EXDATE there."""
    if not edit.changes.restored:
        return {}
    rule = read_recurrence(texts(whole.master.get("recurrence")), edit.before.span)
    if rule is None or not rule.excluded & edit.changes.restored:
        return {}
    return {"recurrence": patch.recurrence_lines(edit.wanted)}
