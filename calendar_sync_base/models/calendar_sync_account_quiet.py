"""Accounts with nothing to do are settled together, in a few statements for all of them.

Most looks at a calendar find nothing new on either side. All that they leave behind is how far it
was read, and that both sides are equal: that is stored for many accounts at once. Whatever may need
more, or is not certain, is left to a pass of its own.
"""

import logging

import psycopg2

from odoo import models

from ..engine.ports import Changes

_logger = logging.getLogger(__name__)


class CalendarSyncAccount(models.Model):
    """Knows when it is quiet."""

    _inherit = "calendar.sync.account"

    def _settle_quiet(self, readings):
        """Record what was read of accounts with nothing to do, and return these, committed."""
        try:
            quiet = self._quiet(readings)
            quiet._record_quiet(readings)
            self._commit()
        except psycopg2.OperationalError as error:
            self.env.cr.rollback()
            _logger.info("Settling %s quiet accounts collides: %s", len(self), error)
            return self.browse()
        return quiet

    def _quiet(self, readings):
        """Return the accounts of which neither side has anything new, locked."""
        unchanged = self.filtered(lambda one: is_unchanged(readings[one.id]))
        locked = unchanged.try_lock_for_update(allow_referencing=True)
        settled = locked.filtered(lambda one: one._is_settled(readings[one.id]))
        return settled - self.env["calendar.sync.link"]._accounts_waiting(settled)

    def _is_settled(self, reading):
        """Tell whether nothing but what was read decides what there is to do."""
        _provider, _credential, listings = reading
        return (
            self.state == "active"
            and not self.start_choice
            and self._may_run()
            and all(
                one._continues(listings.get(one.id))
                for one in self.calendar_ids.filtered("enabled")
            )
            and not self._due_channels()
        )

    def _record_quiet(self, readings):
        for account in self:
            _provider, _credential, listings = readings[account.id]
            for calendar in account.calendar_ids.filtered("enabled"):
                calendar._advance(listings[calendar.id].result.cursor)
        self._record_equal()


class CalendarSyncCalendar(models.Model):
    """Compares a listing with how far it was read."""

    _inherit = "calendar.sync.calendar"

    def _continues(self, listed):
        """Tell whether it was listed, and nobody has read it since."""
        return listed is not None and listed.cursor == (self.sudo().cursor or "")


def is_unchanged(reading):
    """Tell whether all calendars of an account were listed, and none has anything new."""
    if not isinstance(reading, tuple):
        return False
    _provider, credential, listings = reading
    return not credential.renewed and all(_is_empty(one.result) for one in listings.values())


def _is_empty(result):
    is_listed = isinstance(result, Changes) and not result.full
    return is_listed and not (result.events or result.rejected)
