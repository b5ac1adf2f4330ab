"""What the Calendar tab of a user shows."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..core.oauth import is_local_path
from .product import product_name

MANAGER = "calendar_sync_base.group_calendar_sync_manager"
CALENDAR_FIELDS = [
    "name",
    "color",
    "access",
    "is_primary",
    "enabled",
    "direction",
    "privacy_mode",
    "past_days",
    "future_days",
    "deletes_here",
    "deletes_there",
    "skip_private",
    "skip_tentative",
    "skip_out_of_office",
]


class CalendarSyncAccount(models.Model):
    """One card of the tab."""

    _inherit = "calendar.sync.account"

    def _overview(self):
        """Return what the card shows; what can be done depends on who looks at it."""
        self.ensure_one()
        own = self.user_id == self.env.user
        # sudo: the state is derived from what is shown to nobody
        status = self.sudo()._status(self.provider)
        theirs = {"connect"} if not own else set()
        actions = [one for one in status["actions"] if one not in theirs]
        return {
            **status,
            "id": self.id,
            "actions": actions,
            "is_connected": self.state != "disconnected",
            "is_own": own,
            "pending_count": self.pending_count,
            "problem_count": self.problem_count,
            "conflict_policy": self.conflict_policy,
            "takes_new": self in self.sudo().browse()._writing_for(self.sudo().user_id),
            "push_calendar_id": self.sudo()._push_calendar().id,
            "calendars": self.calendar_ids.read(CALENDAR_FIELDS),
        }


class ResUsers(models.Model):
    """The user whose tab it is."""

    _inherit = "res.users"

    def calendar_sync_overview(self):
        """Return all that the tab shows of this user's accounts: a dict.

        For the users themselves, and for managers of their companies.
        """
        self._calendar_sync_check_seen()
        accounts = self.env["calendar.sync.account"]
        known = [("user_id", "=", self.id), ("contact_id", "=", False), ("email", "!=", False)]
        found = accounts.search(known, order="provider, id")
        own = self == self.env.user
        providers = accounts._providers().items()
        return {
            "is_own": own,
            "product": product_name(self.env),
            "accounts": [one._overview() for one in found],
            "providers": [
                {
                    "provider": code,
                    "label": addon.label,
                    "is_known": any(one.provider == code for one in found),
                }
                for code, addon in providers
                if own
            ],
        }

    def _calendar_sync_check_seen(self):
        """Let internal users look at their own accounts, and managers at everybody's."""
        self.ensure_one()
        viewer = self.env.user
        if not viewer._is_internal() or not (self == viewer or viewer.has_group(MANAGER)):
            raise AccessError(self.env._("Only the user's own calendars can be synchronized."))

    def calendar_sync_connect_another(self, provider, return_path="/odoo/calendar"):
        """Return where to go to connect one more account: see `calendar_sync_connect`."""
        self._calendar_sync_check_self()
        if not is_local_path(return_path):
            raise UserError(self.env._("The way back has to be a page of this site."))
        accounts = self.env["calendar.sync.account"].sudo()  # sudo: the user's own
        if not accounts._is_configured(provider):
            return {"need_config": True, "action": self._calendar_sync_settings()}
        blank = accounts._blank(self, provider, self.env["res.partner"])
        return {"url": blank._consent_url(return_path)}
