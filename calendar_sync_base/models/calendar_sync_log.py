"""Errors in Odoo's database log (Settings > Technical > Logging), where administrators look.

One row each time an account or a meeting gets into another kind of trouble or out of it; a retry
that fails in the same way adds none. Rows name accounts and ids, never what a meeting says.
"""

from odoo import api, models

LOGGER = "odoo.addons.calendar_sync_base"


class CalendarSyncAccount(models.Model):
    """Logs what befalls a whole account."""

    _inherit = "calendar.sync.account"

    def write(self, vals):
        """Write, and log the accounts whose error is another one than before."""
        if "error_code" not in vals:
            return super().write(vals)
        before = {one: one.error_code for one in self}
        result = super().write(vals)
        for account in self.filtered(lambda one: one.error_code != before[one]):
            account._log_trouble(account.error_code, account.error_message, account)
        return result

    def _log_trouble(self, code, sentence, record):
        """Add a row about one record of this account; without a code, that it works again."""
        names = {"account": self.sudo().display_name, "user": self.user_id.login or "-"}
        if code:
            names |= {"sentence": sentence, "code": code}
            text = self.env._("%(account)s of %(user)s: %(sentence)s (%(code)s)", **names)
        else:
            text = self.env._("%(account)s of %(user)s: this error is over.", **names)
        # sudo: the log is the administrator's; the row says nothing beyond the account's address
        self.env["ir.logging"].sudo().create(
            {
                "name": LOGGER,
                "type": "server",
                "dbname": self.env.cr.dbname,
                "level": "WARNING" if code else "INFO",
                "message": text,
                "path": record._name,
                "func": code or "resolved",
                "line": str(record.id),
            }
        )


class CalendarSyncLink(models.Model):
    """Logs meetings that are set aside."""

    _inherit = "calendar.sync.link"

    @api.model_create_multi
    def create(self, vals_list):
        """Create, and log the meetings that are set aside from the beginning."""
        links = super().create(vals_list)
        links.filtered("error_code")._log_set_aside()
        return links

    def write(self, vals):
        """Write, and log the meetings that are set aside for another reason than before."""
        if not vals.get("error_code"):
            return super().write(vals)
        before = {one: one.error_code for one in self}
        result = super().write(vals)
        self.filtered(lambda one: one.error_code != before[one])._log_set_aside()
        return result

    def _log_set_aside(self):
        for link in self:
            link.account_id._log_trouble(
                link.error_code,
                self.env._(
                    "A meeting was set aside: %(reason)s It is number %(id)s under Calendar > "
                    "Configuration > Synchronization > Set Aside.",
                    reason=link.error_message,
                    id=link.id,
                ),
                link,
            )
