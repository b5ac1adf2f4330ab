"""Beside an addon of Odoo's own: whose turn it is, and the first contact after a take-over.

As long as the other addon synchronises a user's calendar, ours leaves that user alone: two of them
would answer each other for ever.
"""

import time
from dataclasses import dataclass
from typing import Any

from odoo import models
from odoo.exceptions import UserError

from ..core.errors import SyncError
from ..engine.sync_pass import Report
from .calendar_sync_takeover import PLACEHOLDER

OTHERS = {"google_calendar", "microsoft_calendar"}
"""Odoo's own addons that have buttons in the calendar's header."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the provider told of an account that was taken over: its calendars."""

    provider: Any
    credential: Any
    calendars: list


class CalendarSyncAccount(models.Model):
    """Waits for its turn, then asks the provider who it is."""

    _inherit = "calendar.sync.account"

    def _yields(self, code, users):
        """Return those of some users whom Odoo's own addon of a provider synchronises."""
        former = self.env["calendar.sync.takeover"]._former(code)
        return former.in_charge(users) if former else users.browse()

    def _others_needed(self, user):
        """Tell whether a user still needs the buttons of one of Odoo's own addons.

        That is where it synchronises the user's calendar, or where ours is not installed.
        """
        providers = self._providers()
        ours = {one.predecessor.module for one in providers.values() if one.predecessor}
        installed = OTHERS & self.env.registry._init_modules
        return bool(installed - ours) or any(self._yields(code, user) for code in providers)

    def _consent_url(self, return_path, making=False):
        """Refuse to connect a user whom Odoo's own addon synchronises."""
        if self._yields(self.provider, self.user_id):
            label = self.env._(self._provider().predecessor.label)
            raise UserError(
                self.env._(
                    "%s synchronizes this calendar already. An administrator can take over from it "
                    "in the settings, among the integrations.",
                    label,
                )
            )
        return super()._consent_url(return_path, making)

    def _may_run(self):
        """Leave users to the other addon while it has them."""
        return super()._may_run() and not self._yields(self.provider, self.user_id)

    def _reading_job(self):
        """Ask for the calendars first where they are not known yet."""
        if not self._is_unknown():
            return super()._reading_job()
        try:
            credential = self._credential()
            provider = self._open_provider(credential)
        except SyncError as error:
            failure = error
            return lambda: failure
        return lambda: introduction(provider, credential)

    def _is_unknown(self):
        return PLACEHOLDER in self.calendar_ids.mapped("remote_id")

    def _run_pass(self, reading, trigger, achieved):
        if not isinstance(reading, Introduction):
            return super()._run_pass(reading, trigger, achieved)
        started = time.monotonic()
        error = None
        try:
            self._introduce(reading)
        except SyncError as caught:
            error = caught
            self._record_failure(error)
        seconds = time.monotonic() - started
        requests = reading.provider.requests
        return self._journal(trigger, Report(), error, request_count=requests, duration=seconds)

    def _introduce(self, reading):
        """Store the address and the calendars, and go on at once; raises SyncError."""
        address = self._address(reading.calendars)
        self._replace_twin(address)
        self.email = address
        self._store_calendars(reading.calendars)
        if reading.credential.renewed:
            self._store_tokens(reading.credential.tokens)
        self.write({"running_since": False, "last_attempt": False})
        self._sync_soon()

    def _replace_twin(self, address):
        """Drop a disconnected account of the same mailbox: its meetings are linked here, too."""
        known = [("user_id", "=", self.user_id.id), ("provider", "=", self.provider)]
        twins = self.search([*known, ("email", "=ilike", address), ("id", "!=", self.id)])
        if twins.filtered(lambda one: one.state != "disconnected"):
            raise SyncError("the same mailbox is connected twice")
        twins.unlink()

    def _store_calendars(self, calendars):
        """Let the calendar that was taken over be the primary one of the account."""
        unnamed = self.calendar_ids.filtered(lambda one: one.remote_id == PLACEHOLDER)
        primary = [one.remote_id for one in calendars if one.primary]
        if unnamed and primary:
            unnamed.remote_id = primary[0]
        return super()._store_calendars(calendars)


def introduction(provider, credential):
    """Return what the provider tells of an account, or the SyncError why it does not."""
    try:
        return Introduction(provider, credential, provider.calendars())
    except SyncError as error:
        return error
