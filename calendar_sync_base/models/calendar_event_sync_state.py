"""On the event: where it is synchronized, since when, what is pending, and why it is not.

Computed for the one who reads it. Of one's own calendars everything is told, of the other
participants' only that it is on them; nobody else is told anything but what their accounts say.
"""

from odoo import api, fields, models

from ..core import snapshot
from ..core.changes import diff
from ..core.errors import SyncError
from ..local.people import People
from ..local.reading import Reading
from . import sync_reasons


class CalendarEvent(models.Model):
    """Says where it is."""

    _inherit = "calendar.event"

    sync_state = fields.Json("Synchronization", compute="_compute_sync_state")

    @api.depends_context("uid", "lang")
    def _compute_sync_state(self):
        for event in self:
            event.sync_state = event._origin._sync_state()

    def _sync_state(self):
        """Return `places` (see `_place`, `_place_of_other`) and a `reason`; False if hidden."""
        if not self or self._check_private_event_conditions():
            return False
        # sudo: what is told of links that are not the reader's own is chosen below
        links = (self.sudo().recurrence_id or self.sudo())._sync_links()
        readable = links.with_env(self.env)._filtered_access("read")
        places = [
            link._place() for link in readable.sorted(lambda one: one.user_id != self.env.user)
        ]
        reason = False
        if self._sync_is_participant(self.env.user):
            others = (links - readable.sudo()).filtered(
                lambda one: self._sync_is_participant(one.user_id)
            )
            places += [link._place_of_other() for link in others]
            if self.env.user not in readable.user_id:
                reason = sync_reasons.why_not(self.sudo(), self.env.user)
        return {"places": places, "reason": reason} if places or reason else False

    def _sync_is_participant(self, user):
        meeting = self.sudo()
        return bool(user) and (user == meeting.user_id or user.partner_id in meeting.partner_ids)


class CalendarSyncLink(models.Model):
    """Says how its meeting is, on one calendar."""

    _inherit = "calendar.sync.link"

    def _place(self):
        """Return all about this link for somebody who may read it.

        `status` is one of in_sync, pending, asks, problem, waiting; `when` is UTC; `pending` are
        the names of what differs; `link_id` is there to try it again.
        """
        account = self.account_id.sudo()
        status, text = self._place_status(account)
        in_step = status == "in_sync" and account.last_sync
        own = self.user_id == self.env.user
        return {
            "provider": account._provider().label,
            "who": account.email or "" if own else self._place_owner(),
            "calendar": "" if self.calendar_id.is_primary else self.calendar_id.name,
            "status": status,
            "text": text,
            "when": fields.Datetime.to_string(in_step or self.synced_at) or False,
            "pending": self._pending_names() if self.dirty_since else [],
            "web_link": own and self.web_link,
            "link_id": self.id,
        }

    def _place_of_other(self):
        """Return that the meeting is on another participant's calendar, and no more."""
        waits = self.dirty_since or self.error_code
        return {
            "provider": self.account_id._provider().label,
            "who": self._place_owner(),
            "status": "pending" if waits else "in_sync",
        }

    def _place_owner(self):
        """Return whose calendar it is: a person's, else what the calendar is called."""
        return self.user_id.name or self.calendar_id.name

    def _place_status(self, account):
        """Return the status of the meeting on this calendar, and a sentence about it."""
        if self.error_code:
            return "problem", self.error_message
        if self.is_waiting:
            question = self.env._("Waits for your yes, because it would mail: %s")
            return "asks", question % self.mail_question
        word = account._status_word(account.provider)
        if word in ("paused", "stopped", "needs_reconnect") or account.state == "held":
            return "waiting", account._status_message(word)
        if self.dirty_since:
            return "pending", ""
        return "in_sync", self._place_limits()

    def _place_limits(self):
        """Return why what is changed here stays here, "" if it does not."""
        if self.read_only or not self.calendar_id._may_push():
            return self.env._("Changes made here stay here.")
        if not self.calendar_id._may_pull():
            return self.env._("Changes made there stay there.")
        return ""

    def _pending_names(self):
        """Return what a pass would send, in the words of the form."""
        # sudo: the last agreement is shown to nobody; only the names of what differs are told
        link = self.sudo()
        base = snapshot.load_base(link.base)
        if base is None:
            return [self.env._("The whole meeting")]
        try:
            now = Reading(People(link.env)).meeting(link._meeting())
        except SyncError:
            return []
        names = diff(base.local, now).names() if now else ()
        return sorted(self.env._(sync_reasons.NAMES[one]) for one in names)
