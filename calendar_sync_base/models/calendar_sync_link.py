"""The pairs: one meeting here, one meeting there, and what both last agreed on.

This table is the transactional outbox. A row is marked dirty in the transaction that changed its
meeting; what has to be sent is derived from the difference to the base when the worker gets to it.
"""

from odoo import api, fields, models


class CalendarSyncLink(models.Model):
    """A meeting (single or series) and its place in one remote calendar.

    With neither event nor recurrence it is a tombstone: the meeting was deleted here.
    """

    _name = "calendar.sync.link"
    _description = "Synchronized Meeting"
    _order = "dirty_since asc nulls last, id"

    calendar_id = fields.Many2one(
        "calendar.sync.calendar", required=True, index=True, ondelete="cascade"
    )
    account_id = fields.Many2one(related="calendar_id.account_id", store=True, index=True)
    user_id = fields.Many2one(related="account_id.user_id", store=True, index=True)
    event_id = fields.Many2one("calendar.event", index="btree_not_null", ondelete="set null")
    recurrence_id = fields.Many2one(
        "calendar.recurrence", index="btree_not_null", ondelete="set null"
    )
    uid = fields.Char("iCalUID", required=True, readonly=True)
    remote_id = fields.Char(readonly=True)
    generation = fields.Integer(readonly=True, help="Counts how often the remote id was used up.")
    etag = fields.Char(readonly=True)
    web_link = fields.Char("Open in Remote Calendar", readonly=True)
    role = fields.Selection(
        [("organizer", "Organizer"), ("guest", "Guest"), ("copy", "Private copy")],
        default="organizer",
        required=True,
    )
    base = fields.Json(groups=fields.NO_ACCESS, help="What both sides last agreed on.")
    dirty_since = fields.Datetime("Pending Since", readonly=True, index="btree_not_null")
    notify = fields.Boolean(help="The pending edit is a person's whose guests are told remotely.")
    attempts = fields.Integer(readonly=True)
    next_attempt = fields.Datetime(readonly=True)
    error_code = fields.Char(readonly=True)
    error_detail = fields.Char(readonly=True)

    _remote_once = models.UniqueIndex(
        "(calendar_id, remote_id) WHERE remote_id IS NOT NULL",
        "This remote event is linked already.",
    )
    _uid_once = models.Constraint(
        "UNIQUE(calendar_id, uid)", "This meeting is already on that calendar."
    )

    @api.depends("event_id", "recurrence_id", "uid")
    def _compute_display_name(self):
        for link in self:
            event = link.event_id or link.recurrence_id.base_event_id
            link.display_name = event.display_name or link.uid
