"""The client credentials in the settings: entered, shown as far as they may be, never read back.

A provider addon declares the fields, whose names begin with its prefix: `_client_id`,
`_client_secret`, `_secret_hint`, `_configured`, `_redirect_uri`, `_redirect_trouble` and
`_sync_paused`. The rest is here.
"""

from lxml import etree

from odoo import api, models
from odoo.exceptions import ValidationError

DOTS = "••••••••••••"
"""What stands in the place of a secret that is set."""


class ResConfigSettings(models.TransientModel):
    """Serves the blocks of all providers."""

    _inherit = "res.config.settings"

    def _calendar_sync_show(self, code):
        """Compute what is shown of a provider's credentials: everything but the secret."""
        accounts = self.env["calendar.sync.account"]
        addon = accounts._providers()[code]
        redirect_uri = accounts._redirect_uri(code)
        trouble = addon.redirect_trouble(redirect_uri)
        shown = {
            "client_secret": False,
            "secret_hint": DOTS if accounts._parameter(addon.client_secret_key) else "",
            "configured": accounts._is_configured(code),
            "redirect_uri": redirect_uri,
            "redirect_trouble": self.env._(trouble) if trouble else "",
        }
        for settings in self:
            settings.update({f"{addon.prefix}_{name}": value for name, value in shown.items()})

    def _calendar_sync_keep_secret(self, code):
        """Store the Client Secret that was entered; an empty field keeps the former one."""
        addon = self.env["calendar.sync.account"]._providers()[code]
        for settings in self.filtered(addon.client_secret_key):
            secret = accepted_secret(self.env, addon, settings[addon.client_secret_key])
            self.env["ir.config_parameter"].set_param(addon.client_secret_key, secret)

    def set_values(self):
        """Forget a secret together with the Client ID it belongs to."""
        result = super().set_values()
        for addon in self._calendar_sync_offered():
            if not self[addon.client_id_key]:
                self.env["ir.config_parameter"].set_param(addon.client_secret_key, False)
        return result

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Put the block of each provider into its place."""
        arch, view = super()._get_view(view_id, view_type, **options)
        for addon in self._calendar_sync_offered():
            for place in arch.iterfind(f".//div[@id='{addon.code}_calendar_sync_content']"):
                self._calendar_sync_fill(place, addon)
        return arch, view

    def _calendar_sync_fill(self, place, addon):
        """Fill a place with what all providers have, and within it what this one's own view has.

        The hint to save first has done its work.
        """
        for hint in place.xpath("div[starts-with(@id, 'msg_module_')]"):
            place.remove(hint)
        values = {"code": addon.code, "prefix": addon.prefix}
        rendered = self.env["ir.qweb"]._render("calendar_sync_base.provider_settings", values)
        block = etree.fromstring(rendered)
        block.find("div[@name='import']").extend(
            place.xpath("*[hasclass('o_calendar_sync_import')]")
        )
        block.find("div[@name='more']").extend(list(place))
        place.append(block)

    @api.model
    def _calendar_sync_offered(self):
        """Return the providers that declare fields here."""
        addons = self.env["calendar.sync.account"]._providers().values()
        return [one for one in addons if one.client_id_key in self._fields]


def accepted_secret(env, addon, text):
    """Return a Client Secret as it is stored; raises ValidationError for what cannot be one.

    `addon` is its ProviderAddon, None while that is not installed.
    """
    secret = text.strip()
    trouble = addon and addon.secret_trouble(secret)
    if trouble:
        raise ValidationError(env._(trouble))
    return secret
