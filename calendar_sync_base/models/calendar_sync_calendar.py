"""One remote calendar of an account, and how far it has been read."""

from datetime import UTC, timedelta

from odoo import fields, models

from ..core import snapshot
from ..core.actions import DeleteLocal
from ..engine.ports import Window


class CalendarSyncCalendar(models.Model):
    """What the provider calls it, whether and how it is kept in step, and the cursor."""

    _name = "calendar.sync.calendar"
    _inherit = ["calendar.sync.secrets"]
    _description = "Synchronized Remote Calendar"
    _order = "is_primary desc, name, id"

    account_id = fields.Many2one(
        "calendar.sync.account", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="account_id.user_id", store=True, index=True)
    remote_id = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True)
    color = fields.Char()
    time_zone = fields.Char()
    access = fields.Selection(
        [
            ("free_busy", "Busy times only"),
            ("read", "Read"),
            ("write", "Read and write"),
            ("own", "Owner"),
        ],
        default="own",
        required=True,
    )
    is_primary = fields.Boolean()
    enabled = fields.Boolean()
    direction = fields.Selection("_selection_direction", default="both", required=True)
    privacy_mode = fields.Selection(
        [("full", "Full details"), ("busy", "Busy only")], default="full", required=True
    )
    default_reminders = fields.Json()
    past_days = fields.Integer(
        default=365, help="How far back meetings are fetched; 0: all. Fewer days remove nothing."
    )
    future_days = fields.Integer(
        default=730, help="How far ahead meetings are fetched; 0: all. Fewer days remove nothing."
    )
    cursor = fields.Char(groups=fields.NO_ACCESS, copy=False)
    last_pull = fields.Datetime(readonly=True)
    approved_deletions = fields.Char(
        readonly=True, help="Digest of the deletions a person agreed to."
    )
    held_deletions = fields.Char(readonly=True, help="Digest of the deletions that wait.")
    held_details = fields.Json(
        groups=fields.NO_ACCESS, help="What waits to be deleted: side, key, title and start."
    )
    link_ids = fields.One2many("calendar.sync.link", "calendar_id")

    _remote_once = models.Constraint(
        "UNIQUE(account_id, remote_id)", "This remote calendar is listed already."
    )

    def _may_push(self):
        """Tell whether meetings may be written to the remote calendar."""
        return self.direction != "pull" and self.access in ("write", "own")

    def _may_pull(self):
        """Tell whether its meetings come here."""
        return self.direction != "push"

    def _passes_answers(self):
        """Tell whether what is answered here arrives there and the other way round."""
        two_way = self.enabled and self._may_push() and self._may_pull()
        return two_way and self.privacy_mode == "full" and self.account_id.is_mailing

    def _window(self):
        """Return the time that is listed when everything is listed."""
        now = fields.Datetime.now().replace(tzinfo=UTC)
        return Window(
            now - timedelta(days=self.past_days) if self.past_days else None,
            now + timedelta(days=self.future_days) if self.future_days else None,
        )

    def _linked_count(self):
        """Return how many meetings both sides agreed on."""
        return self.env["calendar.sync.link"].search_count(
            [("calendar_id", "=", self.id), ("base", "!=", False)]
        )

    def _advance(self, cursor):
        """Store how far the remote calendar has been read; everything it covers is stored."""
        self.write(
            {
                "cursor": cursor,
                "last_pull": fields.Datetime.now(),
                "approved_deletions": False,
                "held_deletions": False,
                "held_details": False,
            }
        )

    def _hold(self, held):
        """Keep which deletions (a `guard.Held`) wait for a person."""
        details = [
            [
                "here" if isinstance(one, DeleteLocal) else "there",
                one.key,
                one.meeting.title if one.meeting else "",
                snapshot.dump_original(one.meeting.span.start) if one.meeting else "",
            ]
            for one in held.actions
        ]
        self.write({"held_deletions": held.digest, "held_details": details})
