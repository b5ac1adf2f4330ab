"""The first synchronisation: looked at without writing anything, then begun as its user chooses."""

from contextlib import closing
from dataclasses import asdict, replace

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.errors import SyncError
from ..core.planner import plan
from ..core.preview import Preview, Start, count, starts
from ..local.existing import Existing
from ..local.failure import told

CHOICES = [
    (Start.ALL.value, "Synchronize all existing events"),
    (Start.IMPORT.value, "Bring the remote calendar's events here"),
    (Start.NEW.value, "Synchronize only new events"),
]

UNSEEN = Domain("state", "=", "preview") & Domain("preview", "=", False)
"""Accounts whose first synchronisation was not yet looked at."""


class CalendarSyncAccount(models.Model):
    """An account that was never synchronised waits for a choice, if there is one to make."""

    _inherit = "calendar.sync.account"

    start_choice = fields.Selection(
        CHOICES, readonly=True, help="How the first synchronization begins; empty once it has."
    )
    preview = fields.Json(
        groups=fields.NO_ACCESS, help="What each way to begin would do: counts by choice."
    )

    def action_start(self, choice=Start.ALL.value):
        """Begin synchronising: with all existing events, the remote ones, or only new ones."""
        if choice not in dict(CHOICES):
            raise UserError(self.env._("This is not a way to begin: %s", choice))
        waiting = self._checked().filtered(lambda one: one.state == "preview")
        for account in waiting._claim():
            account._begin(choice)

    def action_open_start(self):
        """Open what the first synchronization would do, or which deletions wait."""
        self.ensure_one()
        self._checked()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "calendar.sync.start",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    def _become_connected(self):
        """Go on after consent or a stop; who was never synchronised is asked first."""
        if self.last_sync or self.start_choice:
            self._become_active()
        else:
            fresh = {"preview": False, "failures": 0, "next_attempt": False, "last_attempt": False}
            self._become("preview", **told(None), **fresh)

    def _begin(self, choice):
        self.write({"start_choice": choice, "preview": False})
        self._become_active()
        self._sync_soon()

    def _look(self, provider, listings):
        """Keep what each way to begin would do; begin at once where there is nothing to ask.

        Returns whether this pass may go on.
        """
        try:
            found = self._previewed(provider, listings)
        except SyncError as error:
            self._record_failure(error)
            return False
        self.running_since = False
        if not found[Start.ALL].writes:
            self._begin(Start.ALL.value)
            return True
        shown = {choice.value: asdict(one) for choice, one in found.items()}
        self._become("preview", **told(None), preview=shown, failures=0, next_attempt=False)
        return False

    def _previewed(self, provider, listings):
        """Return the counted plans by choice; nothing is left of the looking."""
        with closing(self.env.cr.savepoint()):
            imported = Preview()
            for calendar in self.calendar_ids.filtered("enabled"):
                imported += self._look_at(calendar, provider, listings.get(calendar.id))
            return starts(imported, self._look_here(provider))

    def _look_at(self, calendar, provider, listed):
        if listed is None:
            return Preview()
        if isinstance(listed.result, SyncError):
            raise listed.result
        one = self._pass_over(calendar, provider, {})
        planned = one.look(listed.result)
        self._link_matched(calendar, one.store, planned)
        return count(planned, provider.silent)

    def _link_matched(self, calendar, store, planned):
        """Link what would be matched, so that it is not counted as being only here."""
        links = self.env["calendar.sync.link"]
        for seen, _actions in planned:
            meeting = not isinstance(seen.key, int) and store.meeting_of(seen.key)
            if meeting:
                series = meeting._name == "calendar.recurrence"
                place = {"recurrence_id" if series else "event_id": meeting.id}
                links.create({"calendar_id": calendar.id, "uid": seen.uid, **place})

    def _look_here(self, provider):
        """Return what sending the meetings would do that are only here."""
        existing = Existing(self)
        policy = self._policy(provider.silent)
        planned = [(one, plan(one, policy)) for one in existing.observations()]
        return count(planned, provider.silent) + Preview(left_here=existing.left())

    def _wanted(self, calendar, listed):
        """Return what of a listing counts: nothing that was there before, if so chosen."""
        if self.start_choice == Start.NEW.value and not calendar.last_pull:
            return replace(listed, events=(), rejected=(), full=False)
        return listed

    def _record_start(self):
        """The first pass is done; with all events, what is only here is sent from now on."""
        if self.start_choice == Start.ALL.value:
            Existing(self).link()
        if self.start_choice:
            self.start_choice = False
