"""Meetings that a guest's calendar brought before their organizer's own calendar has shown them.

Whoever edits such a meeting edits what the organizer's account has to write as soon as it knows the
event. So its link is made at once, by the iCalUID that the provider gave the meeting, and waits.
"""

import psycopg2

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from ..core.identity import series_uid_of


class CalendarSyncLink(models.Model):
    """Waits for events that are sure to be listed."""

    _inherit = "calendar.sync.link"

    def _make_missing(self, meetings, links):
        """Return new links, among them those of organizers whose calendars have yet to follow."""
        made = super()._make_missing(meetings, links)
        organized = (links | made).filtered(lambda one: one.role == "organizer")
        brought = links._brought()._meetings(meetings._name)
        awaited = (brought - organized._meetings(meetings._name)).filtered(is_whole)
        return made | self._await(self._awaited_values(awaited, links)) if awaited else made

    def _brought(self):
        """Return those by which a provider delivered a meeting to one of its guests."""
        return self.filtered(lambda one: one.role == "guest" and one.base)

    @api.model
    def _awaited_values(self, meetings, links):
        """Return the values of the organizers' links of meetings, where it is sure which they are.

        An account with several calendars may have the event on any of them.
        """
        account_of = self._accounts_by_user(meetings.mapped(lambda one: one._sync_event()).user_id)
        present = {(one._meeting(), one.account_id) for one in links}
        values = [
            self._values_for(meeting, account, "organizer")
            for meeting in meetings
            if (account := account_of.get(meeting._sync_event().user_id))
            and (meeting, account) not in present
            and len(account.calendar_ids.filtered("enabled")) == 1
        ]
        return [one for one in values if not self._is_taken(one)]

    @api.model
    def _await(self, values):
        """Make links; what the organizer's own pass has just found is saved once more, knowing it.

        That pass has committed a link that this transaction cannot see yet.
        """
        try:
            with self.env.cr.savepoint():
                return self.create(values)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError("this event was listed a moment ago") from error

    @api.model
    def _is_taken(self, values):
        """Tell whether the calendar has another meeting under this iCalUID."""
        same = [("calendar_id", "=", values["calendar_id"]), ("uid", "=", values["uid"])]
        return bool(self.search_count(same, limit=1))


def is_whole(meeting):
    """Tell whether a meeting has the iCalUID it has there: not that of a single occurrence."""
    return bool(meeting.ical_uid) and not series_uid_of(meeting.ical_uid)
