"""What services tell through change channels: noted in a moment, dealt with by the workers."""

import hmac

from odoo import api, fields, models

from . import vault
from .vault import VaultLocked

CHANGED, ENDING, ENDED = "changed", "ending", "ended"
LONGEST_ID = len(str(2**31))
"""An id with as many digits is none of PostgreSQL's integers."""


class CalendarSyncNotice(models.Model):
    """Something to look at. Rows are only added and deleted, so nobody waits for a pass."""

    _name = "calendar.sync.notice"
    _description = "Change Notification of a Remote Calendar"

    calendar_id = fields.Many2one(
        "calendar.sync.calendar", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            (CHANGED, "Something changed"),
            (ENDING, "The notifications are about to end"),
            (ENDED, "The notifications have ended"),
        ],
        required=True,
    )

    @api.model
    def _receive(self, provider, told):
        """Note what somebody posted who knows the tokens of channels; the rest is passed over.

        However often it is said before a worker looks, it is noted once.

        :param told: pairs of a token and a kind
        """
        channels = self.env["calendar.sync.calendar"]._of_channels(provider, dict(told))
        wanted = {(channels[token], kind) for token, kind in told if token in channels}
        known = self.search([("calendar_id", "in", [one.id for one, _kind in wanted])])
        noted = {(one.calendar_id, one.kind) for one in known}
        for calendar, kind in wanted - noted:
            self._note(calendar, kind)

    @api.model
    def _note(self, calendar, kind=CHANGED):
        """Have a worker look at a calendar as soon as the transaction is committed."""
        self.create({"calendar_id": calendar.id, "kind": kind})
        calendar.account_id._sync_soon()

    @api.model
    def _take(self, accounts):
        """Forget what was noted of accounts, whose calendars are listed right after."""
        found = self.search([("calendar_id.account_id", "in", accounts.ids)])
        found.filtered(lambda one: one.kind == ENDED).calendar_id._forget_channel()
        found.filtered(lambda one: one.kind == ENDING).calendar_id._end_channel()
        found.unlink()


class CalendarSyncCalendar(models.Model):
    """Is found by the token of its channel."""

    _inherit = "calendar.sync.calendar"

    notice_ids = fields.One2many("calendar.sync.notice", "calendar_id", groups=fields.NO_ACCESS)

    @api.model
    def _of_channels(self, provider, tokens):
        """Return the calendars by those of the tokens that open their channels.

        A token begins with the id of its calendar, so that it can be compared with the only one it
        may be equal to.
        """
        said = {token: number(token) for token in tokens}
        found = self.browse({one for one in said.values() if one}).exists()
        mine = {one.id: one for one in found if one.account_id.provider == provider}
        return {
            token: mine[key]
            for token, key in said.items()
            if key in mine and mine[key]._opens(token)
        }

    def _opens(self, token):
        try:
            known = vault.unseal(self.channel_token or "")
        except VaultLocked:
            return False
        return bool(known) and hmac.compare_digest(known.encode(), token.encode())


def number(token):
    """Return the id that a token begins with, 0 when it is none of ours."""
    said = token.partition(".")[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < LONGEST_ID else 0
