"""Telling the user that an account waits for them: once, until it is repaired."""

from markupsafe import Markup

from odoo import api, models

ACTIVITY = "calendar_sync_base.activity_attention"
ATTENTION = ("needs_reconnect", "held")
"""The states in which nothing goes on until the user has done something."""


class CalendarSyncAccount(models.Model):
    """One activity while it waits, and one message for each loss of the permission.

    The message goes by mail or inbox as the user prefers. A decision that is waited for needs no
    mail: the calendar itself is all right. The activity goes away by itself.
    """

    _inherit = "calendar.sync.account"

    @api.model_create_multi
    def create(self, vals_list):
        """Create without a note in a history that nobody reads."""
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        return super(CalendarSyncAccount, quiet).create(vals_list).with_env(self.env)

    def _become(self, state, **values):
        """Make a transition, and tell the user if it is they who must act."""
        waits = self.filtered(lambda one: state in ATTENTION and one.state != state)
        result = super()._become(state, **values)
        # sudo: the worker's and the user's own transitions alike
        accounts = self.sudo()
        if state not in ATTENTION:
            accounts.activity_unlink([ACTIVITY])
        for account in waits.sudo():
            account._ask_user()
            if state == "needs_reconnect":
                account._tell_to_reconnect()
        return result

    def _for_user(self):
        """Return this account in the language of its user."""
        return self.with_context(lang=self.user_id.lang, tz=self.user_id.tz)

    def _ask_user(self):
        """Give the user the one activity, without Odoo's mail about having been assigned it."""
        if not self.user_id.active:
            return
        account = self._for_user()
        account.activity_unlink([ACTIVITY])
        account.with_context(mail_activity_quick_update=True).activity_schedule(
            ACTIVITY,
            summary=account._attention_summary(),
            note=Markup("<p>%s</p>") % (account.error_message or ""),
            user_id=self.user_id.id,
        )

    def _attention_summary(self):
        label = self._provider().label
        if self.state == "held":
            return self.env._("Your %s calendar waits for your decision", label)
        return self.env._("Your %s calendar has to be connected again", label)

    def _tell_to_reconnect(self):
        """Notify the user in their language."""
        account = self._for_user()
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=account._attention_summary(),
            body=Markup("<p>%s</p><p><a href='/odoo/calendar'>%s</a></p>")
            % (account.error_message, account.env._("Open the calendar")),
        )
