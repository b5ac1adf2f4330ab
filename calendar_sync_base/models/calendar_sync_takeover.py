"""Taking over from an addon of Odoo's own that synchronises the same calendars.

All in one transaction and without one request: what the other addon knows (users, tokens, remote
ids) becomes accounts and links of ours, and it is left without them, so that it cannot send
anything any more, whatever its code does. The workers then introduce themselves to the provider
and compare; since every link names its event, nothing is made anew and nobody is mailed.

Nothing is taken over by itself. Until an administrator decides, the other addon's users are its
own: see `calendar_sync_account_takeover`.
"""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.errors import NeedsReconnect
from ..local.failure import told
from ..local.former import MODELS, Former
from . import vault

PLACEHOLDER = "primary"
"""The remote id of the calendar of an account whose address is not known yet."""


class CalendarSyncTakeover(models.Model):
    """One take-over, and what it takes to undo it."""

    _name = "calendar.sync.takeover"
    _description = "Take-over from Another Synchronization"
    _order = "id desc"
    _rec_name = "provider"

    provider = fields.Char(required=True, readonly=True)
    user_ids = fields.Many2many("res.users", readonly=True)
    account_ids = fields.Many2many("calendar.sync.account", readonly=True)
    event_count = fields.Integer(readonly=True)
    kept = fields.Json(groups=fields.NO_ACCESS)
    undone = fields.Datetime(readonly=True)

    @api.model
    def _former(self, code):
        """Return the other addon of a provider, None where there is none installed."""
        addon = self.env["calendar.sync.account"]._providers().get(code)
        former = Former(self.env, addon.predecessor) if addon and addon.predecessor else None
        return former if former and former.is_present() else None

    @api.model
    def _required(self, code):
        former = self._former(code)
        if not former:
            raise UserError(self.env._("The other addon is not installed."))
        return former

    @api.model
    def _label(self, code):
        """Return what people call the other addon of a provider."""
        return self.env._(self.env["calendar.sync.account"]._providers()[code].predecessor.label)

    @api.model
    def _last(self, code):
        """Return the take-over that can be undone, empty if there is none."""
        former = self._former(code)
        known = [("provider", "=", code), ("undone", "=", False)]
        return self.search(known, limit=1) if former and not former.users() else self.browse()

    @api.model
    def _sentence(self, code):
        """Return what an administrator reads about the other addon, empty if it is not there."""
        if not self._former(code):
            return ""
        label, last = self._label(code), self._last(code)
        if last:
            when = fields.Date.to_string(last.create_date)
            return self.env._(
                "Taken over from %(addon)s on %(day)s. It does nothing any more, and can be "
                "uninstalled.",
                addon=label,
                day=when,
            )
        numbers = self._numbers(code)
        if not numbers["user_count"]:
            return self.env._("%s is installed, too. Nobody uses it.", label)
        return self.env._(
            "%(addon)s synchronizes %(meetings)s meetings of %(users)s users. Until you take over, "
            "they are left to it.",
            addon=label,
            users=numbers["user_count"],
            meetings=numbers["event_count"] + numbers["series_count"],
        )

    @api.model
    def _numbers(self, code):
        """Return what a take-over would move: a dict of counts, empty without another addon."""
        former = self._former(code)
        if not former:
            return {}
        users, meetings = former.users(), former.meetings()
        taken = [one for one in meetings if one.people & set(users.ids)]
        tokens = users.filtered(former.token)
        return {
            "user_count": len(users),
            "reconnect_count": len(users - tokens),
            "stopped_count": len(tokens - former.in_charge(tokens)),
            "event_count": len([one for one in taken if one.model == MODELS[0]]),
            "series_count": len([one for one in taken if one.model == MODELS[1]]),
            "pending_count": len([one for one in taken if one.edited]),
            "left_count": len(meetings) - len(taken),
        }

    @api.model
    def _take_over(self, code):
        """Take over everything of a provider's other addon; return the record of it."""
        former = self._required(code)
        users, meetings = former.users(), former.meetings()
        taken = self.create({"provider": code, "user_ids": users.ids})
        account_of = {user: taken._account(former, user) for user in users}
        taken._keep_slots(former)
        taken._keep_uids(meetings)
        taken._link(meetings, {user.id: account for user, account in account_of.items()})
        taken.event_count = len(meetings)
        taken.kept = former.stop(users)
        self.env["calendar.sync.account"].union(*account_of.values())._sync_soon()
        return taken

    def _account(self, former, user):
        """Return the account of a user; one that is connected to ours already is kept as it is."""
        account = user._calendar_sync_account(self.provider)
        if account.state in (False, "disconnected"):
            # a disconnected one may be of another mailbox: the token is of the one it was given by
            account = user._calendar_sync_new(self.provider)
            self.account_ids |= account
            account._take_over_from(former, user)
            account._add_placeholder()
        return account

    def _keep_slots(self, former):
        """Remember where moved occurrences stood before: only the ids there tell."""
        values = [SQL("(%s, %s)", *pair) for pair in former.moved()]
        if values:
            self.env.cr.execute(
                SQL(
                    "UPDATE calendar_event e SET original_start = v.start::timestamp "
                    "FROM (VALUES %s) AS v(id, start) WHERE e.id = v.id",
                    SQL(", ").join(values),
                )
            )
            self.env["calendar.event"].invalidate_model(["original_start"])

    def _keep_uids(self, meetings):
        """Give meetings the iCalUID they have there, by which other people's copies match.

        By SQL: the other addon would take it for an edit.
        """
        for model in MODELS:
            records = self.env[model].with_context(active_test=False)
            found = {one.uid: one.id for one in meetings if one.model == model and one.uid}
            known = {one.ical_uid for one in records.search([("ical_uid", "in", list(found))])}
            rows = [SQL("(%s, %s)", key, uid) for uid, key in found.items() if uid not in known]
            if rows:
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s m SET ical_uid = v.uid FROM (VALUES %s) AS v(id, uid) "
                        "WHERE m.id = v.id AND m.ical_uid IS NULL",
                        SQL.identifier(records._table),
                        SQL(", ").join(rows),
                    )
                )
            records.invalidate_model(["ical_uid"])

    def _link(self, meetings, account_of):
        """Link meetings to the calendars of all their people who have an account."""
        links = self.env["calendar.sync.link"]
        present = defaultdict(set)
        for link in links.search([("account_id", "in", [one.id for one in account_of.values()])]):
            present[link.calendar_id] |= {link.uid, link.remote_id}
        values = []
        uids = {
            model: {one.id: one.ical_uid for one in self.env[model].browse(ids)}
            for model, ids in ids_by_model(meetings).items()
        }
        for meeting in meetings:
            uid = uids[meeting.model][meeting.id] or meeting.remote_id
            for user_id in sorted(meeting.people & account_of.keys()):
                calendar = account_of[user_id]._main_calendar()
                found = self._link_values(meeting, uid, calendar, user_id)
                if not {found["uid"], found["remote_id"]} & present[calendar]:
                    present[calendar] |= {found["uid"], found["remote_id"]}
                    values.append(found)
        links.create(values)

    @staticmethod
    def _link_values(meeting, uid, calendar, user_id):
        organizes = user_id == meeting.organizer
        return {
            "calendar_id": calendar.id,
            "event_id" if meeting.model == MODELS[0] else "recurrence_id": meeting.id,
            "uid": uid,
            "remote_id": meeting.remote_id,
            "role": "organizer" if organizes else "guest",
            "taken_over": True,
            "dirty_since": meeting.edited if organizes else False,
        }

    # -- undone ------------------------------------------------------------------------------------

    def _undo(self):
        """Give everything back; the meetings made since keep their remote ids, too."""
        former = self._required(self.provider)
        accounts = self.account_ids.exists()
        tokens = {one.user_id: vault.unseal(one.refresh_token or "") for one in accounts}
        former.go_on(self.user_ids, tokens, self.kept)
        former.add_links(accounts.calendar_ids.link_ids)
        accounts.unlink()
        self.write({"undone": fields.Datetime.now(), "kept": False})


