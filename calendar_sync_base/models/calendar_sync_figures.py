"""What a run leaves behind to be counted and drawn: errors, and how long changes waited."""

from odoo import api, fields, models


class CalendarSyncRun(models.Model):
    """Figures of one pass, stored so that they can be added up by day and account."""

    _inherit = "calendar.sync.run"

    error_count = fields.Integer(
        "Errors", help="Meetings that could not be synchronized, and one if the whole pass failed."
    )
    lag = fields.Float(
        "Lag (s)",
        aggregator="max",
        help="How long the oldest change made here had been waiting when the run began.",
    )
    duration = fields.Float(aggregator="avg")
    # a chart orders its groups by value and colors the second one red
    outcome = fields.Selection(
        [("fine", "Without errors"), ("with_errors", "With errors")],
        compute="_compute_outcome",
        store=True,
    )

    @api.depends("error_count")
    def _compute_outcome(self):
        for run in self:
            run.outcome = "with_errors" if run.error_count else "fine"


class CalendarSyncAccount(models.Model):
    """Measures before a pass what the pass will have settled."""

    _inherit = "calendar.sync.account"

    def _longest_wait(self):
        """Return for how many seconds the oldest unsent change has been waiting."""
        pending = [("account_id", "=", self.id), ("dirty_since", "!=", False)]
        oldest = self.env["calendar.sync.link"].search(pending, order="dirty_since", limit=1)
        waited = oldest and fields.Datetime.now() - oldest.dirty_since
        return max(waited.total_seconds(), 0.0) if waited else 0.0
