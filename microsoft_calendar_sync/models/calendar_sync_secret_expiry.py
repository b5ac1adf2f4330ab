"""A Client Secret at Microsoft ends after two years at most: it is said before, and once.

https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials
"""

import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

from .calendar_sync_account import CODE

_logger = logging.getLogger(__name__)

EXPIRY_KEY = "microsoft_calendar_secret_expiry"
TOLD_KEY = "microsoft_calendar_secret_expiry_told"
NOTICE = timedelta(days=30)


class CalendarSyncAccount(models.Model):
    """Knows when the secret ends, because an administrator entered it."""

    _inherit = "calendar.sync.account"

    @api.model
    def _microsoft_secret_expiry(self):
        """Return the day the secret ends, None if nobody entered it."""
        entered = self._parameter(EXPIRY_KEY)
        try:
            return fields.Date.to_date(entered)
        except ValueError:
            _logger.warning("%s is not a date: %s", EXPIRY_KEY, entered)
            return None

    @api.model
    def _microsoft_store_secret_expiry(self, expiry):
        """Keep the day the secret ends, or forget it."""
        text = fields.Date.to_string(expiry) if expiry else False
        self.env["ir.config_parameter"].set_param(EXPIRY_KEY, text)

    @api.model
    def _microsoft_secret_warning(self, expiry):
        """Return the sentence about a secret that ends soon or has ended, "" for others."""
        today = fields.Date.context_today(self)
        if not expiry or today < expiry - NOTICE or not self._is_configured(CODE):
            return ""
        day = format_date(self.env, expiry)
        if expiry <= today:
            return self.env._(
                "The Client Secret for Outlook ended on %s. Nothing is synchronized until a new "
                "one is made in Microsoft Entra and entered here.",
                day,
            )
        return self.env._(
            "The Client Secret for Outlook ends on %s. Make a new one in Microsoft Entra before "
            "that day and enter it here.",
            day,
        )

    @api.model
    def _secret_expiries(self):
        """Add the day Microsoft's secret ends, if it was entered."""
        expiry = self._microsoft_secret_expiry()
        label = self._providers()[CODE].label
        own = [(label, expiry, self._microsoft_secret_warning(expiry))] if expiry else []
        return super()._secret_expiries() + own

    @api.model
    def _cron_microsoft_secret(self):
        """Tell the managers about a secret that ends soon, once for each day entered."""
        expiry = self._microsoft_secret_expiry()
        parameters = self.env["ir.config_parameter"]
        if self._microsoft_secret_warning(expiry) and self._parameter(TOLD_KEY) != str(expiry):
            parameters.set_param(TOLD_KEY, str(expiry))
            self._microsoft_tell_managers(expiry)

    @api.model
    def _microsoft_tell_managers(self, expiry):
        """Notify each manager in their language."""
        managers = self.env.ref("calendar_sync_base.group_calendar_sync_manager").all_user_ids
        for user in managers:
            accounts = self.with_context(lang=user.lang, tz=user.tz)
            env = accounts.env
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=env._("The Client Secret for Outlook has to be renewed"),
                body=Markup("<p>%s</p><p><a href='/odoo/settings'>%s</a></p>")
                % (accounts._microsoft_secret_warning(expiry), env._("Open the settings")),
            )