def ids_by_model(meetings):
    """Return the ids of some meetings by model."""
    found = defaultdict(list)
    for one in meetings:
        found[one.model].append(one.id)
    return found


class CalendarSyncAccount(models.Model):
    """Accounts that were somebody else's."""

    _inherit = "calendar.sync.account"

    def _take_over_from(self, former, user):
        """Take the token and the state of a user of the other addon."""
        token = former.token(user)
        self.write(
            {
                "refresh_token": vault.seal(token) if token else False,
                "access_token": False,
                "database_uuid": self._parameter("database.uuid"),
                "base_url": self._parameter("web.base.url"),
            }
        )
        if not token:
            error = NeedsReconnect("no token was left to take over")
            self._become("needs_reconnect", **told(error))
        elif former.in_charge(user):
            self._become_active()
        else:
            self._become_stopped()

    def _add_placeholder(self):
        """Add the one calendar the other addon knew, until the provider tells its real name."""
        self.env["calendar.sync.calendar"].create(
            {
                "account_id": self.id,
                "remote_id": PLACEHOLDER,
                "name": self.user_id.name,
                "is_primary": True,
                "enabled": True,
            }
        )

    def _main_calendar(self):
        """Return the primary calendar, the one the other addon knew."""
        return self.calendar_ids.filtered("is_primary")[:1] or self.calendar_ids[:1]
