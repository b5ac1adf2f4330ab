"""The settings beside an addon of Odoo's own: the offer to take over, and one field a parameter.

A provider addon declares two fields, named by its prefix: `_takeover` and `_taken_over`.
"""

from lxml import etree

from odoo import api, models


class ResConfigSettings(models.TransientModel):
    """Offers to take over where there is something to take over from."""

    _inherit = "res.config.settings"

    def _calendar_sync_show_takeover(self, code):
        """Compute what is said of the other addon of a provider."""
        addon = self.env["calendar.sync.account"]._providers()[code]
        # sudo: administrators may read what other users' synchronisation consists of, in numbers
        takeovers = self.env["calendar.sync.takeover"].sudo()
        shown = {
            f"{addon.prefix}_takeover": takeovers._sentence(code),
            f"{addon.prefix}_taken_over": bool(takeovers._last(code)),
        }
        for settings in self:
            settings.update(shown)

    def action_calendar_sync_takeover(self):
        """Open what a take-over would do, or what the last one did, to decide on it."""
        code = self.env.context["calendar_sync_provider"]
        return self.env["calendar.sync.takeover.wizard"]._open(code)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Put the offer on top of the block of each provider whose other addon is there."""
        arch, view = super()._get_view(view_id, view_type, **options)
        takeovers = self.env["calendar.sync.takeover"]
        for addon in self._calendar_sync_offered():
            place = arch.find(f".//div[@id='{addon.code}_calendar_sync_content']")
            if place is not None and takeovers._former(addon.code):
                values = {"code": addon.code, "prefix": addon.prefix}
                offer = self.env["ir.qweb"]._render("calendar_sync_base.takeover_offer", values)
                place.insert(0, etree.fromstring(offer))
        return arch, view

    @api.model
    def _get_classified_fields(self, fnames=None):
        """Let one field speak for each parameter of ours.

        Odoo's own addons declare others for the same ones: saved after ours, theirs would put back
        what was there before, and theirs would show the secret.
        """
        classified = super()._get_classified_fields(fnames)
        prefix_of = {
            key: addon.prefix
            for addon in self._calendar_sync_offered()
            for key in (addon.client_id_key, addon.client_secret_key, addon.paused_key)
        }
        classified["config"] = [
            (name, key)
            for name, key in classified["config"]
            if key not in prefix_of or name.startswith(prefix_of[key])
        ]
        return classified
