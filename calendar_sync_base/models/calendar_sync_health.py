"""What managers and users see of the health of an account: counts and plain reasons."""

from odoo import api, fields, models


class CalendarSyncAccount(models.Model):
    """Counts of the account's meetings: in step, waiting, set aside."""

    _inherit = "calendar.sync.account"

    link_count = fields.Integer("Synchronized Meetings", compute="_compute_link_counts")
    pending_count = fields.Integer("Waiting", compute="_compute_link_counts")
    problem_count = fields.Integer("Set Aside", compute="_compute_link_counts")

    def _compute_link_counts(self):
        self.link_count = self.pending_count = self.problem_count = 0
        groups = self.env["calendar.sync.link"]._read_group(
            [("account_id", "in", self.ids)],
            ["account_id"],
            ["__count", "dirty_since:count", "error_code:count"],
        )
        for account, total, pending, problems in groups:
            account.link_count = total
            account.pending_count = pending
            account.problem_count = problems

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
    """Why a meeting is set aside, and another try."""

    _inherit = "calendar.sync.link"

    error_message = fields.Char("Reason", compute="_compute_error_message")

    @api.depends("error_code", "error_reason")
    def _compute_error_message(self):
        for link in self:
            account = link.account_id
            link.error_message = account._sentence(link.error_code, link.error_reason)

    def action_retry(self):
        """Try these meetings again at the next opportunity, which is now."""
        self.check_access("read")
        # sudo: links are read-only to people; whoever sees one may have it tried again
        self.sudo()._mark_dirty(tells=False)


class CalendarSyncRun(models.Model):
    """What went wrong in a pass, in plain words."""

    _inherit = "calendar.sync.run"

    error_message = fields.Char("Error", compute="_compute_error_message")
    summary = fields.Char(compute="_compute_summary")

    @api.depends("error_code", "error_reason")
    def _compute_error_message(self):
        for run in self:
            run.error_message = run.account_id._sentence(run.error_code, run.error_reason)

    @api.depends("counts")
    def _compute_summary(self):
        for run in self:
            counts = sorted((run.counts or {}).items())
            run.summary = ", ".join(f"{kind} {count}" for kind, count in counts)
