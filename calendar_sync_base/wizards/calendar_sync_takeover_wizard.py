"""What a take-over would do, in numbers, before an administrator confirms it."""

from odoo import api, fields, models


class CalendarSyncTakeoverWizard(models.TransientModel):
    """Shows, and takes over or undoes."""

    _name = "calendar.sync.takeover.wizard"
    _description = "Take over from Another Synchronization"

    provider = fields.Char(required=True, readonly=True)
    label = fields.Char(compute="_compute_label")
    takeover_id = fields.Many2one("calendar.sync.takeover", compute="_compute_label")
    user_count = fields.Integer("Users", readonly=True)
    event_count = fields.Integer("Meetings", readonly=True)
    series_count = fields.Integer("Recurring Meetings", readonly=True)
    stopped_count = fields.Integer("Users who stopped it", readonly=True)
    reconnect_count = fields.Integer("Users who have to connect again", readonly=True)
    pending_count = fields.Integer("Changes not sent yet", readonly=True)
    left_count = fields.Integer("Meetings of users who are no longer connected", readonly=True)

    @api.model
    def _open(self, code):
        """Return the action that shows the numbers of a provider."""
        takeovers = self.env["calendar.sync.takeover"].sudo()  # sudo: only counts are shown
        wizard = self.create({"provider": code, **takeovers._numbers(code)})
        label = takeovers._label(code)
        undo = self.env._("Give back to %s", label)
        name = undo if wizard.takeover_id else self.env._("Take over from %s", label)
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    @api.depends("provider")
    def _compute_label(self):
        takeovers = self.env["calendar.sync.takeover"]
        for wizard in self:
            wizard.label = takeovers._label(wizard.provider)
            wizard.takeover_id = takeovers._last(wizard.provider)

    def action_take_over(self):
        """Take over; the workers do the rest."""
        self._checked()._take_over(self.provider)
        return {"type": "ir.actions.client", "tag": "reload"}

    def action_undo(self):
        """Give everything back to the other addon."""
        self._checked()._last(self.provider)._undo()
        return {"type": "ir.actions.client", "tag": "reload"}

    def _checked(self):
        """Return take-overs for the server to work with."""
        self.ensure_one()
        self.check_access("write")
        # sudo: nobody may write take-overs; this wizard is for administrators
        return self.env["calendar.sync.takeover"].sudo()
