"""Series: the identity a meeting keeps while Odoo makes and remakes its recurrence record."""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.errors import NotExpressible
from ..core.values import Timed
from ..local.reader import span_of
from ..local.series_reader import rule_lines
from .calendar_sync_mixin import comes_from

RULE_FIELDS = {
    "rrule",
    "rrule_type",
    "end_type",
    "interval",
    "count",
    "until",
    "month_by",
    "day",
    "weekday",
    "byday",
    "event_tz",
    *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
}


class CalendarRecurrence(models.Model):
    """A series; Odoo replaces the record on "all events", and identity moves along."""

    _name = "calendar.recurrence"
    _inherit = ["calendar.recurrence", "calendar.sync.mixin"]

    series_start = fields.Datetime(
        copy=False,
        readonly=True,
        help="Where the first occurrence stands or stood (RFC 5545 DTSTART).",
    )
    ical_rules = fields.Json(
        copy=False,
        readonly=True,
        help="The rule lines as the remote calendar gave them, and the rule Odoo made of them.",
    )
    sync_link_ids = fields.One2many("calendar.sync.link", "recurrence_id")

    _ical_uid_once = models.UniqueIndex(
        "(ical_uid) WHERE ical_uid IS NOT NULL", "This meeting exists already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A single meeting that becomes a series keeps its identity."""
        series = super().create(vals_list)
        for one in series.sudo().filtered("base_event_id"):
            one.base_event_id._sync_hand_over(one)
        series._sync_report()
        return series

    def write(self, vals):
        """Report a changed rule."""
        if RULE_FIELDS & set(vals):
            self._sync_report()
        return super().write(vals)

    def unlink(self):
        """A series that is dissolved leaves its identity with its base event."""
        for one in self.sudo():
            if one.base_event_id:
                one._sync_hand_over(one.base_event_id)
        self._sync_links()._mark_deleted()
        return super().unlink()

    def _apply_recurrence(self, *args, **kwargs):
        """Note where the series starts when its occurrences are made for the first time.

        Occurrences say what their series says: no further contact block is put into each.
        """
        plain = self.with_context(skip_contact_description=True)
        result = super(CalendarRecurrence, plain)._apply_recurrence(*args, **kwargs)
        for one in self.sudo().exists().filtered(lambda one: not one.series_start):
            one.series_start = one.dtstart
        return result

    @api.constrains(*RULE_FIELDS)
    def _check_sync_rules(self):
        """Refuse at once what the organizer's remote calendar has no words for."""
        if comes_from(self.env):
            return
        accounts = self.env["calendar.sync.account"].sudo()
        for one in self.sudo().filtered(lambda one: one.rrule and one._sync_event()):
            for account in accounts._writing_for(one._sync_event().user_id):
                one._sync_check_rules(account)

    def _sync_check_rules(self, account):
        span = span_of(self._sync_event())
        if isinstance(span, Timed):
            span = replace(span, zone=self.event_tz or span.zone)
        try:
            account._provider().check_rules(span, rule_lines(self, span))
        except NotExpressible as error:
            raise ValidationError(account._sentence(error.code, error.reason)) from error

    def _select_new_base_event(self):
        """A series of which everything is archived keeps its base event, and so its identity."""
        alive = self.filtered("calendar_event_ids")
        return super(CalendarRecurrence, alive)._select_new_base_event()

    def _sync_event(self):
        """Return the event that speaks for the series."""
        return self.base_event_id or self.calendar_event_ids[:1]
