"""Accounts of a group or a room: a calendar that belongs to no single user.

Such an account still has a user: the manager who connected it, who is told when the permission
ends, whose consent it works with, and in whose name the server writes. What it has not is a user
whose meetings they are. They belong to a contact instead, the group or room itself: what is pulled
has that contact as its attendee and nobody as organizer, and stands in the calendar of whoever
selects the contact there; a meeting made here goes to the group's calendar when the contact is
invited. So nobody's own calendar fills up with the group's meetings, and another manager can take
the account over by connecting it again.
"""

from odoo import fields, models

from .calendar_sync_account_overview import MANAGER


class CalendarSyncAccount(models.Model):
    """An account may be a group's."""

    _inherit = "calendar.sync.account"

    contact_id = fields.Many2one(
        "res.partner",
        "Group or Room",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="The contact whose calendar this is; empty for a user's own account.",
    )

    def _take_over(self):
        """Make the manager who connects a group's account the one who answers for it."""
        if self.contact_id and self.env.user.has_group(MANAGER):
            self.user_id = self.env.user

    def _person(self):
        """Return the contact whose meetings these are."""
        return self.contact_id or self.user_id.partner_id


class CalendarSyncLink(models.Model):
    """Meetings of a group's contact go to the group's calendar."""

    _inherit = "calendar.sync.link"

    def _make_missing(self, meetings, links):
        """Return new links, among them those to the calendars of invited groups.

        Groups that are invited no more are freed.
        """
        made = super()._make_missing(meetings, links)
        booked = links.filtered(lambda one: one.role == "copy" and one.account_id.contact_id)
        booked.filtered(lambda one: one._meeting() and not one._is_booked())._mark_deleted()
        contacts = meetings.mapped(lambda one: one._sync_event()).partner_ids
        groups = self._groups_of(contacts)
        values = []
        for meeting in meetings if groups else ():
            taken = (links | made).filtered(lambda one, it=meeting: one._meeting() == it).account_id
            for account in groups - taken:
                if self._is_invited(account.contact_id, meeting._sync_event(), taken):
                    values.append(self._values_for(meeting, account, "copy"))
        return made | self.union(*map(self._book, values))

    def _book(self, values):
        """Return a link made of values: the former one if the group was just called off."""
        same = [("calendar_id", "=", values["calendar_id"]), ("uid", "=", values["uid"])]
        former = self.search(same)
        former.write(values)
        return former or self.create(values)

    def _groups_of(self, contacts):
        """Return the connected group accounts of contacts that have a calendar to write to."""
        found = self.env["calendar.sync.account"].search(
            [("contact_id", "in", contacts.ids), ("state", "!=", "disconnected")]
        )
        return found.filtered(lambda one: one._push_calendar())

    def _is_booked(self):
        """Tell whether the group is still invited to this meeting."""
        return self._is_going(self.account_id.contact_id, self._meeting()._sync_event())

    @staticmethod
    def _is_going(contact, event):
        asked = event.attendee_ids.filtered(lambda one: one.partner_id == contact)
        return bool(asked) and asked.state != "declined"

    def _is_invited(self, contact, event, taken):
        """Tell whether a meeting has to be put on a group's calendar by us.

        A provider that carries the meeting itself invites a contact with an address.
        """
        going = event.active and self._is_going(contact, event)
        return going and not (taken and contact.email)
