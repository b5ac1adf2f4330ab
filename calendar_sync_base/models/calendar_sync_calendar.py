"""One remote calendar of an account, and how far it has been read."""

from odoo import fields, models


class CalendarSyncCalendar(models.Model):
    """What the provider calls it, whether and how it is kept in step, and the cursor."""

    _name = "calendar.sync.calendar"
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
    direction = fields.Selection(
        [("both", "Both ways"), ("pull", "Only to this calendar"), ("push", "Only from here")],
        default="both",
        required=True,
    )
    privacy_mode = fields.Selection(
        [("full", "Full details"), ("busy", "Busy only")], default="full", required=True
    )
    default_reminders = fields.Json()
    past_days = fields.Integer(default=365)
    future_days = fields.Integer(default=730)
    cursor = fields.Char(groups=fields.NO_ACCESS, copy=False)
    last_pull = fields.Datetime(readonly=True)
    channel_id = fields.Char(groups=fields.NO_ACCESS, copy=False)
    channel_resource = fields.Char(groups=fields.NO_ACCESS, copy=False)
    channel_token = fields.Char(groups=fields.NO_ACCESS, copy=False)
    channel_expiry = fields.Datetime(readonly=True, copy=False)
    link_ids = fields.One2many("calendar.sync.link", "calendar_id")

    _remote_once = models.Constraint(
        "UNIQUE(account_id, remote_id)", "This remote calendar is listed already."
    )
