"""The journal of passes."""

from odoo import api, fields, models

KEPT_DAYS = 30


class CalendarSyncRun(models.Model):
    """One pass of one account: what started it, what it did, what it cost."""

    _name = "calendar.sync.run"
    _description = "Calendar Synchronization Run"
    _order = "id desc"

    account_id = fields.Many2one(
        "calendar.sync.account", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="account_id.user_id", store=True, index=True)
    trigger = fields.Selection(
        [
            ("schedule", "Schedule"),
            ("change", "A change here"),
            ("person", "A person"),
            ("notification", "A change notification"),
        ],
        default="schedule",
        required=True,
    )
    counts = fields.Json(help="Number of actions by kind.")
    action_count = fields.Integer("Actions")
    request_count = fields.Integer("Requests")
    mail_count = fields.Integer("Mails Caused")
    duration = fields.Float("Duration (s)")
    error_code = fields.Char()
    error_reason = fields.Char()
    error_detail = fields.Char()

    @api.autovacuum
    def _gc_old_runs(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("create_date", "<", limit)], limit=10000).unlink()
