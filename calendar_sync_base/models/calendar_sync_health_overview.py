"""The figures above the list of accounts, and what ends soon."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from .lists import joined

MANAGER = "calendar_sync_base.group_calendar_sync_manager"
ATTENTION = Domain("state", "in", ("needs_reconnect", "held")) | Domain("error_code", "!=", False)


class CalendarSyncAccount(models.Model):
    """Sums up the accounts that a manager sees."""

    _inherit = "calendar.sync.account"

    @api.model
    def health_overview(self):
        """Return the figures and warnings of the accounts that the manager sees.

        A dict of the numbers `connected`, `attention`, `late`, `pending` and `problems`, and of
        `notes`: dicts of a `text` and whether it is a `warning`. Raises AccessError for others.
        """
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(self.env._("Only managers see how everybody's calendars are."))
        connected = Domain("state", "!=", "disconnected")
        links = self.env["calendar.sync.link"]
        return {
            "connected": self.search_count(connected),
            "attention": self.search_count(connected & ATTENTION),
            "late": self.search_count([("is_late", "=", True)]),
            "pending": links.search_count([("dirty_since", "!=", False)]),
            "problems": links.search_count([("error_code", "!=", False)]),
            "notes": self._pause_notes() + self._secret_notes() + self._channel_notes(),
        }

    @api.model
    def _secret_expiries(self):
        """Return when client secrets end: triples of provider, day and the sentence that warns.

        The sentence is empty while there is time. A provider addon that knows the day extends
        this; the base knows none.
        """
        return []

    @api.model
    def _secret_notes(self):
        return [
            {
                "text": warning
                or self.env._(
                    "The Client Secret for %(provider)s ends on %(day)s.",
                    provider=label,
                    day=format_date(self.env, day),
                ),
                "warning": bool(warning),
            }
            for label, day, warning in self._secret_expiries()
        ]

    @api.model
    def _pause_notes(self):
        paused = [one.label for code, one in self._providers().items() if self._is_paused(code)]
        text = self.env._("Paused by an administrator: %s", joined(self.env, paused))
        return [{"text": text, "warning": True}] if paused else []

    @api.model
    def _channel_notes(self):
        ended = self.env["calendar.sync.calendar"].search_count(
            [
                ("enabled", "=", True),
                ("account_id.state", "=", "active"),
                ("channel_expiry", "<", fields.Datetime.now()),
            ]
        )
        text = self.env._(
            "Remote calendars whose change notifications have ended: %s. Their changes arrive with "
            "the regular synchronization until the notifications are renewed.",
            ended,
        )
        return [{"text": text, "warning": True}] if ended else []
