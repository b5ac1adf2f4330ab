"""Users: the state of their calendar accounts, and what they can do about it.

Odoo's own hooks (`check_calendar_credentials` and the like) are answered for our providers; the
methods named `calendar_sync_*` are what the calendar view and the preferences call. None of them
talks to a provider but `calendar_sync_now` and `calendar_sync_disconnect`.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.oauth import is_local_path


class ResUsers(models.Model):
    """Answers for its own calendar accounts."""

    _inherit = "res.users"

    calendar_sync_account_ids = fields.One2many(
        "calendar.sync.account", "user_id", "Calendar Accounts", readonly=True
    )

    @property
    def SELF_READABLE_FIELDS(self):
        """Let users see their own accounts in their preferences."""
        return [*super().SELF_READABLE_FIELDS, "calendar_sync_account_ids"]

    def write(self, vals):
        """Stop the accounts of users who are archived."""
        result = super().write(vals)
        if vals.get("active") is False:
            # sudo: whoever may archive a user need not be a manager of accounts
            self.sudo().calendar_sync_account_ids.action_stop()
        return result

    @api.model
    def check_calendar_credentials(self):
        """Tell for each provider whether its client credentials are set."""
        accounts = self.env["calendar.sync.account"]
        return super().check_calendar_credentials() | {
            addon.prefix: accounts._is_configured(code)
            for code, addon in accounts._providers().items()
        }

    def check_synchronization_status(self):
        """Tell for each provider what Odoo's own calendar view asks for."""
        result = super().check_synchronization_status()
        accounts = self.env["calendar.sync.account"]
        for code, addon in accounts._providers().items():
            if not accounts._yields(code, self):
                result[addon.prefix] = self._calendar_sync_core_status(code)
        result["calendar_sync_others"] = accounts._others_needed(self)
        return result

    def _calendar_sync_core_status(self, code):
        """Return one of Odoo's own words for the state of synchronisation."""
        accounts = self.env["calendar.sync.account"]
        if not accounts._is_configured(code):
            return "missing_credentials"
        if accounts._is_paused(code):
            return "sync_paused"
        if accounts._yields(code, self):
            return "sync_stopped"
        account = self._calendar_sync_account(code)
        return "sync_active" if account.state == "active" else "sync_stopped"

    def _has_any_active_synchronization(self):
        """Tell whether somebody else sends what happens to this user's meetings."""
        codes = self.env["calendar.sync.account"]._providers()
        active = any(self._calendar_sync_core_status(one) == "sync_active" for one in codes)
        return active or super()._has_any_active_synchronization()

    def calendar_sync_status(self):
        """Return the state of each installed provider, for the buttons; a list of dicts."""
        self._calendar_sync_check_self()
        accounts = self.env["calendar.sync.account"]
        codes = [code for code in accounts._providers() if not accounts._yields(code, self)]
        return [self._calendar_sync_account(code)._status(code) for code in codes]

    def calendar_sync_now(self):
        """Synchronise this user's calendars and return the new states."""
        self._calendar_sync_check_self()
        self._calendar_sync_accounts()._sync_now("person")
        return self.calendar_sync_status()

    def calendar_sync_connect(self, provider, return_path="/odoo/calendar"):
        """Return where to go to connect: a `url`, or the `action` that configures the provider."""
        self._calendar_sync_check_self()
        if not is_local_path(return_path):
            raise UserError(self.env._("The way back has to be a page of this site."))
        if not self.env["calendar.sync.account"]._is_configured(provider):
            return {"need_config": True, "action": self._calendar_sync_settings()}
        account = self._calendar_sync_account(provider) or self._calendar_sync_new(provider)
        return {"url": account._consent_url(return_path)}

    def calendar_sync_stop(self, provider):
        """Stop synchronising with a provider and return the new states."""
        self._calendar_sync_check_self()
        self._calendar_sync_account(provider).action_stop()
        return self.calendar_sync_status()

    def calendar_sync_resume(self, provider):
        """Synchronise again with a provider after a stop and return the new states."""
        self._calendar_sync_check_self()
        self._calendar_sync_account(provider).action_resume()
        return self.calendar_sync_status()

    def calendar_sync_approve_deletions(self, provider):
        """Let the deletions that wait for a decision go through; return the new states."""
        self._calendar_sync_check_self()
        self._calendar_sync_account(provider).action_approve_deletions()
        return self.calendar_sync_status()

    def calendar_sync_preview(self, provider):
        """Return the action that shows what waits for a choice: a beginning, or deletions."""
        self._calendar_sync_check_self()
        return self._calendar_sync_account(provider).action_open_start()

    def calendar_sync_start(self, provider, choice="all"):
        """Begin synchronising: with `all` existing events, by `import`, or only `new` ones."""
        self._calendar_sync_check_self()
        self._calendar_sync_account(provider).action_start(choice)
        return self.calendar_sync_status()

    def calendar_sync_reset(self, provider):
        """Return the action that resets the account, after its user confirmed."""
        self._calendar_sync_check_self()
        return self._calendar_sync_account(provider).action_reset()

    def calendar_sync_questions(self, provider):
        """Return the action that shows whom a provider would mail, for the user to say yes to."""
        self._calendar_sync_check_self()
        return self._calendar_sync_account(provider).action_open_questions()

    def calendar_sync_disconnect(self, provider):
        """Withdraw the permission; returns a client action if the user has to do a part of it."""
        self._calendar_sync_check_self()
        return self._calendar_sync_account(provider).action_disconnect() or False

    def _calendar_sync_check_self(self):
        """Let internal users act for themselves, and nobody for anybody else."""
        self.ensure_one()
        mine = self == self.env.user or self.env.su
        if not (mine and self._is_internal()):
            raise AccessError(self.env._("Only the user's own calendars can be synchronized."))

    def _calendar_sync_accounts(self):
        # sudo: accounts are read-only to people, and this is the user's own
        return (
            self.env["calendar.sync.account"]
            .sudo()
            .search([("user_id", "=", self.id), ("contact_id", "=", False)])
        )

    def _calendar_sync_account(self, provider):
        """Return the account that stands for a provider: a connected one before others."""
        accounts = self._calendar_sync_accounts().filtered(lambda one: one.provider == provider)
        return accounts.sorted(lambda one: (one.state == "disconnected", one.id))[:1]

    def _calendar_sync_new(self, provider):
        values = {"user_id": self.id, "provider": provider}
        return self.env["calendar.sync.account"].sudo().create(values)

    def _calendar_sync_settings(self):
        """Return the action that opens the settings, for those who may open it."""
        if not self.env.user.has_group("base.group_system"):
            return False
        # sudo: reading an action one has the menu of
        action = self.env.ref("base_setup.action_general_configuration").sudo()
        return action._get_action_dict()
