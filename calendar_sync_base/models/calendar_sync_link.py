"""The pairs: one meeting here, one meeting there, and what both last agreed on.

This table is the transactional outbox. A row is marked dirty in the transaction that changed its
meeting; what has to be sent is derived from the difference to the base when the worker gets to it.
"""

from odoo import api, fields, models
from odoo.fields import Domain

from ..core import identity
from ..local.waiting import may_be_tried


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
    read_only = fields.Boolean(readonly=True, help="A kind of event that is never written to.")
    parted = fields.Boolean(
        readonly=True, help="It was deleted on one side, and stays on the other by its user's wish."
    )
    taken_over = fields.Boolean(
        readonly=True, help="Another addon kept both sides in step before, under this remote id."
    )
    followed_id = fields.Many2one(
        "calendar.sync.link",
        "Organizer's Meeting",
        index="btree_not_null",
        ondelete="set null",
        groups=fields.NO_ACCESS,
        help="The organizer's place of the same deleted meeting: what comes of it there decides.",
    )
    base = fields.Json(groups=fields.NO_ACCESS, help="What both sides last agreed on.")
    synced_at = fields.Datetime("Last Change", readonly=True, help="When both sides last agreed.")
    dirty_since = fields.Datetime("Pending Since", readonly=True, index="btree_not_null")
    notify = fields.Boolean(help="The pending edit is a person's whose guests are told remotely.")
    attempts = fields.Integer(readonly=True)
    next_attempt = fields.Datetime(readonly=True)
    waiting_mails = fields.Json(
        groups=fields.NO_ACCESS, help="Whom a write that waits for a person's yes would mail, why."
    )
    approved_mails = fields.Char(readonly=True, help="Digest of the mails a person agreed to.")
    refused_mails = fields.Char(readonly=True, help="Digest of the mails nobody is asked about.")
    error_code = fields.Char(readonly=True)
    error_reason = fields.Char(readonly=True)
    error_detail = fields.Char(readonly=True)

    _remote_once = models.UniqueIndex(
        "(calendar_id, remote_id) WHERE remote_id IS NOT NULL",
        "This remote event is linked already.",
    )
    _uid_once = models.Constraint(
        "UNIQUE(calendar_id, uid)", "This meeting is already on that calendar."
    )
    _waiting = models.Index("(calendar_id) WHERE dirty_since IS NOT NULL OR error_code IS NOT NULL")

    @api.model
    def _waiting_domain(self):
        """Return which are to be compared whatever is listed: edited here, or to be tried again."""
        waits = Domain("dirty_since", "!=", False) | Domain("error_code", "!=", False)
        return waits & may_be_tried()

    @api.model
    def _accounts_waiting(self, accounts):
        """Return those of some accounts that have something to compare on an enabled calendar."""
        calendars = accounts.calendar_ids.filtered("enabled")
        here = Domain("calendar_id", "in", calendars.ids)
        found = self._read_group(here & self._waiting_domain(), ["calendar_id"])
        return accounts.browse().union(*(one.account_id for (one,) in found))

    @api.model
    def _mark(self, meetings, source, seen):
        """Mark the links of changed meetings dirty, making those that are missing.

        :param meetings: events or recurrences, of one model
        :param source: the remote calendar the changes came from, None when a person made them
        :param seen: the meetings of which guests see a change
        """
        links = meetings._sync_links()
        occurrences = self._of_occurrences(meetings)
        occurrences.filtered(lambda one: one.calendar_id != source)._mark_dirty(tells=False)
        if source:
            links.filtered(lambda one: one.calendar_id != source)._mark_dirty(tells=False)
            return
        links |= self._make_missing(meetings, links)
        for tells, some in links.grouped(lambda one: one._meeting() in seen).items():
            some._mark_dirty(tells)

    def _of_occurrences(self, meetings):
        """Return the links of guests who have only single occurrences of some series."""
        if meetings._name != "calendar.recurrence":
            return self
        return self.search([("event_id.recurrence_id", "in", meetings.ids)])

    def _mark_dirty(self, tells):
        """Note that these have something to compare, and wake a worker after the commit.

        :param tells: whether it is a person's edit that the guests may have to hear of
        """
        if not self:
            return
        for mails, links in self.grouped(lambda one: one.account_id.is_mailing).items():
            values = {"dirty_since": fields.Datetime.now(), "next_attempt": False}
            if tells:
                values["notify"] = mails
            links.write(values)
        self.account_id._sync_soon()

    def _mark_deleted(self):
        """Turn these into tombstones: what was on the remote calendar has to go.

        Guests' calendars lose it as their organizer's does, which may know of a later edit.
        """
        for links in self.grouped(lambda one: one._meeting()).values():
            organizer = links.filtered(lambda one: one.role == "organizer" and one.remote_id)[:1]
            links.filtered(lambda one: one.role == "guest").followed_id = organizer
        self.write({"event_id": False, "recurrence_id": False})
        self._mark_dirty(tells=True)

    def _release_followers(self, place):
        """Let the guests' places of a deleted meeting go on, as its organizer's has.

        :param place: the values that say where they point if the meeting came back
        """
        followers = self.search([("followed_id", "in", self.ids)])
        followers.write({**place, "followed_id": False})
        followers._mark_dirty(tells=False)

    def _make_missing(self, meetings, links):
        """Return new links for meetings that should be on a calendar and are not yet."""
        return self.create(self._missing_values(meetings, links))

    def _missing_values(self, meetings, links):
        """Return the values of the links that meetings have not, beside `links`.

        The organizer's calendar comes first. A meeting of an organizer who is not connected becomes
        a private copy for each connected guest, unless a provider delivered it to somebody already.
        """
        delivered = links.filtered(lambda one: one.role != "copy")._meetings(meetings._name)
        missing = (meetings - delivered).filtered(lambda one: one._sync_event().active)
        events = missing.mapped(lambda one: one._sync_event())
        account_of = self._accounts_by_user(events.user_id, events.partner_ids)
        values = []
        present = {(one.event_id or one.recurrence_id, one.account_id) for one in links}
        for meeting in missing if account_of else ():
            for account, role in self._places(meeting._sync_event(), account_of):
                if (meeting, account) not in present:
                    values.append(self._values_for(meeting, account, role))
        return values

    def _answering(self):
        """Return those by which their account passes on, both ways, what its person answers."""
        own = self.filtered(lambda one: one.role == "guest" and one.base and one.remote_id)
        whole = own.filtered(lambda one: not (one.read_only or one.parted))
        return whole.filtered(lambda one: one.calendar_id._passes_answers())

    def _meeting(self):
        """Return the event or recurrence behind this link, empty when there is none."""
        return self.recurrence_id or self.event_id

    def _meetings(self, model):
        return self.event_id if model == "calendar.event" else self.recurrence_id

    def _accounts_by_user(self, users, contacts=()):
        """Return the account that writes for each connected user, and for those of contacts."""
        accounts = self.env["calendar.sync.account"]
        return {one.user_id: one for one in accounts._writing_for(users, contacts)}

    @api.model
    def _places(self, event, account_of):
        """Return the accounts whose calendar the meeting belongs on, each with its role."""
        if event.user_id in account_of:
            return [(account_of[event.user_id], "organizer")]
        going = event.attendee_ids.filtered(lambda one: one.state != "declined")
        guests = going.partner_id.user_ids if event.user_id else ()
        return [(account_of[user], "copy") for user in guests if user in account_of]

    @api.model
    def _values_for(self, meeting, account, role):
        meeting._sync_ensure_uid()
        series = meeting._name == "calendar.recurrence"
        return {
            "calendar_id": account._push_calendar().id,
            "recurrence_id" if series else "event_id": meeting.id,
            "uid": meeting.ical_uid,
            "role": role,
        }

    def _new_remote_id(self):
        """Return the id the meeting is to have there: always the same one, so that a repeated
        creation is recognised, until it was used up by a deletion."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return identity.remote_id(database, self.uid, self.calendar_id.remote_id, self.generation)

    def _renew(self):
        """Forget the events there: made once more, they get ids of their own."""
        nothing = {"base": False, "remote_id": False, "etag": False}
        for link in self:
            link.write({**nothing, "generation": link.generation + 1})

    @api.depends("event_id", "recurrence_id", "uid")
    def _compute_display_name(self):
        for link in self:
            event = link.event_id or link.recurrence_id.base_event_id
            link.display_name = event.display_name or link.uid
