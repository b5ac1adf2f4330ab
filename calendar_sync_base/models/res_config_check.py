"""The button that tests a provider's configuration."""

from odoo import api, models
from odoo.exceptions import UserError


class ResConfigSettings(models.TransientModel):
    """Asks for what is stored: the form saves first."""

    _inherit = "res.config.settings"

    def action_calendar_sync_test(self, code):
        """Ask a provider whether its configuration works; return the dialog that says so.

        :param str code: the provider
        """
        self._calendar_sync_only_administrators()
        accounts = self.env["calendar.sync.account"]
        if code not in accounts._providers():
            raise UserError(self.env._("This calendar service is not available here."))
        state, sentence = accounts._check_setup(code)
        check = self.env["calendar.sync.setup.check"].create(
            {
                "state": state,
                "sentence": sentence,
                "redirect_uri": accounts._redirect_uri(code),
            }
        )
        return check._shown(accounts._providers()[code].label)

    @api.model
    def _calendar_sync_only_administrators(self):
        """Raise AccessError for who may not open the settings; RPC may come without a record."""
        self.browse().check_access("create")
