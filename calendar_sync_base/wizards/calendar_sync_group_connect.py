"""A manager connects the calendar of a group or a room."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.calendar_sync_account_choices import to_address
from ..models.calendar_sync_account_overview import MANAGER

ACCOUNTS = "/odoo/action-calendar_sync_base.action_accounts"


class CalendarSyncGroupConnect(models.TransientModel):
    """Asks whose calendar it is, and at which provider; see `models.calendar_sync_group`."""

    _name = "calendar.sync.group.connect"
    _description = "Connect the Calendar of a Group or Room"

    contact_id = fields.Many2one(
        "res.partner",
        "Group or Room",
        required=True,
        help="The contact people invite and select in their calendar to see these meetings.",
    )
    provider = fields.Selection(
        "_selection_provider", required=True, default=lambda self: self._usual_provider()
    )

    @api.model
    def _selection_provider(self):
        return self.env["calendar.sync.account"]._selection_provider()

    @api.model
    def _usual_provider(self):
        return next((code for code, _label in self._selection_provider()), False)

    def action_connect(self):
        """Send the manager to the provider, to consent for the group."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only managers connect the calendar of a group."))
        if self.sudo().contact_id.user_ids:
            raise UserError(
                self.env._("%s is a user, and connects their own calendar.", self.contact_id.name)
            )
        accounts = self.env["calendar.sync.account"].sudo()  # sudo: accounts are made here only
        if not accounts._is_configured(self.provider):
            raise UserError(self.env._("This calendar service is not set up yet."))
        blank = accounts._blank(self.env.user, self.provider, self.contact_id)
        return to_address(blank._consent_url(ACCOUNTS))
