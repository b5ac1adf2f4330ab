"""What the button of a provider shows: derived from the account, never stored."""

from odoo import fields, models

from ..core.errors import DeletionsHeld
from . import messages

ACTIONS = {
    "not_configured": [],
    "in_sync": ["sync_now", "stop", "disconnect", "reset"],
    "syncing": ["stop", "disconnect", "reset"],
    "paused": ["stop", "disconnect", "reset"],
    "needs_reconnect": ["connect", "stop", "disconnect", "reset"],
    "preview": ["preview", "disconnect"],
    "problem": ["sync_now", "stop", "disconnect", "reset"],
    "asks": ["review_mails", "sync_now", "stop", "disconnect", "reset"],
    "stopped": ["resume", "disconnect", "reset"],
    "resetting": [],
}
"""What a person can do in most statuses, the most likely first."""


class CalendarSyncAccount(models.Model):
    """Says how it is."""

    _inherit = "calendar.sync.account"

    def _status(self, code):
        """Return what the user sees of a provider; an empty account is one not yet connected."""
        status = self._status_word(code)
        return {
            "provider": code,
            "label": self._providers()[code].label,
            "status": status,
            "email": self.email or "",
            "last_sync": fields.Datetime.to_string(self.last_sync) if self.last_sync else False,
            "message": self._status_message(status),
            "account_id": self.id or False,
            "actions": self._status_actions(status),
            "attention": self._needs_attention(status),
        }

    def _needs_attention(self, status):
        """Tell whether nothing goes on until the user has done something, as a banner says."""
        return status == "needs_reconnect" or (status == "problem" and self.state == "held")

    def _status_actions(self, status):
        """Return what can be done, the most likely first."""
        if status == "not_connected" or (status == "problem" and self.state == "disconnected"):
            return ["connect", "reset"] if self.email else ["connect"]
        if status == "problem" and self.state == "held":
            approve = ["approve_deletions"] if self.error_code == DeletionsHeld.__name__ else []
            return [*approve, "resume", "stop", "disconnect", "reset"]
        return ACTIONS[status]

    def _status_word(self, code):
        if not self._is_configured(code) and self.state != "resetting":
            return "not_configured"
        if self.state in (False, "disconnected"):
            return "problem" if self.error_code else "not_connected"
        if self.state == "needs_reconnect" or not self._is_bound_here():
            return "needs_reconnect"
        if self.state in ("stopped", "resetting"):
            return self.state
        return self._running_word(code)

    def _running_word(self, code):
        if self._is_paused(code):
            return "paused"
        if self.state == "held" or self.error_code:
            return "problem"
        if self.state == "preview":
            return "preview" if self.preview else "syncing"
        if self._is_syncing():
            return "syncing"
        return "asks" if self.question_count else "in_sync"

    def _is_syncing(self):
        """Tell whether a pass is under way; one that was killed is not for ever."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), minutes=10)
        return not self.last_sync or bool(self.running_since and self.running_since > limit)

    def _status_message(self, status):
        said = {
            "not_configured": messages.NOT_CONFIGURED,
            "not_connected": messages.NOT_CONNECTED,
            "paused": messages.PAUSED,
            "stopped": messages.STOPPED,
            "preview": messages.PREVIEW,
        }
        if status in said:
            return self.env._(said[status])
        if status == "resetting":
            return self._reset_progress()
        if status == "asks":
            return self.env._(
                "Meetings that wait for your yes, because their guests would be mailed: %s",
                self.question_count,
            )
        if status == "needs_reconnect" and not self._is_bound_here():
            return self.env._(messages.COPY_OF_DATABASE)
        return self.error_message or ""
