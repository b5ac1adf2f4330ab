"""What a provider said about its configuration."""

from odoo import fields, models


class CalendarSyncSetupCheck(models.TransientModel):
    """One answer, shown once."""

    _name = "calendar.sync.setup.check"
    _description = "Test of a Calendar Service's Configuration"

    state = fields.Selection(
        [("fine", "Works"), ("open", "Not everything could be found out"), ("trouble", "Refused")],
        required=True,
        readonly=True,
    )
    sentence = fields.Text(readonly=True)
    redirect_uri = fields.Char("Redirect URI", readonly=True)

    def _shown(self, label):
        """Return the dialog with this answer of a provider, by the provider's name."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Test of the Configuration: %s", label),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
