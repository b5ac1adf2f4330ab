"""One user's account at one provider: who, in which state, how fresh."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.errors import AccountError, EmptyCalendar, Move, SyncError
from ..core.guard import LOOKED_AT
from ..local.failure import told
from . import messages
from .secret_field import SecretChar

STATES = [
    ("disconnected", "Not connected"),
    ("preview", "Waiting for a choice"),
    ("active", "Connected"),
    ("stopped", "Stopped"),
    ("needs_reconnect", "Needs to reconnect"),
    ("held", "Waiting for a decision"),
    ("resetting", "Being reset"),
]
WRITING = ("user_id", "provider", "state", "push_calendar_id")
"""What a save needs to know of an account."""


class CalendarSyncAccount(models.Model):
    """The account is bound to the database and the address it was connected from."""

    _name = "calendar.sync.account"
    _inherit = ["calendar.sync.secrets", "mail.thread", "mail.activity.mixin"]
    _description = "Calendar Synchronization Account"
    _order = "last_attempt asc nulls first, id"
    _rec_name = "email"

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    provider = fields.Selection("_selection_provider", required=True)
    email = fields.Char("Remote Account", help="The address the provider knows this account by.")
    active = fields.Boolean(default=True)
    state = fields.Selection(STATES, default="disconnected", required=True, readonly=True)
    running_since = fields.Datetime(readonly=True)
    granted_scopes = fields.Char(readonly=True)
    access_token = SecretChar(groups=fields.NO_ACCESS, copy=False)
    refresh_token = SecretChar(groups=fields.NO_ACCESS, copy=False)
    token_expiry = fields.Datetime(groups=fields.NO_ACCESS, copy=False)
    database_uuid = fields.Char(readonly=True, copy=False)
    base_url = fields.Char(readonly=True, copy=False)
    last_sync = fields.Datetime("Last Successful Synchronization", readonly=True, index=True)
    last_attempt = fields.Datetime(readonly=True)
    next_attempt = fields.Datetime(readonly=True, help="Not before this, after an error.")
    failures = fields.Integer(readonly=True, help="Failed attempts in a row.")
    error_code = fields.Char(readonly=True)
    error_reason = fields.Char(readonly=True, help="Which of the provider's own sentences to say.")
    error_detail = fields.Char(readonly=True, help="For the administrator; holds no secret.")
    error_message = fields.Char(compute="_compute_error_message")
    is_mailing = fields.Boolean(
        compute="_compute_is_mailing", help="The provider mails the guests of what is written."
    )
    conflict_policy = fields.Selection(
        [
            ("newest", "The later edit wins"),
            ("remote", "The remote calendar wins"),
            ("local", "This calendar wins"),
        ],
        default="newest",
        required=True,
    )
    calendar_ids = fields.One2many("calendar.sync.calendar", "account_id")
    run_ids = fields.One2many("calendar.sync.run", "account_id")

    _one_per_address = models.UniqueIndex(
        "(user_id, provider, email, COALESCE(contact_id, 0)) WHERE email IS NOT NULL",
        "This account is already connected.",
    )

    @api.model
    def _selection_provider(self):
        return [(code, provider.label) for code, provider in self._providers().items()]

    @api.model
    def _providers(self):
        """Return the installed providers: a dict of `ProviderAddon` by code.

        A provider addon extends this; the base knows none.
        """
        return {}

    def _provider(self):
        """Return this account's entry of `_providers`."""
        return self._providers()[self.provider]

    @api.depends("error_code", "error_reason")
    def _compute_error_message(self):
        for account in self:
            account.error_message = account._sentence(account.error_code, account.error_reason)

    def _sentence(self, code, reason):
        """Return what people read about an error of this account, False when there is none."""
        addon = self._providers().get(self.provider)
        return messages.sentence(self.env, code, reason, addon) if code else False

    def _become(self, state, **values):
        """Make a transition of `state`: the only place that does."""
        self.write({"state": state, **values})
        self._notify_status()

    def _become_active(self):
        """Synchronise from now on: after consent, after a stop, after a decision."""
        self._become("active", **told(None), failures=0, next_attempt=False, last_attempt=False)

    def _become_stopped(self):
        """Stop at the user's wish; ids, tokens and what is pending are kept."""
        self._become("stopped")

    def _become_disconnected(self):
        """Forget the credentials; links are kept so that reconnecting adopts."""
        self._become("disconnected", access_token=False, refresh_token=False, token_expiry=False)

    def _fail(self, error: SyncError, next_attempt):
        """Record an error of the whole account; one that needs its user stops it."""
        waits_for_user = isinstance(error, AccountError) and error.move is Move.USER
        self._become(
            "needs_reconnect" if waits_for_user else self.state,
            **told(error),
            failures=self.failures + 1,
            next_attempt=next_attempt,
        )

    @api.model
    def _writing_for(self, users, contacts=()):
        """Return the account that carries the meetings of each of some users, if any.

        Users are given as such, or by their contacts. An account that is stopped, paused or waits
        for its user still counts: changes are kept for it. Of several accounts of a user with a
        calendar to write to, the one chosen for new meetings is taken, else the first.
        """
        theirs = Domain("user_id", "in", users.ids)
        if contacts:
            theirs |= Domain("user_id.partner_id", "in", contacts.ids)
        personal = Domain("contact_id", "=", False) & Domain("state", "!=", "disconnected")
        found = self.search_fetch(theirs & personal, WRITING, order="takes_new desc, id")
        writable = found.filtered(lambda one: one._push_calendar())
        return self.union(*(ones[0] for ones in writable.grouped("user_id").values()))

    def _push_calendar(self):
        """Return the remote calendar that new meetings go to: the chosen one, else the first."""
        possible = self.calendar_ids.filtered(lambda one: one.enabled and one._may_push())
        return possible & self.push_calendar_id or possible[:1]

    @api.depends("state", "provider")
    def _compute_is_mailing(self):
        for account in self:
            account.is_mailing = account.state == "active" and not account._is_paused()

    def _sync_soon(self, when=None):
        """Wake the workers at a time, or as soon as the current transaction is committed."""
        if self.filtered(lambda one: one.state in ("active", "preview")):
            self._wake(when)

    def _notify_status(self):
        """Tell the user's open browsers that the state of the buttons changed."""
        for account in self:
            account.user_id._bus_send("calendar_sync/status", {"account_id": account.id})

    def _keep_held(self):
        """Leave standing what waits to be deleted: it belongs together no more, and go on."""
        held = self.filtered(lambda one: one.state == "held")._claim()
        for calendar in held.calendar_ids.filtered("held_details"):
            keys = [key for _side, key, _title, _start in calendar.held_details]
            self.env["calendar.sync.link"].browse(keys).exists().unlink()
        held._each("_become_active")
        held._sync_soon()

    def _look_again(self):
        """Go on after a person has looked at calendars that came back empty."""
        looked = self.filtered(lambda one: one.error_code == EmptyCalendar.__name__)
        looked.calendar_ids.filtered("enabled").approved_deletions = LOOKED_AT

    def _approve_deletions(self):
        """Let the deletions that wait go through, these and no others, and go on."""
        held = self.filtered(lambda one: one.state == "held")._claim()
        for calendar in held.calendar_ids.filtered("held_deletions"):
            calendar.approved_deletions = calendar.held_deletions
        held._each("_become_active")
        held._sync_soon()
