"""What a person can do with an account: the user with their own, a manager with all they see."""

import time

from odoo import models
from odoo.exceptions import UserError

from ..core.errors import SyncError
from ..local.failure import told
from . import messages
from .calendar_sync_account_choices import CALENDAR, to_address
from .lists import joined
from .provider_addon import NOT_REVOKED

LOOKS, BETWEEN_LOOKS = 20, 0.1
"""How often, and after how many seconds, somebody looks whether a pass has let go of an account."""


class CalendarSyncAccount(models.Model):
    """The buttons."""

    _inherit = "calendar.sync.account"

    def action_connect(self, return_path=CALENDAR):
        """Send the user to the provider to consent, for the first time or again."""
        self.ensure_one()
        account = self._checked()
        account._take_over()
        self._check_consenting(return_path)
        return to_address(account._consent_url(return_path))

    def action_sync_now(self):
        """Synchronise at once."""
        self._checked()._sync_now("person")

    def action_stop(self):
        """Stop synchronising; everything is kept for later."""
        running = lambda one: one.state not in ("disconnected", "resetting")  # noqa: E731
        self._checked().filtered(running)._claim()._each("_become_stopped")

    def action_resume(self):
        """Synchronise again after a stop, or look again at what was held."""
        stopped = self._checked().filtered(lambda one: one.state in ("stopped", "held"))
        claimed = stopped._claim()
        claimed._look_again()
        claimed._each("_become_connected")
        stopped._sync_soon()

    def action_disconnect(self):
        """Withdraw the permission; meetings stay as they are on both sides."""
        left = self._checked()._refuse_while_resetting()._claim()._disconnect()
        return left._ask_to_revoke() if left else None

    def action_forget(self):
        """Disconnect, and forget which meetings belong together, so as to connect another."""
        accounts = self._checked()._refuse_while_resetting()._claim()
        left = accounts._disconnect()
        answer = left._ask_to_revoke() if left else None
        accounts.unlink()
        return answer

    def action_approve_deletions(self):
        """Let the deletions that wait go through."""
        self._checked()._approve_deletions()

    def _checked(self):
        """Return these accounts for the server to work with."""
        self.check_access("read")
        # sudo: accounts are read-only to people; whoever sees one may press its buttons
        return self.sudo()

    def _claim(self):
        """Lock these accounts and return them; raises UserError while a long pass has one.

        A pass keeps its account while it waits for the provider: a person waits for the end of a
        short one, and is told of a long one.
        """
        for _look in range(LOOKS):
            if len(self.try_lock_for_update(allow_referencing=True)) == len(self):
                return self
            time.sleep(BETWEEN_LOOKS)
        raise UserError(self.env._(messages.BUSY))

    def _each(self, transition):
        for account in self:
            getattr(account, transition)()

    def _ask_to_revoke(self):
        """Return a notification: the provider could not be told, so the user has to."""
        own = self[0]._provider().sentences.get(NOT_REVOKED)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": joined(self.env, self.mapped("display_name")),
                "message": self.env._(own or messages.NOT_REVOKED),
            },
        }

    def _record_consent_failure(self, error: SyncError):
        """Show on the button why connecting did not work; a working account goes on."""
        if self.state != "active":
            self._become(self.state, **told(error))
