"""What managers and users see of the health of an account: counts, freshness, plain reasons."""

from datetime import timedelta

from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, get_lang
from odoo.tools.translate import LazyTranslate

from . import fixes
from .lists import joined

_lt = LazyTranslate(__name__)

DONE = {
    "CreateLocal": _lt("%s added here"),
    "UpdateLocal": _lt("%s changed here"),
    "DeleteLocal": _lt("%s deleted here"),
    "CreateRemote": _lt("%s added there"),
    "UpdateRemote": _lt("%s changed there"),
    "DeleteRemote": _lt("%s deleted there"),
    "Respond": _lt("%s answered"),
    "Conflict": _lt("%s changed on both sides"),
    "Relink": _lt("%s found again"),
    "AskFirst": _lt("%s waiting for a yes"),
    "Part": _lt("%s left on one side"),
}
"""What a run did, by the classes of `core.actions`, as people say it."""

LATE = 3
"""An account that missed so many of its turns is late."""


class CalendarSyncAccount(models.Model):
    """Counts of the account's meetings: in step, waiting, set aside; and how fresh it is."""

    _inherit = "calendar.sync.account"

    link_count = fields.Integer("Synchronized Meetings", compute="_compute_link_counts")
    pending_count = fields.Integer("Waiting", compute="_compute_link_counts")
    pending_since = fields.Datetime("Waiting Since", compute="_compute_link_counts")
    problem_count = fields.Integer("Set Aside", compute="_compute_link_counts")
    freshness = fields.Char(compute="_compute_freshness", help="When both sides were last equal.")
    is_late = fields.Boolean(
        compute="_compute_freshness", search="_search_is_late", help="It missed several turns."
    )
    error_fix = fields.Char("What to Do", compute="_compute_error_fix")

    def _compute_link_counts(self):
        self.link_count = self.pending_count = self.problem_count = 0
        self.pending_since = False
        groups = self.env["calendar.sync.link"]._read_group(
            [("account_id", "in", self.ids)],
            ["account_id"],
            ["__count", "dirty_since:count", "dirty_since:min", "error_code:count"],
        )
        for account, total, pending, since, problems in groups:
            account.link_count = total
            account.pending_count = pending
            account.pending_since = since
            account.problem_count = problems

    @api.depends("last_sync", "state")
    @api.depends_context("lang")
    def _compute_freshness(self):
        now, late = fields.Datetime.now(), self._late_before()
        locale = babel_locale_parse(get_lang(self.env).code)
        for one in self:
            age = one.last_sync and one.last_sync - now
            one.freshness = age and format_timedelta(age, add_direction=True, locale=locale)
            one.is_late = one.state == "active" and bool(one.last_sync and one.last_sync < late)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("state", "=", "active"), ("last_sync", "<", self._late_before())]

    @api.model
    def _late_before(self):
        """Return the time since which every account should have had its turn."""
        # sudo: only how often accounts are looked at
        cron = self.env.ref("calendar_sync_base.ir_cron_sync").sudo()
        turn = {cron.interval_type: cron.interval_number}
        now = fields.Datetime.now()
        return now - LATE * (now - fields.Datetime.subtract(now, **turn)) - timedelta(minutes=1)

    @api.depends("error_code", "user_id")
    @api.depends_context("lang")
    def _compute_error_fix(self):
        for account in self:
            name = account.user_id.name or ""
            account.error_fix = fixes.of_account(self.env, account.error_code, name)

    @api.depends("email", "provider")
    def _compute_display_name(self):
        labels = {code: addon.label for code, addon in self._providers().items()}
        for account in self:
            label = labels.get(account.provider, account.provider)
            account.display_name = f"{label}: {account.email}" if account.email else label

    def action_open_links(self):
        """Open the account's meetings; with the context key `search_default_*` some of them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("calendar_sync_base.action_links")
        return action | {"domain": [("account_id", "=", self.id)], "context": self.env.context}


class CalendarSyncLink(models.Model):
    """Why a meeting is set aside, another try, and the meeting itself."""

    _inherit = "calendar.sync.link"

    error_message = fields.Char("Reason", compute="_compute_error_message")
    error_fix = fields.Char("What to Do", compute="_compute_error_message")

    @api.depends("error_code", "error_reason")
    @api.depends_context("lang")
    def _compute_error_message(self):
        for link in self:
            account = link.account_id
            link.error_message = account._sentence(link.error_code, link.error_reason)
            link.error_fix = fixes.of_meeting(self.env, link.error_code)

    def action_retry(self):
        """Try these meetings again at the next opportunity, which is now."""
        self.check_access("read")
        # sudo: links are read-only to people; whoever sees one may have it tried again
        self.sudo()._mark_dirty(tells=False)

    def action_open_meeting(self):
        """Open the meeting; what is private of others' stays so, because the user opens it."""
        self.ensure_one()
        self.check_access("read")
        event = self.event_id or self.recurrence_id._sync_event()
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": event.id,
            "views": [(False, "form")],
        }


class CalendarSyncRun(models.Model):
    """What went wrong in a pass, in plain words."""

    _inherit = "calendar.sync.run"

    error_message = fields.Char("Error", compute="_compute_error_message")
    summary = fields.Char("Done", compute="_compute_summary")

    @api.depends("error_code", "error_reason")
    def _compute_error_message(self):
        for run in self:
            run.error_message = run.account_id._sentence(run.error_code, run.error_reason)

    @api.depends("counts")
    @api.depends_context("lang")
    def _compute_summary(self):
        for run in self:
            counts = run.counts or {}
            done = [(self.env._(DONE[kind]), counts[kind]) for kind in DONE if counts.get(kind)]
            run.summary = joined(self.env, [words % count for words, count in done])
