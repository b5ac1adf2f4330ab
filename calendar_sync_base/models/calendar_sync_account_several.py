"""Several accounts of one user, and switching from one to another.

An account is known by its address at the provider. A consent that was begun without one ends at the
account of the address it brings: the one there is, or the new one. So connecting the same account
twice makes one, and connecting another never touches what belongs to the first.
"""

from odoo import api, fields, models

from .calendar_sync_account_choices import CALENDAR, to_address


class CalendarSyncAccount(models.Model):
    """One row for each remote account."""

    _inherit = "calendar.sync.account"

    replaces_id = fields.Many2one(
        "calendar.sync.account",
        readonly=True,
        ondelete="set null",
        help="The account that is disconnected as soon as this one is connected.",
    )

    def action_switch(self, return_path=CALENDAR):
        """Send the user to choose another account; the present one goes on until that is done."""
        self.ensure_one()
        self.check_access("read")
        self._check_consenting(return_path)
        blank = self.sudo()._blank(self.user_id, self.provider, self.contact_id)
        blank.replaces_id = self
        return to_address(blank._consent_url(return_path))

    @api.model
    def _blank(self, user, provider, contact):
        """Return the account of a user that is not connected to any address yet."""
        values = {"user_id": user.id, "provider": provider, "contact_id": contact.id}
        domain = [(name, "=", value) for name, value in values.items()]
        found = self.search([*domain, ("email", "=", False)], limit=1)
        found.replaces_id = False
        return found or self.create(values)

    def _connect(self, tokens, calendars):
        """Connect the account that the consent is for, known by its address; raises SyncError."""
        account, replaced = self._at(self._address(calendars)), self.replaces_id
        result = super(CalendarSyncAccount, account)._connect(tokens, calendars)
        account.replaces_id = False
        (replaced - account)._disconnect()
        (self - account).unlink()
        return result

    def _at(self, address):
        """Return the account that an address stands for: another one only if this has none yet."""
        if self.email:
            return self
        known = self.search(
            [
                ("user_id", "=", self.user_id.id),
                ("provider", "=", self.provider),
                ("contact_id", "=", self.contact_id.id),
                ("email", "=ilike", address),
            ],
            limit=1,
        )
        return known or self
