"""Resetting an account: what is linked is taken apart, and the next consent begins anew."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core import snapshot
from ..core.actions import DeleteRemote, Role
from ..core.mail import mails_caused
from ..local.recording import SETTLED
from . import messages
from .calendar_sync_removal import WORKING

DELETABLE = Domain("role", "in", ("organizer", "copy")) & Domain("read_only", "=", False)
"""Meetings of one's own, and the private copies made of others' meetings."""


class CalendarSyncAccount(models.Model):
    """Reset Account, and taking it back."""

    _inherit = "calendar.sync.account"

    former_email = fields.Char(
        readonly=True, help="The address before a reset: its calendars are known still."
    )
    removal_ids = fields.One2many("calendar.sync.removal", "account_id", groups=fields.NO_ACCESS)
    can_undo_reset = fields.Boolean(compute="_compute_can_undo_reset", compute_sudo=True)

    def _compute_can_undo_reset(self):
        for account in self:
            account.can_undo_reset = bool(account._undoable())

    def _undoable(self):
        latest = self.removal_ids.sorted("id")[-1:]
        return latest.filtered(lambda one: one.state == "done" and one.line_ids)

    def action_undo_reset(self):
        """Take back the latest reset."""
        self.ensure_one()
        removal = self._checked()._undoable()
        if not removal:
            raise UserError(self.env._("There is nothing to take back any more."))
        removal._undo()

    def action_reset(self):
        """Open the wizard; it works with a dead permission, too."""
        self.ensure_one()
        self._checked()._refuse_while_resetting()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reset %s Calendar Account", self._provider().label),
            "res_model": "calendar.sync.reset",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    def _can_delete_there(self):
        """Tell whether the remote calendar can be written to at all."""
        dead = self.state in ("disconnected", "needs_reconnect")
        return not dead and self._is_bound_here()

    def _refuse_while_resetting(self):
        """Return these accounts; raises UserError if one is being reset or that is being undone."""
        busy = self.removal_ids.filtered(lambda one: one.state in WORKING)
        if busy or self.filtered(lambda one: one.state == "resetting"):
            raise UserError(self.env._(messages.RESETTING))
        return self

    # -- what there is to delete -------------------------------------------------------------------

    def _deletable_there(self):
        """Return the links of what a reset deletes in the remote calendar."""
        links = self.env["calendar.sync.link"].search(
            Domain("account_id", "=", self.id) & Domain("remote_id", "!=", False) & DELETABLE
        )
        return links.filtered(lambda one: one.calendar_id._may_push())

    def _deletable_here(self):
        """Return the links of what a reset deletes here: events the account's user owns."""
        links = self.env["calendar.sync.link"].search(
            Domain("account_id", "=", self.id)
            & Domain("role", "=", "organizer")
            & Domain("remote_id", "!=", False)
        )
        return links.filtered(
            lambda one: one._meeting() and one._meeting()._sync_event().user_id == self.user_id
        )

    def _mailing(self, links):
        """Return which deletions would mail whom: (address, reason) by link.

        Nobody where the provider can be kept from it.
        """
        if self._provider().silent:
            return {}
        own = (self.email or "").lower()
        found = {one: mails_caused([deletion(one)], own, silent=False) for one in links}
        return {link: mails for link, mails in found.items() if mails}

    # -- carrying it out ---------------------------------------------------------------------------

    def _reset(self, here, there, choice):
        """Begin to reset; what is to be deleted is deleted in the background.

        :param here: the links whose meetings are deleted here
        :param there: the links whose events are deleted in the remote calendar
        :param choice: what the next synchronization begins with, `all` or `new`
        """
        self._refuse_while_resetting()._claim()
        run = self.env["calendar.sync.run"].create({"account_id": self.id, "trigger": "reset"})
        removal = self.env["calendar.sync.removal"].create(
            {"account_id": self.id, "run_id": run.id, "start_choice": choice}
        )
        # what cannot be reached is not even tried: the wizard has said that it stays
        there = there if self._can_delete_there() else there.browse()
        both = here | there
        wanted_here, wanted_there = set(here.ids), set(there.ids)
        self.env["calendar.sync.removal.line"].create(
            [
                {
                    **line_values(one),
                    "removal_id": removal.id,
                    "delete_here": one.id in wanted_here,
                    "delete_there": one.id in wanted_there,
                }
                for one in both
            ]
        )
        if both:
            self._become("resetting", running_since=False)
            removal._wake()
        else:
            removal._finish()

    def _end_reset(self, choice):
        """Take apart what is left, and forget the permission and the address."""
        self.env["calendar.sync.link"].search([("account_id", "=", self.id)])._loosen()
        self.calendar_ids.write(
            {
                "cursor": False,
                "last_pull": False,
                "approved_deletions": False,
                "held_deletions": False,
                "held_details": False,
            }
        )
        self._disconnect()
        self.write(
            {
                "former_email": self.email or self.former_email,
                "email": False,
                "last_sync": False,
                "preview": False,
                "start_choice": choice,
            }
        )
        self._notify_status()

    def _forget_former(self, address):
        """Drop the calendars of another address than before a reset, nothing else of it is left."""
        if self.former_email and self.former_email.casefold() != address.casefold():
            self.calendar_ids.unlink()
        self.former_email = False

    def _reset_progress(self):
        """Return how far a reset is, as a sentence."""
        removal = self.removal_ids.filtered(lambda one: one.state in WORKING)[:1]
        total, done = removal._count("todo", "done"), removal._count("done")
        return self.env._("Being reset: %(done)s of %(total)s events", done=done, total=total)


class CalendarSyncLink(models.Model):
    """A pair that is taken apart keeps its place, so that nothing is doubled later."""

    _inherit = "calendar.sync.link"

    def _loosen(self):
        """Forget the agreement; the pair is compared anew when either side is touched."""
        self.write({**SETTLED, "base": False, "etag": False})


def deletion(link):
    """Return the deletion of a link's event in the remote calendar."""
    base = snapshot.load_base(link.base)
    meeting = base.remote if base else None
    return DeleteRemote(link.id, link.remote_id, "", meeting=meeting, role=Role(link.role))


def line_values(link):
    """Return what has to be known about a link's meeting when the link is gone."""
    return {
        "calendar_id": link.calendar_id.id,
        "event_id": link.event_id.id,
        "recurrence_id": link.recurrence_id.id,
        "uid": link.uid,
        "remote_id": link.remote_id,
        "generation": link.generation,
        "role": link.role,
    }
