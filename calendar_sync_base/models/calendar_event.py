"""Meetings: what they gain for synchronisation, and how their changes are noticed."""

from odoo import api, fields, models

from .calendar_sync_mixin import comes_from

SYNCED_FIELDS = (
    "name",
    "description",
    "location",
    "start",
    "stop",
    "allday",
    "active",
    "privacy",
    "show_as",
    "videocall_location",
    "conference_requested",
    "alarm_ids",
    "user_id",
    "recurrence_id",
    "guests_can_modify",
    "guests_can_invite",
    "guests_can_see_others",
)
"""The fields whose changes are sent; attendees report for themselves."""

UNSEEN_FIELDS = (
    "privacy",
    "show_as",
    "alarm_ids",
    "guests_can_modify",
    "guests_can_invite",
    "guests_can_see_others",
)
"""Those of the synced fields whose change is no news to the guests."""

INDIRECT_FIELDS = {"start_date", "stop_date", "duration", "recurrence_update", "recurrency"}
"""Fields that change one of the synced fields by a compute, an inverse, or Odoo's recurrence."""


class CalendarEvent(models.Model):
    """A single meeting, or an occurrence of a series."""

    _name = "calendar.event"
    _inherit = ["calendar.event", "calendar.sync.mixin"]

    original_start = fields.Datetime(
        copy=False,
        readonly=True,
        help="Where the rule put this occurrence before it was moved (RFC 5545 RECURRENCE-ID).",
    )
    conference_requested = fields.Boolean(
        "Create a Video Call", help="The organizer's remote calendar makes the link."
    )
    guests_can_modify = fields.Boolean()
    guests_can_invite = fields.Boolean("Guests Can Invite Others", default=True)
    guests_can_see_others = fields.Boolean("Guests Can See Other Guests", default=True)
    sync_link_ids = fields.One2many("calendar.sync.link", "event_id")

    _ical_uid_once = models.UniqueIndex(
        "(ical_uid) WHERE ical_uid IS NOT NULL", "This meeting exists already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Create meetings and report them."""
        events = super().create(vals_list)
        events._sync_report_meetings()
        return events

    def write(self, vals):
        """Write, and report the meetings of which a synced field really changed."""
        if not self._sync_touches(vals):
            return super().write(vals)
        if vals.get("active"):
            self.sudo().filtered("recurrence_id")._sync_check_restored()
        before = {event.id: event._sync_fingerprint() for event in self.sudo()}
        result = super().write(vals)
        self.sudo().exists()._sync_after_write(before)
        return result

    def unlink(self):
        """Delete, and leave the links behind as tombstones."""
        meetings = self.sudo()
        meetings.recurrence_id._sync_report()
        occurrences = meetings.filtered("recurrence_id")
        (meetings - occurrences)._sync_links()._mark_deleted()
        # its slot may be made anew: whether a guest of that one still comes, the provider tells
        occurrences._sync_links().unlink()
        return super().unlink()

    def _sync_touches(self, vals):
        return any(name in INDIRECT_FIELDS or name in SYNCED_FIELDS for name in vals)

    def _sync_fingerprint(self):
        """Return the synced values as one comparable value."""
        return tuple(
            self[name].ids if self._fields[name].relational else self[name]
            for name in SYNCED_FIELDS
        )

    def _sync_after_write(self, before):
        """Report what changed since `before` (fingerprints by id)."""
        changed = self.filtered(lambda event: event._sync_fingerprint() != before[event.id])
        changed._sync_keep_original_start(before)
        for event in changed:
            event._sync_report_meetings(seen=event._sync_is_seen(before[event.id]))
        left = {series for one in before.values() for series in one[SERIES] if one}
        self.env["calendar.recurrence"].sudo().browse(left).exists()._sync_report()

    def _sync_is_seen(self, was):
        """Tell whether guests see what changed since `was` (a fingerprint)."""
        values = zip(SYNCED_FIELDS, was, self._sync_fingerprint(), strict=True)
        return any(old != new for name, old, new in values if name not in UNSEEN_FIELDS)

    def _sync_keep_original_start(self, before):
        """Remember where an occurrence stood before it was moved; forget it outside a series."""
        for event in self:
            was = before[event.id]
            if not event.recurrence_id:
                if event.original_start:
                    event.original_start = False
            elif not event.original_start and event._sync_was_moved(was):
                event.original_start = was[START]

    def _sync_was_moved(self, was):
        """Tell whether an occurrence stands elsewhere than before, in the same series."""
        return was[SERIES] == self.recurrence_id.ids and self.start != was[START]

    def _sync_report_meetings(self, seen=True):
        """Report these events as the meetings they belong to: series for their occurrences."""
        self.recurrence_id._sync_report(seen)
        self.filtered(lambda event: not event.recurrence_id)._sync_report(seen)

    def _sync_slot(self):
        """Return the original start of this occurrence, moved or not."""
        return self.original_start or self.start

    def _skip_send_mail_status_update(self):
        """Odoo's own mails are off exactly when the provider sends them, or has sent them."""
        if comes_from(self.env):
            return True
        return self._sync_provider_mails() or super()._skip_send_mail_status_update()

    def _sync_provider_mails(self):
        """Tell whether the organizer's connected calendar mails the guests of this meeting."""
        accounts = self.env["calendar.sync.account"].sudo()
        return bool(accounts._writing_for(self.sudo().user_id).filtered("is_mailing"))

    def _get_ics_file(self):
        """Let the ICS in Odoo's mails carry the UID by which the meeting is recognised again."""
        for event in self.sudo():
            (event.recurrence_id or event)._sync_ensure_uid()
        return {
            event_id: with_uid(content, self.browse(event_id).sudo()._sync_uid())
            for event_id, content in super()._get_ics_file().items()
        }

    def _sync_is_occurrence(self):
        return bool(self.recurrence_id)

    def _sync_event(self):
        """Return the event that speaks for the meeting: itself."""
        return self

    def _sync_uid(self):
        return (self.recurrence_id or self).ical_uid


START = SYNCED_FIELDS.index("start")
SERIES = SYNCED_FIELDS.index("recurrence_id")


def with_uid(ics, uid):
    """Return an ICS file (bytes) with its event's UID replaced."""
    lines = ics.split(b"\r\n")
    replaced = [b"UID:" + uid.encode() if one.startswith(b"UID:") else one for one in lines]
    return b"\r\n".join(replaced)
