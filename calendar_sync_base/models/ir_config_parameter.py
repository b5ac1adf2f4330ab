"""The client secrets among the system parameters: sealed at rest, and told to nobody."""

from odoo import api, models

from . import vault


class IrConfigParameter(models.Model):
    """Keeps the providers' client secrets from everybody, administrators included.

    A record rule hides the rows themselves.
    """

    _inherit = "ir.config_parameter"

    @api.model
    def get_param(self, key, default=False):
        """Return a parameter; a client secret only to the server itself."""
        if not self.env.su and key in self._calendar_sync_secrets():
            self.browse().check_access("read")
            return default
        return super().get_param(key, default)

    @api.model
    def set_param(self, key, value):
        """Set a parameter; a client secret without telling the former one."""
        if self.env.su or key not in self._calendar_sync_secrets():
            return super().set_param(key, value)
        self.browse().check_access("write")
        # sudo: who may write parameters may replace a secret that the record rules hide
        super(IrConfigParameter, self.sudo()).set_param(key, value)
        return False

    @api.model_create_multi
    def create(self, vals_list):
        """Seal client secrets."""
        secrets = self._calendar_sync_secrets()
        for vals in vals_list:
            if vals.get("key") in secrets and vals.get("value"):
                vals["value"] = vault.seal(vals["value"])
        return super().create(vals_list)

    def write(self, vals):
        """Seal client secrets."""
        secrets = self._calendar_sync_secrets()
        secret = self.filtered(lambda one: one.key in secrets)
        if not (secret and vals.get("value")):
            return super().write(vals)
        super(IrConfigParameter, self - secret).write(vals)
        return super(IrConfigParameter, secret).write(vals | {"value": vault.seal(vals["value"])})

    @api.model
    def _calendar_sync_secrets(self):
        """Return the keys of the client secrets of the installed providers."""
        # the registry may still be loading when parameters are initialised
        if "calendar.sync.account" not in self.env:
            return frozenset()
        providers = self.env["calendar.sync.account"]._providers()
        return frozenset(one.client_secret_key for one in providers.values())
