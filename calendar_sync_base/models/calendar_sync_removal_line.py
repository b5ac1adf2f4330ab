"""One meeting that a reset takes away here, there or on both sides."""

from contextlib import nullcontext

from odoo import fields, models

from ..core import snapshot
from ..core.actions import DeleteRemote, Role
from ..core.errors import Gone
from ..core.mail import mails_caused
from ..local.failure import told
from ..local.removing import active_events, archive, unarchive
from .calendar_sync_mixin import changes_from
from .calendar_sync_removal import TRIES


class CalendarSyncRemovalLine(models.Model):
    """Holds what is needed to bring the meeting back, also after its link is gone."""

    _name = "calendar.sync.removal.line"
    _description = "Meeting That a Reset Takes Away"
    _order = "id"

    removal_id = fields.Many2one(
        "calendar.sync.removal", required=True, index=True, ondelete="cascade"
    )
    calendar_id = fields.Many2one("calendar.sync.calendar", index=True, ondelete="set null")
    event_id = fields.Many2one("calendar.event", index="btree_not_null", ondelete="set null")
    recurrence_id = fields.Many2one(
        "calendar.recurrence", index="btree_not_null", ondelete="set null"
    )
    uid = fields.Char(required=True)
    remote_id = fields.Char()
    generation = fields.Integer()
    role = fields.Selection([("organizer", "Organizer"), ("copy", "Private copy")], required=True)
    delete_here = fields.Boolean()
    delete_there = fields.Boolean()
    archived = fields.Json(help="The ids of the events that were archived here.")
    mail_count = fields.Integer()
    attempts = fields.Integer()
    state = fields.Selection([("todo", "To do"), ("done", "Done")], default="todo", index=True)
    error_code = fields.Char()
    error_reason = fields.Char()
    error_detail = fields.Char()

    def _meeting(self):
        return self.recurrence_id or self.event_id

    def _links(self):
        """Return the links of these lines' meetings on the account's own calendars."""
        links = self.env["calendar.sync.link"]
        return links.search(
            [("calendar_id", "in", self.calendar_id.ids), ("uid", "in", self.mapped("uid"))]
        )

    # -- taking away -------------------------------------------------------------------------------

    def _delete_with(self, provider):
        """Delete events in the remote calendar; return the lines that have to be tried again."""
        waiting = self.browse()
        links = {(one.calendar_id, one.uid): one for one in self._links()}
        for calendar, lines in self.grouped("calendar_id").items():
            actions = [one._deletion(links.get((calendar, one.uid))) for one in lines]
            if not calendar:
                continue
            outcomes = provider.apply(calendar.remote_id, actions)
            for line, outcome in zip(lines, outcomes, strict=True):
                waiting |= line._note(outcome, provider.silent)
        return waiting

    def _deletion(self, link):
        base = link and snapshot.load_base(link.base)
        meeting = base.remote if base else None
        return DeleteRemote(self.id, self.remote_id, "", meeting=meeting, role=Role(self.role))

    def _note(self, outcome, silent):
        """Note what became of a deletion; return this line if it has to be tried again."""
        if outcome.error and not isinstance(outcome.error, Gone):
            return self._failed(outcome.error)
        own = (self.removal_id.account_id.email or "").lower()
        self.mail_count = len(mails_caused([outcome.action], own, silent))
        return self.browse()

    def _failed(self, error):
        """Note a failure; return the lines of which there is hope."""
        hopeless = self.browse()
        for line in self:
            line.attempts += 1
            if not error.retry or line.attempts >= TRIES:
                line.write(told(error))
                hopeless |= line
        return self - hopeless

    def _archive(self):
        """Take the meetings off the calendar here, and remember which events that were."""
        for calendar, lines in self.filtered("delete_here").grouped("calendar_id").items():
            found = {one: active_events(one._meeting()) for one in lines if one._meeting()}
            for line, events in found.items():
                line.archived = events.ids
            with changes_from(calendar):
                archive(self.env["calendar.event"].union(*found.values()))
                # reported now, while it is known not to be anybody's edit
                self.env.cr.flush()

    def _release(self):
        """Take the pairs apart, and be done with these lines."""
        self._leave_others_alone()
        links = self._links()
        deleted = self._deleted_there()._links()
        (links - deleted)._loosen()
        deleted.unlink()
        self.state = "done"

    def _deleted_there(self):
        return self.filtered(lambda one: one.delete_there and not one.error_code)

    def _leave_others_alone(self):
        """See to it that nothing follows for the calendars of colleagues who are invited.

        What the organizer's provider deletes it takes from their calendars, too; that must not come
        back as their wish to have it deleted here. What was deleted here stays on theirs.
        """
        calendars = self.removal_id.account_id.calendar_ids
        for line in self:
            meeting = line._meeting()
            links = meeting._sync_links() if meeting else self.env["calendar.sync.link"]
            others = links.filtered(lambda one: one.calendar_id not in calendars)
            if line._deleted_there() and line.role == "organizer":
                others.filtered(lambda one: one.role == "guest").unlink()
            elif line.delete_here:
                others._loosen()

    # -- undoing -----------------------------------------------------------------------------------

    def _returnable(self):
        """Return the lines of which something was taken away that is known still."""
        return self.filtered("archived") | self._deleted_there()

    def _bring_back(self):
        """Unarchive what was archived; what was deleted there waits to be made anew."""
        for calendar, lines in self.filtered("archived").grouped("calendar_id").items():
            ids = [one for line in lines for one in line.archived]
            with changes_from(calendar) if calendar else nullcontext():
                unarchive(self.env, ids)
                self.env.cr.flush()
        for line in self._deleted_there().filtered("calendar_id"):
            if line._meeting():
                line._link_anew()
        self.state = "done"

    def _link_anew(self):
        """Have the meeting made there once more, which is nobody's edit and mails nobody."""
        links = self.env["calendar.sync.link"]
        meeting = self._meeting()
        own = meeting._sync_links().filtered(lambda one: one.calendar_id == self.calendar_id)
        if own:
            return
        meeting._sync_ensure_uid()
        place = "recurrence_id" if self.recurrence_id else "event_id"
        links.create(
            {
                "calendar_id": self.calendar_id.id,
                place: meeting.id,
                "uid": meeting.ical_uid,
                "role": self.role,
                "generation": self.generation + 1,
                "dirty_since": fields.Datetime.now(),
            }
        )
