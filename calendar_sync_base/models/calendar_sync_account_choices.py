"""What people choose for an account, and questions to its provider at a click."""

import logging
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..core.calendars import Access
from ..core.errors import AccountError, Duplicate, MissingScope, SyncError
from ..core.oauth import is_local_path
from .lists import joined

_logger = logging.getLogger(__name__)

CALENDAR = "/odoo/calendar"


class CalendarSyncAccount(models.Model):
    """Where new meetings go, and whether the provider answers."""

    _inherit = "calendar.sync.account"

    push_calendar_id = fields.Many2one(
        "calendar.sync.calendar",
        "New Meetings Go To",
        help="Meetings that are there already stay where they are. Empty: the first calendar that "
        "can be written to.",
    )
    takes_new = fields.Boolean(
        "New Meetings Go Here",
        help="Of several accounts of a user, the one that gets the meetings made here.",
    )

    wanted_calendar = fields.Char(
        readonly=True, help="The name of a calendar to make once the user has consented to that."
    )

    @api.constrains("push_calendar_id")
    def _check_push_calendar(self):
        for account in self.sudo().filtered("push_calendar_id"):
            chosen = account.push_calendar_id
            if chosen.account_id != account or chosen.access not in ("write", "own"):
                raise ValidationError(
                    self.env._("Please choose a calendar of this account that can be written to.")
                )

    def write(self, vals):
        """Let new meetings go to one account of a user, and to a calendar that is synchronized."""
        result = super().write(vals)
        if vals.get("takes_new"):
            # sudo: a user's other accounts are the user's own, too
            others = self.sudo().user_id.calendar_sync_account_ids - self.sudo()
            others.filtered("takes_new").write({"takes_new": False})
        if vals.get("push_calendar_id"):
            chosen = self.sudo().push_calendar_id
            chosen.filtered(lambda one: not one.enabled).enabled = True
            chosen.filtered(lambda one: one.direction == "pull").direction = "both"
        return result

    def action_test(self):
        """Ask the provider right now, and say what it answered; the calendars are listed anew."""
        self.ensure_one()
        account = self._checked()
        try:
            with account._asking() as provider:
                found = provider.calendars()
                account._address(found)
        except SyncError as error:
            account._take_note(error)
            return account._said("warning", account._sentence(error.code, error.reason))
        account._store_calendars(found)
        if account.state == "needs_reconnect":
            account._become_connected()
            account._sync_soon()
        return account._said(
            "success",
            self.env._(
                "It works. Calendars found: %s", joined(self.env, [one.name for one in found])
            ),
        )

    def action_create_calendar(self, name, return_path=CALENDAR):
        """Make a calendar at the provider for the meetings made here.

        Returns an action if the user has to consent to that first.
        """
        self.ensure_one()
        account = self._checked()
        wanted = (name or "").strip()
        if not wanted:
            raise UserError(self.env._("Please enter a name."))
        try:
            account._make_calendar(wanted, account._known_calendars())
        except MissingScope:
            return self._ask_to_make(wanted, return_path)
        except Duplicate as error:
            raise UserError(self.env._("There is a calendar of this name already.")) from error
        except SyncError as error:
            raise UserError(account._sentence(error.code, error.reason)) from error
        return False

    def _make_calendar(self, name, known):
        """Make a calendar at the provider, and let new meetings go there. Raises SyncError.

        One of that name that is not among the `known` ones was made by an attempt whose end got
        lost: it is taken, for a provider would make a second one, or refuse.
        """
        with self._asking() as provider:
            made = made_before(provider, name, known) or provider.create_calendar(name)
        self._store_calendars([made])
        fresh = self.calendar_ids.filtered(lambda one: one.remote_id == made.remote_id)
        self.push_calendar_id = fresh

    def _known_calendars(self):
        """Return the remote ids of the calendars that were listed so far."""
        return set(self.calendar_ids.mapped("remote_id"))

    def _ask_to_make(self, name, return_path):
        """Return the action that leads to the consent with the permission to make calendars."""
        self._check_consenting(return_path)
        self.sudo().wanted_calendar = name
        return to_address(self.sudo()._consent_url(return_path, making=True))

    def _connect(self, tokens, calendars):
        """Make the calendar that this consent was asked for; raises SyncError.

        Without the permission, or an answer, there is none: it can be asked for again.
        """
        known = self._known_calendars()
        result = super()._connect(tokens, calendars)
        name, self.wanted_calendar = self.wanted_calendar, False
        if name:
            try:
                self._make_calendar(name, known)
            except SyncError as error:
                _logger.info("No calendar is made for account %s: %s", self.id, error.detail)
        return result

    def _check_consenting(self, return_path):
        """Let people consent for themselves only, and come back to this site only."""
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Only the user can connect the account."))
        if not is_local_path(return_path):
            raise UserError(self.env._("The way back has to be a page of this site."))

    @contextmanager
    def _asking(self):
        """Give a connection to the provider for a question, and keep a renewed token."""
        credential = self._credential()
        yield self._open_provider(credential)
        if credential.renewed:
            self._store_tokens(credential.tokens)

    def _take_note(self, error):
        """Let an account whose permission is gone show it; what passes by itself needs no note."""
        if isinstance(error, AccountError) and self.state not in ("disconnected", "stopped"):
            self._record_failure(error)

    def _said(self, kind, message):
        """Return the notification with what the provider answered."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": kind, "title": self.display_name, "message": message},
        }


def made_before(provider, name, known):
    """Return the account's own calendar of a name that is not known yet, if there is one."""
    fresh = (one for one in provider.calendars() if one.remote_id not in known)
    return next((one for one in fresh if (one.name, one.access) == (name, Access.OWN)), None)


def to_address(url):
    """Return the action that sends the browser to an address."""
    return {"type": "ir.actions.act_url", "url": url, "target": "self"}
