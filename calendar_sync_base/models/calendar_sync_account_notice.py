"""Telling the user once that an account has to be connected again."""

from markupsafe import Markup

from odoo import models


class CalendarSyncAccount(models.Model):
    """One message per loss of the permission, by mail or inbox as the user prefers."""

    _inherit = "calendar.sync.account"

    def _become(self, state, **values):
        """Make a transition, and tell the user if it is they who must act."""
        lost = self.filtered(lambda one: state == "needs_reconnect" != one.state)
        result = super()._become(state, **values)
        for account in lost:
            account._tell_to_reconnect()
        return result

    def _tell_to_reconnect(self):
        """Notify the user in their language."""
        user = self.user_id
        env = self.with_context(lang=user.lang).env
        label = self._provider().label
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=user.partner_id.ids,
            subject=env._("Your %s calendar has to be connected again", label),
            body=Markup("<p>%s</p><p><a href='/odoo/calendar'>%s</a></p>")
            % (self.with_env(env).error_message, env._("Open the calendar")),
        )
